// SPDX-License-Identifier: MIT
#include "ui/views/lens.hpp"

#include <algorithm>
#include <utility>

#include "engine/document/experiment.hpp"
#include "engine/sequential.hpp"
#include "engine/training/fit.hpp"

namespace chainrule {
namespace {

constexpr Index most_pictures = 48;  // rows whose predictions are shown as pictures

}  // namespace

Lens::Lens() = default;
Lens::~Lens() = default;

void Lens::configure(std::shared_ptr<const Experiment> experiment) {
  model_ = make_model(experiment->document, experiment->data.x.cols);
  experiment_ = std::move(experiment);
  shown_ = false;
  sample_.clear();  // what the network before computed
  validation_ = {};
  looked_at_ = 0;
  const double split = experiment_->document.fit.validation_split;
  first_validation_ = split > 0 ? training_rows(experiment_->data.x.rows, split) : 0;
}

bool Lens::show(std::span<const float> weights, Index sample) {
  if (!model_ || weights.size() != model_->weights().size()) return false;
  std::copy(weights.begin(), weights.end(), model_->weights().begin());
  const Matrix& x = experiment_->data.x;
  sample_ = model_->activations(x.view().middle_rows(std::clamp<Index>(sample, 0, x.rows - 1), 1));
  shown_ = true;
  ++version_;
  if (const Index count = std::exchange(looked_at_, 0); count > 0) predict_validation(count);  // part of this time
  return true;
}

void Lens::set_trainable(std::size_t layer, bool trainable) {
  if (model_ && layer < model_->layers().size()) model_->set_trainable(layer, trainable);
}

std::vector<Matrix> Lens::activations(View<const float> rows) { return model_->activations(rows); }

Matrix Lens::predict(View<const float> rows, int layer) {
  return layer < 0 ? model_->predict(rows) : std::move(model_->activations(rows)[static_cast<std::size_t>(layer)]);
}

Logs Lens::evaluate(Index row) {
  const auto targets = experiment_->targets.view();
  return model_->evaluate(experiment_->data.x.view().middle_rows(row, 1), targets.middle_rows(row, 1));
}

const Matrix& Lens::validation(Index count) {
  const Matrix& x = experiment_->data.x;
  looked_at_ = std::min({count, most_pictures, x.rows - first_validation_});
  if (shown_ && (validated_ != version_ || validation_.rows != looked_at_)) predict_validation(looked_at_);
  return validation_;
}

void Lens::predict_validation(Index count) {
  validated_ = version_;
  validation_ = model_->predict(experiment_->data.x.view().middle_rows(first_validation_, count));
}

const Predictions& Lens::predictions(int layer, bool training, const std::function<double()>& now_ms) {
  const bool others = predictions_.data != experiment_ || predictions_.layer != layer;
  if (!others && (predictions_.of == version_ || (training && now_ms() < next_predictions_))) return predictions_;
  const double start = now_ms();
  const Matrix& x = experiment_->data.x;
  predictions_.of = version_;
  predictions_.data = experiment_;
  predictions_.layer = layer;
  const Index multiplications = training ? 60'000'000 : 250'000'000;
  const Index rows = std::clamp<Index>(multiplications / std::max<Index>(model_->count_params(), 1), 64, x.rows);
  predictions_.stride = (x.rows + rows - 1) / rows;
  const Index count = (x.rows + predictions_.stride - 1) / predictions_.stride;
  if (predictions_.stride == 1) {
    predictions_.out = predict(x.view(), layer);
  } else {
    Matrix some(count, x.cols);
    for (Index r = 0; r < count; ++r) std::copy_n(x.view().row(r * predictions_.stride), x.cols, some.view().row(r));
    predictions_.out = predict(some.view(), layer);
  }
  next_predictions_ = now_ms() + 5 * (now_ms() - start);
  return predictions_;
}

}  // namespace chainrule
