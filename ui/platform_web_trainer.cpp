// SPDX-License-Identifier: MIT
// trainer.wasm: the training side in a Web Worker, without any front end. platform_web_trainer.js runs it.
#include <emscripten.h>

#include <cstddef>
#include <cstdlib>
#include <string_view>

#include "trainer_remote.hpp"

namespace {
chainrule::TrainerHost host;
}  // namespace

extern "C" {

// The callee frees `bytes`.
EMSCRIPTEN_KEEPALIVE void trainer_receive(char* bytes, std::size_t size) {
  host.receive({bytes, size});
  std::free(bytes);
}

/// Milliseconds until it wants to go on, below 0: not before a message.
EMSCRIPTEN_KEEPALIVE double trainer_pump(double milliseconds) { return host.pump(milliseconds); }

/// What is to be sent: its size, and where it lies; 0 when nothing is.
EMSCRIPTEN_KEEPALIVE std::size_t trainer_answer() { return host.answer().size(); }
EMSCRIPTEN_KEEPALIVE const char* trainer_bytes() { return host.bytes().data(); }

}  // extern "C"
