// SPDX-License-Identifier: MIT
// The whole way of what comes from outside: a link, a JSON file or a table becomes data, a model, two epochs, the film
// of a step, every view of the output, and a link, a file and programs again. The first byte says which of the three it
// is.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "engine/io/json.hpp"
#include "engine/io/link.hpp"
#include "engine/keras/code.hpp"
#include "tests/fuzz/driver.hpp"
#include "tests/ui/window.hpp"

namespace {

using namespace chainrule;

/// Small enough for many inputs a second; the rest of the targets try the large ones.
bool make_small(Document& d) {
  d.samples = std::min<Index>(d.samples, 24);
  d.fit.epochs = 2;
  Index units = 0;
  for (const LayerSpec& layer : d.layers) units += layer.units;
  return units <= 40 && d.layers.size() <= 8 && d.data != "mnist" && d.data != "digits";
}

/// What no input may lead to.
void must(bool good, const std::string& what) {
  if (good) return;
  std::cerr << what << std::endl;
  std::abort();
}

void look(Window& window) {
  window.frames();
  must(window.fault.empty(), window.fault);
}

void walk(Window& window) {
  App& app = window.app();
  for (int epoch = 0; epoch < 2; ++epoch) {
    app.step(Gear::epoch);
    look(window);
  }
  for (int view = 0; view < 5; ++view) {
    app.output.view = view;
    look(window);
  }
  app.open_film();
  for (int step = 0; step < 6; ++step) {
    app.step(step % 2 == 0 ? Gear::phase : Gear::number);
    look(window);
  }
  app.save_experiment();
  look(window);
  const Document d = app.document();
  must(read_link(write_link(d)).document == read_link(write_link(read_link(write_link(d)).document)).document,
       "a link that changes when it is written again");
  read_json(window.saved);
  write_keras_code(d);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  static Window window(Trainer::Mode::slices, {640, 480});  // making one takes longer than using it
  App& app = window.app();
  app.start_afresh();
  app.notices.clear();
  app.import.reset();
  if (data[0] % 3 == 2) {
    app.open_file("table.csv", text);
    look(window);
    if (app.import) app.import_data();
    look(window);
  } else {
    ReadResult read;
    try {
      read = data[0] % 3 == 0 ? read_link(text) : read_json(text);
    } catch (const Error&) { return 0; }
    if (!make_small(read.document)) return 0;
    app.open_file("experiment.json", write_json(read.document));
    look(window);
  }
  Document small = app.document();
  if (!make_small(small)) return 0;
  app.change([small](Document& d) { d = small; });
  walk(window);
  return 0;
}

CHAINRULE_FUZZ_MAIN(
    (std::vector<std::string>{
        "0data=spiral&layers=dense:3:tanh,dropout:0.3,dense:1:sigmoid&optimizer=adam:learning_rate=0.1&scene=backprop",
        "0data=sheet&sheet=0.05:0.1/0.01:0.99;1:2/"
        "3:4&layers=dense:2:relu,dense:2&loss=mse&metrics=r2,mae&validation_split=0&scene=metrics",
        "0data=clusters:classes=4&layers=rbf:3,batch_normalization,dense:4:softmax&metrics=auc,f1&dialect=keras2&scene="
        "chain",
        "0data=bump&layers=dense:4:exponential,dense:1&loss=huber&learning_rate_schedule=cosine_decay&hide=data",
        "1{\"data\":\"points\",\"points\":\"-1:0.5:0;1:-0.5:1;0:2:2\",\"layers\":[{\"kind\":\"dense\",\"units\":3,"
        "\"activation\":\"softmax\"}],\"callbacks\":\"early_stopping\"}",
        "2a,b,species\n1,2.5,cat\n-3,1e5,dog\n4,,cat\n2,2,dog\n", "2x;y\n1,5;2\n3;4,5\n1e38;-3e38\n"}),
    "&=:,%#+0123456789.-e\\_ {}[]\";\n", 400)
