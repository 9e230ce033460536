// SPDX-License-Identifier: MIT
// Training in a Web Worker, seen from the page: worker.js has the Worker.
#include <emscripten.h>

#include <cstdlib>
#include <functional>
#include <utility>

#include "ui/platform/web/page.hpp"
#include "ui/training/channel.hpp"
#include "ui/training/trainer.hpp"

// clang-format off
EM_JS(bool, page_open_training, (), { return Training.open(); });
EM_JS(void, page_send_training, (const char* bytes, int size), { Training.send(HEAPU8.slice(bytes, bytes + size)); });
// clang-format on

namespace chainrule::platform {
namespace {

// There is one Worker, as there is one page.
std::function<void(std::string_view)> received;
std::function<void()> failed;

// What has come lies in one place, over and over: fresh memory for every message would cost more than the message.
char* room = nullptr;
std::size_t room_size = 0;

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

/// Where the next message is to be put; null when there is no room for so many bytes.
EMSCRIPTEN_KEEPALIVE char* chainrule_training_room(std::size_t size) {
  if (size > room_size) {
    std::free(room);
    room = static_cast<char*>(std::malloc(size));
    room_size = room ? size : 0;
  }
  return room;
}

EMSCRIPTEN_KEEPALIVE void chainrule_trained(std::size_t size) {
  web::at_edge([&] { received({room, size}); });
}

EMSCRIPTEN_KEEPALIVE void chainrule_training_lost() { web::at_edge(failed); }

}  // extern "C"
