// SPDX-License-Identifier: MIT
// The network's numbers and words.
#include "engine/base/text.hpp"
#include "ui/app/app.hpp"
#include "ui/panels/network/parts.hpp"

#include <algorithm>
#include <cmath>

namespace chainrule {

std::span<const float> network_numbers(App& app) {
  if (app.watched() == Watched::weights) return network_weights(app);
  if (app.past()) return {};  // nobody kept those of earlier epochs
  const Snapshot& s = app.snapshot();
  const std::vector<float>& values = app.watched() == Watched::gradients ? s.gradients : s.updates;
  const bool known = values.size() == app.lens().model().weights().size();
  return known ? std::span<const float>(values) : std::span<const float>();
}

std::string_view watched_word(Watched watched) {
  constexpr std::string_view words[] = {"Weight", "Gradient", "Update"};
  return words[static_cast<std::size_t>(watched)];
}

float largest_of(const float* values, Index count) {
  constexpr Index most = 16384;
  const Index step = std::max<Index>(1, count / most);
  float largest = 1e-12f;
  for (Index i = 0; i < count; i += step) largest = std::max(largest, std::abs(values[i]));
  return largest;
}

Kernel kernel_of(App& app, std::size_t layer, std::span<const float> values) {
  const Layer& l = *app.lens().model().layers()[layer];
  if (l.tensors().empty() || l.tensors()[0].vector) return {};
  Kernel kernel{&l.tensors()[0], values, 1e-12f};
  if (!values.empty()) kernel.largest = largest_of(values.data() + kernel.tensor->offset, kernel.tensor->size());
  return kernel;
}

bool is_bundle(App& app, std::size_t layer) { return app.experiment()->data.pixels() && layer == 0; }

std::string unit_words(App& app, std::size_t column, Index unit) {
  if (column == 0) return unit_name(app, 0, unit);
  const Layer& layer = *app.lens().model().layers()[column - 1];
  std::string words = unit_name(app, column, unit) + ": " + std::string(layer.activation().name);
  if (const Tensor* bias = bias_of(layer))
    words += ", bias " + short_number(network_weights(app)[static_cast<std::size_t>(bias->offset + unit)]);
  const auto& sample = app.lens().sample_activations();
  if (!app.heatmaps().plane() && sample.size() >= column && unit < sample[column - 1].cols)
    words += ", output " + short_number(sample[column - 1](0, unit)) + " for the picture shown";
  return words;
}

void publish_weights(App& app, const NetworkLayout& layout) {
  const Sequential& model = app.lens().model();
  const auto values = network_numbers(app);
  if (values.empty()) return;
  const std::string title =
      app.watched() == Watched::weights ? "Weights of " : std::string(watched_word(app.watched())) + "s of ";
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const Layer& layer = *model.layers()[l];
    if (!layout.visible(l + 1) || !kernel_of(app, l, values).tensor || layer.inputs() > 16 || layer.arguments() > 16)
      continue;
    MirrorItem item;
    item.role = Role::table;
    item.name = title + layer.spec().name;
    item.id = ImGui::GetID(item.name.c_str());
    item.width = item.height = 1;
    item.rows.push_back({"to"});
    for (Index i = 0; i < layer.inputs(); ++i)
      item.rows[0].push_back("from " + (is_bundle(app, l) ? "pixel " + std::to_string(i + 1) : unit_name(app, l, i)));
    if (layer.tensors().size() > 1) item.rows[0].push_back(layer.tensors()[1].name);
    for (Index u = 0; u < layer.arguments(); ++u) {
      std::vector<std::string> row{"unit " + std::to_string(u + 1)};
      for (const Tensor& t : layer.tensors())
        for (Index i = 0; i < t.rows; ++i)
          row.push_back(short_number(values[static_cast<std::size_t>(t.offset + i * t.cols + u)]));
      item.rows.push_back(std::move(row));
    }
    app.ui.mirror.add(std::move(item));
  }
}

}  // namespace chainrule
