// SPDX-License-Identifier: MIT
// Everything that is read or written grows linearly with its size: the time of each reader and writer for 1, 10 and 100
// MB, or as far as it goes. The column "order" is how time grows from one size to ten times that: 1 is linear, 2
// quadratic.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "engine/io/history_csv.hpp"
#include "engine/data/csv.hpp"
#include "engine/data/idx.hpp"
#include "engine/document/experiment.hpp"
#include "engine/io/json.hpp"
#include "engine/io/link.hpp"
#include "engine/io/model_json.hpp"
#include "engine/keras/code.hpp"
#include "engine/sequential.hpp"

namespace {

using namespace chainrule;

double seconds(const std::function<void()>& action) {
  const auto start = std::chrono::steady_clock::now();
  try {
    action();
  } catch (const Error&) {  // a refusal is an answer too
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string repeated(const std::string& head, const std::function<std::string(std::size_t)>& piece, std::size_t bytes,
                     const std::string& tail) {
  std::string text = head;
  for (std::size_t i = 0; text.size() + tail.size() < bytes; ++i)
    text += (i > 0 && head.back() != '\n' ? "," : "") + piece(i);
  return text + tail;
}

std::string number(std::size_t i) { return std::to_string(0.001 * static_cast<double>(i % 9973) + 1e-5); }

struct Case {
  const char* name;
  double most;  ///< MB
  std::function<std::function<void()>(std::size_t bytes)> make;
};

template <class Read>
Case reading(const char* name, double most, const std::string& head, std::function<std::string(std::size_t)> piece,
             const std::string& tail, Read read) {
  return {name, most, [=](std::size_t bytes) {
            const std::string text = repeated(head, piece, bytes, tail);
            return [text, read] { read(text); };
          }};
}

Sequential model_of(std::size_t bytes) {  // about 12 bytes a weight
  Sequential model;
  const auto units = static_cast<Index>(std::min(3100.0, std::sqrt(static_cast<double>(bytes) / 12)));
  LayerSpec layer;
  layer.units = units;
  layer.input_dim = units;
  model.add(layer);
  return model;
}

std::vector<Case> cases() {
  const auto json = [](const std::string& text) { read_json(text); };
  const auto model = [](const std::string& text) { read_model(text); };
  const auto csv = [](const std::string& text) { prepare(read_csv(text), {}, 1, 0.7); };
  const auto link = [](const std::string& text) { write_link(read_link(text).document); };
  const std::string m = R"({"chainrule_model":1,"dialect":"keras3","seed":1,"inputs":2,)";
  return {
      reading(
          "JSON, unknown numbers", 100, "{", [](std::size_t i) { return "\"u" + std::to_string(i) + "\":1"; }, "}",
          json),
      reading(
          "JSON, unknown objects in lists", 100, "{\"u\":[", [](std::size_t) { return "{\"a\":[1,2]}"; }, "]}", json),
      reading(
          "JSON, layers", 100, "{\"layers\":[", [](std::size_t) { return R"({"kind":"dense","units":2})"; }, "]}",
          json),
      reading(
          "JSON, layers as text", 100, "{\"layers\":\"dense:1", [](std::size_t) { return "dense:2:tanh"; }, "\"}",
          json),
      reading("JSON, weights", 100, "{\"weights\":[", number, "]}", json),
      reading("JSON, history", 100, "{\"history\":{\"loss\":[", number, "]}}", json),
      reading(
          "JSON, one long text", 100, "{\"target\":\"", [](std::size_t) { return "\\u00e4\\\\"; }, "\"}", json),
      reading(
          "JSON, open brackets", 100, "{\"u\":", [](std::size_t) { return "[{"; }, "", json),
      reading(
          "JSON, a table in it", 100, "{\"data\":\"csv\",\"csv\":\"a", [](std::size_t) { return "b\\n1"; }, "\"}",
          json),
      reading(
          "model, layers", 100, m + "\"layers\":[", [](std::size_t) { return "\"dense:2\""; }, "]}", model),
      reading(
          "model, unknown members", 100, m + "\"layers\":[],\"u\":1",
          [](std::size_t i) { return "\"u" + std::to_string(i) + "\":{}"; }, "}", model),
      reading("model, weights", 100, m + "\"layers\":[\"dense:1\"],\"weights\":[", number, "]}", model),
      reading(
          "CSV, rows", 100, "a,b,c,y\n",
          [](std::size_t i) { return number(i) + ",2.5,-1e3," + std::to_string(i % 3) + "\n"; }, "", csv),
      reading(
          "CSV, words", 100, "a,b,y\n",
          [](std::size_t i) { return "w" + std::to_string(i) + ",x,c" + std::to_string(i % 3) + "\n"; }, "", csv),
      reading(
          "CSV, columns", 100, "a", [](std::size_t i) { return "c" + std::to_string(i); }, "\n", csv),
      reading(
          "CSV, an open quote", 100, "a,b\n\"", [](std::size_t) { return "x,\n"; }, "", csv),
      reading(
          "link, layers", 0.064, "layers=dense:1", [](std::size_t) { return "dense:2:tanh"; }, "", link),
      reading(
          "link, unknown keys", 0.064, "data=xor&a=1", [](std::size_t i) { return "&k" + std::to_string(i) + "=%41"; },
          "", link),
      reading(
          "link, weights", 0.064, "weights=eN", [](std::size_t) { return "AAAA"; }, "", link),
      {"model, written", 100,
       [](std::size_t bytes) {
         return [made = std::make_shared<Sequential>(model_of(bytes))] { write_model(*made); };
       }},
      {"experiment with weights, written", 100,
       [](std::size_t bytes) {
         Trained trained;
         for (std::size_t i = 0; i < bytes / 12; ++i)
           trained.weights.push_back(static_cast<float>(std::sin(static_cast<double>(i))));
         return [trained] { write_json(default_document(), &trained); };
       }},
      {"history as CSV, written", 10,
       [](std::size_t bytes) {
         History history;
         history.keys = {"loss", "val_loss"};
         history.values.resize(2);
         for (std::size_t i = 0; i < bytes / 50; ++i)
           history.values[0].push_back(std::sin(static_cast<double>(i))), history.values[1].push_back(0.5);
         return [history] { write_history_csv(history); };
       }},
  };
}

}  // namespace

int main(int count, char** arguments) {
  const double most = count > 1 ? std::atof(arguments[1]) : 100;
  std::printf("%-36s %10s %10s %10s   order\n", "seconds for", "most/100", "most/10", "most");
  for (const Case& c : cases()) {
    const double size = std::min(c.most, most) * 1e6;
    double took[3];
    for (int i = 0; i < 3; ++i) took[i] = seconds(c.make(static_cast<std::size_t>(size * std::pow(10.0, i - 2))));
    std::printf("%-36s %10.4f %10.4f %10.4f   %.2f  (%g MB)\n", c.name, took[0], took[1], took[2],
                std::log10(std::max(took[2], 1e-6) / std::max(took[1], 1e-6)), size / 1e6);
    std::fflush(stdout);
  }
}
