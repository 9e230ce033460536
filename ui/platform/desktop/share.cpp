// SPDX-License-Identifier: MIT
// What sharing needs, on the desktop: QR codes, and no page.
#include <qrcodegen/qrcodegen.hpp>

#include <exception>

#include "ui/platform/platform.hpp"

namespace chainrule::platform {

std::string page_address() { return {}; }
bool open_page(const std::string&) { return false; }
bool has_site() { return false; }
void open_site(std::string_view) {}

void qr_code(const std::string& text, std::function<void(const std::string& modules, const std::string& error)> done) {
  try {
    const auto code = qrcodegen::QrCode::encodeBinary({text.begin(), text.end()}, qrcodegen::QrCode::Ecc::LOW);
    std::string modules;
    for (int y = 0; y < code.getSize(); ++y)
      for (int x = 0; x < code.getSize(); ++x) modules += code.getModule(x, y) ? '1' : '0';
    done(modules, "");
  } catch (const std::exception&) {
    done("", "This link is too long for a QR code: without weights it may fit, or save a file.");
  }
}

}  // namespace chainrule::platform
