# SPDX-License-Identifier: MIT
"""What Keras 3 and Keras 2.2.4 take, written from their documentation: keras.io/api, and keras 2.2.4's sources.

One line a class or function, as Python would define it; a module begins with its name in brackets. `*` in a layer means
the arguments that every layer takes, `+` those of every optimizer. Names that may be given as text stand behind "text:".
"""

EVERY_LAYER_3 = 'name=None, trainable=True, dtype=None'
EVERY_LAYER_2 = 'name=None, trainable=True, dtype=None, input_shape=None, batch_input_shape=None, weights=None'
OPTIMIZER_3 = 'weight_decay=None, clipnorm=None, clipvalue=None, global_clipnorm=None'
OPTIMIZER_2 = 'clipnorm=0, clipvalue=0'

# What constructors of Keras 3 refuse of the values they are given, by their sources; and a rate that is no float.
REFUSED_3 = {
    'Dropout': lambda rate: not 0 <= rate <= 1,
    'GaussianNoise': lambda stddev: not 0 <= stddev <= 1,
    'LeakyReLU': lambda negative_slope: negative_slope < 0,
    'BinaryAccuracy': lambda threshold: threshold <= 0 or threshold >= 1,
    'F1Score': lambda threshold: threshold is not None and not (isinstance(threshold, float) and 0 < threshold <= 1),
    'Precision': lambda thresholds: not 0 <= thresholds <= 1,
    'Recall': lambda thresholds: not 0 <= thresholds <= 1,
    'SGD': lambda momentum: not (isinstance(momentum, float) and 0 <= momentum <= 1),
    'Lion': lambda beta_1: beta_1 <= 0 or beta_1 > 1,
    'ReduceLROnPlateau': lambda factor: factor >= 1,
    'L1': lambda l1: l1 < 0,
    'L2': lambda l2: l2 < 0,
}

INITIALIZERS = '''[initializers]
RandomNormal(mean=0.0, stddev=0.05, seed=None)
RandomUniform(minval=-0.05, maxval=0.05, seed=None)
TruncatedNormal(mean=0.0, stddev=0.05, seed=None)
Orthogonal(gain=1.0, seed=None)
Identity(gain=1.0)
Constant(value=0.0)
get(identifier)
text: glorot_uniform glorot_normal he_uniform he_normal lecun_uniform lecun_normal random_normal random_uniform truncated_normal orthogonal identity zeros ones{CONSTANT}
'''
CONSTRAINTS = '''[constraints]
MaxNorm(max_value=2, axis=0)
NonNeg()
UnitNorm(axis=0)
MinMaxNorm(min_value=0.0, max_value=1.0, rate=1.0, axis=0)
'''

KERAS_3 = '''
[]
Input(shape=None, batch_size=None, dtype=None)
[layers]
Dense(units, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, *)
Activation(activation, *)
Dropout(rate, noise_shape=None, seed=None, *)
GaussianNoise(stddev, seed=None, *)
BatchNormalization(axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, *)
LayerNormalization(axis=-1, epsilon=0.001, center=True, scale=True, *)
LeakyReLU(negative_slope=0.3, *)
PReLU(alpha_initializer='Zeros', alpha_regularizer=None, alpha_constraint=None, shared_axes=None, *)
ELU(alpha=1.0, *)
ActivityRegularization(l1=0.0, l2=0.0, *)
Flatten(data_format=None, *)
Lambda(function, output_shape=None, mask=None, arguments=None, *)
Layer(activity_regularizer=None, *)
[activations]
elu(x, alpha=1.0)
leaky_relu(x, negative_slope=0.2)
celu(x, alpha=1.0)
gelu(x, approximate=False)
hard_shrink(x, threshold=0.5)
soft_shrink(x, threshold=0.5)
threshold(x, threshold, default_value)
squareplus(x, b=4)
glu(x, axis=-1)
text: relu leaky_relu relu6 softmax celu elu selu softplus softsign squareplus soft_shrink sparse_plus sparse_sigmoid silu gelu glu tanh tanh_shrink threshold sigmoid exponential hard_sigmoid hard_silu hard_tanh hard_shrink linear mish log_softmax log_sigmoid sparsemax
{INITIALIZERS}[regularizers]
L1(l1=0.01)
L2(l2=0.01)
L1L2(l1=0.0, l2=0.0)
{CONSTRAINTS}[losses]
BinaryCrossentropy(from_logits=False, label_smoothing=0.0, axis=-1)
CategoricalCrossentropy(from_logits=False, label_smoothing=0.0, axis=-1)
SparseCategoricalCrossentropy(from_logits=False, ignore_class=None)
BinaryFocalCrossentropy(apply_class_balancing=False, alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1)
CategoricalFocalCrossentropy(alpha=0.25, gamma=2.0, from_logits=False, label_smoothing=0.0, axis=-1)
Huber(delta=1.0)
text: mse mae mape msle binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy binary_focal_crossentropy categorical_focal_crossentropy huber log_cosh hinge squared_hinge categorical_hinge kl_divergence poisson cosine_similarity
[optimizers]
SGD(learning_rate=0.01, momentum=0.0, nesterov=False, +)
Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False, +)
RMSprop(learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False, +)
Adagrad(learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-7, +)
Adadelta(learning_rate=0.001, rho=0.95, epsilon=1e-7, +)
AdamW(learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7, amsgrad=False, clipnorm=None, clipvalue=None, global_clipnorm=None)
Adamax(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, +)
Nadam(learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, +)
Lion(learning_rate=0.001, beta_1=0.9, beta_2=0.99, +)
text: sgd adam rmsprop adagrad adadelta adamw adamax nadam lion
[optimizers.schedules]
ExponentialDecay(initial_learning_rate, decay_steps, decay_rate, staircase=False)
InverseTimeDecay(initial_learning_rate, decay_steps, decay_rate, staircase=False)
PolynomialDecay(initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, cycle=False)
PiecewiseConstantDecay(boundaries, values)
CosineDecay(initial_learning_rate, decay_steps, alpha=0.0, name='CosineDecay', warmup_target=None, warmup_steps=0)
CosineDecayRestarts(initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0)
LearningRateSchedule()
[metrics]
BinaryAccuracy(name='binary_accuracy', threshold=0.5)
CategoricalAccuracy(name='categorical_accuracy')
SparseCategoricalAccuracy(name='sparse_categorical_accuracy')
TopKCategoricalAccuracy(k=5, name='top_k_categorical_accuracy')
SparseTopKCategoricalAccuracy(k=5, name='sparse_top_k_categorical_accuracy')
MeanAbsoluteError(name='mean_absolute_error')
MeanSquaredError(name='mean_squared_error')
RootMeanSquaredError(name='root_mean_squared_error')
MeanAbsolutePercentageError(name='mean_absolute_percentage_error')
MeanSquaredLogarithmicError(name='mean_squared_logarithmic_error')
CosineSimilarity(name='cosine_similarity')
R2Score(class_aggregation='uniform_average', num_regressors=0, name='r2_score')
Precision(thresholds=None, top_k=None, class_id=None, name=None)
Recall(thresholds=None, top_k=None, class_id=None, name=None)
F1Score(average=None, threshold=None, name='f1_score')
AUC(num_thresholds=200, curve='ROC', name=None)
text: acc accuracy binary_accuracy categorical_accuracy sparse_categorical_accuracy top_k_categorical_accuracy sparse_top_k_categorical_accuracy mae mse root_mean_squared_error mape msle cosine_similarity r2_score precision recall f1_score auc binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy
[callbacks]
EarlyStopping(monitor='val_loss', min_delta=0, patience=0, verbose=0, mode='auto', baseline=None, restore_best_weights=False, start_from_epoch=0)
ReduceLROnPlateau(monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=0.0001, cooldown=0, min_lr=0.0)
ModelCheckpoint(filepath, monitor='val_loss', verbose=0, save_best_only=False, save_weights_only=False, mode='auto')
LearningRateScheduler(schedule, verbose=0)
TerminateOnNaN()
CSVLogger(filename, separator=',', append=False)
Callback()
[Sequential]
compile(optimizer='rmsprop', loss=None, loss_weights=None, metrics=None)
fit(x=None, y=None, batch_size=None, epochs=1, verbose='auto', callbacks=None, validation_split=0.0, validation_data=None, shuffle=True, class_weight=None, sample_weight=None)
'''.replace('{INITIALIZERS}', INITIALIZERS.replace('{CONSTANT}', '')).replace('{CONSTRAINTS}', CONSTRAINTS).replace('*', EVERY_LAYER_3).replace('+', OPTIMIZER_3)

KERAS_2 = '''
[]
[models]
[layers]
Dense(units, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, input_dim=None, *)
Activation(activation, *)
Dropout(rate, noise_shape=None, seed=None, *)
GaussianNoise(stddev, *)
BatchNormalization(axis=-1, momentum=0.99, epsilon=0.001, center=True, scale=True, *)
LeakyReLU(alpha=0.3, *)
PReLU(alpha_initializer='zeros', alpha_regularizer=None, alpha_constraint=None, shared_axes=None, *)
ELU(alpha=1.0, *)
ActivityRegularization(l1=0.0, l2=0.0, *)
Lambda(function, output_shape=None, mask=None, arguments=None, *)
Layer(*)
[activations]
elu(x, alpha=1.0)
text: softmax elu selu softplus softsign relu tanh sigmoid hard_sigmoid exponential linear
{INITIALIZERS}[regularizers]
l1(l=0.01)
l2(l=0.01)
l1_l2(l1=0.01, l2=0.01)
{CONSTRAINTS}[losses]
text: mse mae mape msle squared_hinge hinge categorical_hinge logcosh categorical_crossentropy sparse_categorical_crossentropy binary_crossentropy kullback_leibler_divergence poisson cosine_proximity
[optimizers]
SGD(lr=0.01, momentum=0.0, decay=0.0, nesterov=False, +)
RMSprop(lr=0.001, rho=0.9, epsilon=1e-7, decay=0.0, +)
Adagrad(lr=0.01, epsilon=1e-7, decay=0.0, +)
Adadelta(lr=1.0, rho=0.95, epsilon=1e-7, decay=0.0, +)
Adam(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7, decay=0.0, amsgrad=False, +)
Adamax(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=1e-7, decay=0.0, +)
Nadam(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=1e-7, schedule_decay=0.004, +)
text: sgd adam rmsprop adagrad adadelta adamax nadam
[metrics]
binary_accuracy(y_true, y_pred)
categorical_accuracy(y_true, y_pred)
sparse_categorical_accuracy(y_true, y_pred)
mae(y_true, y_pred)
mse(y_true, y_pred)
mape(y_true, y_pred)
msle(y_true, y_pred)
binary_crossentropy(y_true, y_pred)
categorical_crossentropy(y_true, y_pred)
sparse_categorical_crossentropy(y_true, y_pred)
top_k_categorical_accuracy(y_true, y_pred, k=5)
sparse_top_k_categorical_accuracy(y_true, y_pred, k=5)
text: acc accuracy binary_accuracy categorical_accuracy sparse_categorical_accuracy top_k_categorical_accuracy sparse_top_k_categorical_accuracy mae mse mape msle binary_crossentropy categorical_crossentropy sparse_categorical_crossentropy
[callbacks]
EarlyStopping(monitor='val_loss', min_delta=0, patience=0, verbose=0, mode='auto', baseline=None, restore_best_weights=False)
ReduceLROnPlateau(monitor='val_loss', factor=0.1, patience=10, verbose=0, mode='auto', min_delta=0.0001, cooldown=0, min_lr=0)
ModelCheckpoint(filepath, monitor='val_loss', verbose=0, save_best_only=False, save_weights_only=False, mode='auto', period=1)
LearningRateScheduler(schedule, verbose=0)
TerminateOnNaN()
CSVLogger(filename, separator=',', append=False)
Callback()
[Sequential]
compile(optimizer, loss=None, metrics=None, loss_weights=None)
fit(x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None, validation_split=0.0, validation_data=None, shuffle=True, class_weight=None, sample_weight=None)
'''.replace('{INITIALIZERS}', INITIALIZERS.replace('{CONSTANT}', ' constant')).replace('{CONSTRAINTS}', CONSTRAINTS).replace('*', EVERY_LAYER_2).replace('+', OPTIMIZER_2)
