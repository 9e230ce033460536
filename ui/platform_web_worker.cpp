// SPDX-License-Identifier: MIT
// Training in a Web Worker, seen from the page: platform_web_worker.js has the Worker.
#include <emscripten.h>

#include <cstdlib>
#include <functional>
#include <utility>

#include "platform.hpp"
#include "trainer.hpp"

// clang-format off
EM_JS(bool, page_open_training, (), { return Training.open(); });
EM_JS(void, page_send_training, (const char* bytes, int size), { Training.send(HEAPU8.slice(bytes, bytes + size)); });
// clang-format on

namespace chainrule::platform {
namespace {

// There is one Worker, as there is one page.
std::function<void(std::string_view)> received;
std::function<void()> failed;

class Worker : public Channel {
 public:
  bool open(std::function<void(std::string_view)> when_received, std::function<void()> when_failed) override {
    received = std::move(when_received);
    failed = std::move(when_failed);
    return page_open_training();
  }
  void send(std::string message) override { page_send_training(message.data(), static_cast<int>(message.size())); }
};

}  // namespace

std::unique_ptr<Channel> training_channel() { return std::make_unique<Worker>(); }

}  // namespace chainrule::platform

using namespace chainrule::platform;

extern "C" {

// The callee frees `bytes`.
EMSCRIPTEN_KEEPALIVE void chainrule_trained(char* bytes, int size) {
  received({bytes, static_cast<std::size_t>(size)});
  std::free(bytes);
}

EMSCRIPTEN_KEEPALIVE void chainrule_training_lost() { failed(); }

}  // extern "C"
