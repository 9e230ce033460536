// SPDX-License-Identifier: MIT
#include "engine/io/read_result.hpp"

#include "engine/document/experiment.hpp"

namespace chainrule {

Document completed(const ReadResult& read, const DataSet& data) {
  Document document = read.document;
  if (!read.has("data")) return document;
  Document fitting = document;
  fit_output_to_data(fitting, data);
  if (!read.has("layers")) document.layers = fitting.layers;
  if (!read.has("loss")) document.compile.loss = fitting.compile.loss;
  if (!read.has("metrics")) document.compile.metrics = fitting.compile.metrics;
  return document;
}

}  // namespace chainrule
