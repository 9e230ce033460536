// SPDX-License-Identifier: MIT
// QR codes on the desktop.
#include <qrcodegen/qrcodegen.hpp>

#include "platform.hpp"

namespace chainrule::platform {

std::string page_address() { return {}; }

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
