// SPDX-License-Identifier: MIT
// What each row of each table becomes is for keras/check_programs.py, which runs the programs. Here: the lecture's own.
#include "engine/keras/code.hpp"

#include <gtest/gtest.h>

#include "engine/document/data_set.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/link.hpp"

namespace chainrule {
namespace {

/// Without blanks and line breaks, which mean nothing between brackets.
std::string bare(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

std::string program(const std::string& link) {
  const ReadResult read = read_link(link);
  EXPECT_TRUE(read.complaints.empty()) << read.complaints[0].text;
  return write_keras_code(read.document);
}

void expect_lines(const std::string& code, const std::vector<std::string>& lines) {
  std::size_t from = 0;
  for (const std::string& line : lines) {
    const auto at = bare(code).find(bare(line), from);
    EXPECT_NE(at, std::string::npos) << line << "\nis not, or not there, in\n" << code;
    if (at != std::string::npos) from = at + 1;
  }
}

// /lecture: "Multi-layer perceptron (MLP)"
TEST(KerasCode, WritesTheLecturesModels) {
  expect_lines(program("dialect=keras2&layers=dense:4:input_dim=3,dense:4,dense:1"),
               {"from keras.models import Sequential", "from keras.layers import Dense", "model = Sequential()",
                "model.add(Dense(4, input_dim=3))", "model.add(Dense(4))", "model.add(Dense(1))", "model.summary()"});
  expect_lines(program("dialect=keras2&layers=dense:4:sigmoid:input_dim=3"),
               {"model = Sequential()", "model.add(Dense(4, input_dim=3, activation='sigmoid'))"});
  expect_lines(program("dialect=keras2&layers=dense:4:input_dim=3,activation:tanh"),
               {"from keras.layers import Dense, Activation", "model.add(Dense(4, input_dim=3))",
                "model.add(Activation('tanh'))"});
}

// "Loss and optimizer", "Training"
TEST(KerasCode, WritesTheLecturesCompileAndFit) {
  expect_lines(program("dialect=keras2&optimizer=adam&metrics=&loss=binary_crossentropy"),
               {"model.compile(optimizer='adam', loss='binary_crossentropy')"});
  expect_lines(program("dialect=keras2&optimizer=adam:lr=0.01:decay=0.1&metrics=acc&epochs=50"),
               {"from keras.optimizers import Adam",
                "model.compile(optimizer=Adam(lr=0.01, decay=0.1), loss='binary_crossentropy', metrics=['acc'])",
                "history = model.fit(X_train, y_train, batch_size=32, epochs=50, validation_split=0.3)"});
}

TEST(KerasCode, SpeaksKeras3) {
  EXPECT_EQ(program("layers=dense:4:tanh:input_dim=2,dense:1:sigmoid:kernel_regularizer=l2:l2=0.001&optimizer=adam:"
                    "decay=0.1&seed=7"),
            R"(import keras
from keras import layers

# Keras 3. Expected before the model is made:
# X_train: a row of numbers for each sample.
# y_train: 0 or 1 for each row, shape (n, 1).

# Repeatable, though Keras draws other numbers from a seed than Chainrule.
keras.utils.set_random_seed(7)

model = keras.Sequential()
model.add(keras.Input(shape=(2,)))
model.add(layers.Dense(4, activation='tanh'))
model.add(layers.Dense(1,
                       activation='sigmoid',
                       kernel_regularizer=keras.regularizers.L2(0.001)))
model.summary()

learning_rate = keras.optimizers.schedules.InverseTimeDecay(0.001,
                                                            decay_steps=1,
                                                            decay_rate=0.1)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
              loss='binary_crossentropy',
              metrics=['acc'])

history = model.fit(X_train, y_train,
                    batch_size=32,
                    epochs=100,
                    validation_split=0.3)
)");
}

TEST(KerasCode, SaysWhatTheDataIs) {
  Document document = read_link(
                          "data=clusters:classes=3&standardise=1&layers=dense:3:softmax&loss=sparse_categorical_"
                          "crossentropy&samples=90")
                          .document;
  const DataSet data = make_data(document, "");
  expect_lines(
      write_keras_code(document, &data),
      {"# X_train: x1, x2, shape (90, 2).", "# y_train: the class of each row, a whole number from 0 on (0 0, 1 1,",
       "train = int(len(X_train) * (1 - 0.3))", "model.add(keras.Input(shape=(2,)))"});
  document.compile.loss = "categorical_crossentropy";
  expect_lines(write_keras_code(document, &data),
               {"a row of 0s with a 1 at its class", "keras.utils.to_categorical(classes, 3)"});
}

TEST(KerasCode, TellsWhatAnOlderKerasHasNot) {
  const std::string code = program("dialect=keras2&optimizer=lion&metrics=auc,acc&loss=mse");
  expect_lines(code, {"# Keras 2.2 has no lion", "# Keras 2.2 has no metric auc", "metrics=['acc']"});
  EXPECT_EQ(program("optimizer=lion").find("has no"), std::string::npos);
}

TEST(KerasCode, LetsNoNameBecomeCode) {
  Document document = default_document();
  DataSet data = make_data(document, "");
  data.class_names[1] = "b\nimport os\r\n'";
  document.fit.callbacks = {{{"early_stopping"}, "x'\n+1\\"}};
  const std::string code = write_keras_code(document, &data);
  EXPECT_EQ(code.find("\nimport os"), std::string::npos) << code;
  EXPECT_EQ(code.find('\r'), std::string::npos);
  expect_lines(code, {"(0 0, 1 b import os ')", R"(monitor='x\'?+1\\')"});
}

TEST(KerasCode, RefusesNamesThatNoTableHas) {
  Document document = default_document();
  document.compile.loss = "mes";
  EXPECT_THROW(write_keras_code(document), Error);
}

}  // namespace
}  // namespace chainrule
