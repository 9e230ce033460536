// SPDX-License-Identifier: MIT
#include "ui/session/loader.hpp"

#include <utility>

namespace chainrule {

void Loader::fetch(const BundledData& bundled, std::uint64_t ask,
                   std::function<void(const std::string& bytes, const std::string& error)> use) {
  loading_ = true;
  const auto done = [this, use = std::move(use), ask](const std::string& bytes, const std::string& error) {
    if (ask != asked_) return;
    this->ask();  // rows for an edit of what goes now come too late
    use(bytes, error);
  };
  services_.load_asset(bundled.file, [this, done, labels = bundled.labels](std::string bytes, std::string error) {
    if (labels.empty() || !error.empty()) return done(bytes, error);
    services_.load_asset(labels, [done, images = std::move(bytes)](std::string more, std::string trouble) {
      done(images + more, trouble);  // make_data() takes them apart again
    });
  });
}

}  // namespace chainrule
