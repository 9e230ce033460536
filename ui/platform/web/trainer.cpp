// SPDX-License-Identifier: MIT
// trainer.wasm: the training side in a Web Worker, without any front end. trainer.js runs it.
#include <emscripten.h>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <string_view>

#include "ui/training/remote.hpp"

EM_JS(void, worker_lost, (), { Loop.lost(); });

namespace {

chainrule::TrainerHost host;

/// Does `action`; what it throws is the end of this Worker, and the page trains by itself.
template <class Action>
auto at_edge(Action action) -> decltype(action()) {
  try {
    return action();
  } catch (const std::exception&) { worker_lost(); }
  return decltype(action())();
}

}  // namespace

extern "C" {

// The callee frees `bytes`.
EMSCRIPTEN_KEEPALIVE void trainer_receive(char* bytes, std::size_t size) {
  at_edge([&] { host.receive({bytes, size}); });
  std::free(bytes);
}

/// Milliseconds until it wants to go on, below 0: not before a message.
EMSCRIPTEN_KEEPALIVE double trainer_pump(double milliseconds) {
  return at_edge([&] { return host.pump(milliseconds); });
}

/// What is to be sent: its size, and where it lies; 0 when nothing is.
EMSCRIPTEN_KEEPALIVE std::size_t trainer_answer() {
  return at_edge([&] { return host.answer().size(); });
}
EMSCRIPTEN_KEEPALIVE const char* trainer_bytes() { return host.bytes().data(); }

}  // extern "C"
