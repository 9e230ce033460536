// SPDX-License-Identifier: MIT
// The layouts of Keras 2.2 (a table of lines, 65 wide) and Keras 3 (a table of boxes, 75 wide).
#include "engine/summary.hpp"

#include <algorithm>
#include <cstdio>

#include "engine/sequential.hpp"

namespace chainrule {
namespace {

std::string with_commas(Index n) {
  std::string text = std::to_string(n);
  for (auto at = static_cast<Index>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

struct Row {
  std::string layer, shape, params;
};

std::vector<Row> rows_of(const Sequential& model) {
  std::vector<Row> rows;
  for (const auto& layer : model.layers()) {
    const LayerSpec& spec = layer->spec();
    const auto title = std::string(find(layer_kinds(), "layer", spec.kind).title);
    rows.push_back({spec.name + " (" + title + ")",
                    model.built() ? "(None, " + std::to_string(layer->outputs()) + ")" : "?",
                    model.built() ? with_commas(layer->parameter_count()) : "?"});
  }
  return rows;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(width, ' ');
  return text;
}

std::string keras2(const std::vector<Row>& rows, Index total, Index trainable) {
  const std::string thin(65, '_'), thick(65, '=');
  const auto line = [](const Row& r) {                                               // columns end at 29, 55, 65
    return padded(padded(r.layer, 28) + " " + r.shape, 54) + " " + r.params + "\n";  // long names are cut
  };
  std::string out = thin + "\n" + line({"Layer (type)", "Output Shape", "Param #"}) + thick + "\n";
  for (std::size_t i = 0; i < rows.size(); ++i) out += line(rows[i]) + (i + 1 == rows.size() ? thick : thin) + "\n";
  return out + "Total params: " + with_commas(total) + "\nTrainable params: " + with_commas(trainable) +
         "\nNon-trainable params: " + with_commas(total - trainable) + "\n" + thin + "\n";
}

std::string repeated(const char* sign, int count) {
  std::string out;
  while (count-- > 0) out += sign;
  return out;
}

std::string bytes(Index params) {
  const double size = 4.0 * static_cast<double>(params);
  char text[48];
  if (size < 1024) std::snprintf(text, sizeof text, "%.2f B", size);
  else if (size < 1024 * 1024) std::snprintf(text, sizeof text, "%.2f KB", size / 1024);
  else std::snprintf(text, sizeof text, "%.2f MB", size / (1024 * 1024));
  return text;
}

/// Keras 3's tables go on in the next line where a cell is too long, with words whole where they fit.
std::vector<Row> broken(Row row, std::size_t width) {
  std::vector<Row> lines;
  while (row.layer.size() > width) {
    const auto blank = row.layer.rfind(' ', width);
    const std::size_t cut = blank == std::string::npos ? width : blank;
    lines.push_back({row.layer.substr(0, cut), row.shape, row.params});
    row = {row.layer.substr(cut + (blank != std::string::npos)), "", ""};
  }
  lines.push_back(row);
  return lines;
}

/// `optimizer` are the numbers that the optimizer keeps, or -1 as long as it has not been used.
std::string keras3(const std::string& name, const std::vector<Row>& rows, Index total, Index trainable,
                   Index optimizer) {
  constexpr int widths[] = {31, 22, 13};
  const auto rule = [&](const char* left, const char* line, const char* cross, const char* right) {
    return left + repeated(line, widths[0] + 2) + cross + repeated(line, widths[1] + 2) + cross +
           repeated(line, widths[2] + 2) + right + "\n";
  };
  const auto cells = [&](const Row& row, const std::string& bar) {
    std::string text;
    for (const Row& r : broken(row, static_cast<std::size_t>(widths[0]))) {
      std::string params = r.params;
      params.insert(0, static_cast<std::size_t>(std::max(0, widths[2] - static_cast<int>(params.size()))), ' ');
      text += bar + " " + padded(r.layer, 31) + " " + bar + " " + padded(r.shape, 22) + " " + bar + " " + params + " " +
              bar + "\n";
    }
    return text;
  };
  std::string out = "Model: \"" + name + "\"\n" + rule("┏", "━", "┳", "┓") +
                    cells({"Layer (type)", "Output Shape", "Param #"}, "┃") + rule("┡", "━", "╇", "┩");
  for (std::size_t i = 0; i < rows.size(); ++i)
    out += cells(rows[i], "│") + (i + 1 == rows.size() ? rule("└", "─", "┴", "┘") : rule("├", "─", "┼", "┤"));
  const auto total_line = [](const char* what, Index n) {
    return " " + std::string(what) + ": " + with_commas(n) + " (" + bytes(n) + ")\n";
  };
  out += total_line("Total params", total + std::max<Index>(optimizer, 0)) + total_line("Trainable params", trainable) +
         total_line("Non-trainable params", total - trainable);
  return optimizer < 0 ? out : out + total_line("Optimizer params", optimizer);
}

/// Keras 3's count of what an optimizer keeps: its steps, its rate (unless a schedule gives it), Nadam's product of
/// momenta, and a number for each slot of each weight that trains.
Index optimizer_numbers(const Sequential& model, Index trainable) {
  if (model.iterations() == 0) return -1;
  Index count = 1 + (model.updater().schedule().name == "constant") + (model.optimizer().name == "nadam");
  for (const Buffer& slot : model.slots()) count += slot.size() > 0 ? trainable : 0;
  return count;
}

}  // namespace

std::string summary_of(const Sequential& model) {
  Index trainable = 0;
  for (const auto& layer : model.layers()) trainable += layer->trainable_count();
  const auto rows = rows_of(model);
  return model.dialect() == Dialect::keras2
             ? keras2(rows, model.count_params(), trainable)
             : keras3(model.name(), rows, model.count_params(), trainable, optimizer_numbers(model, trainable));
}

}  // namespace chainrule
