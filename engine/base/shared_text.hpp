#pragma once
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace chainrule {

/// A text that nobody changes: copies share it, however long it is.
class SharedText {
 public:
  SharedText() : SharedText(std::string()) {}
  SharedText(std::string text) : text_(std::make_shared<const std::string>(std::move(text))) {}
  SharedText(std::string_view text) : SharedText(std::string(text)) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}
  /// `text` is not nullptr.
  SharedText(std::shared_ptr<const std::string> text) : text_(std::move(text)) {}
  // What is moved from stays a text.
  SharedText(const SharedText&) = default;
  SharedText& operator=(const SharedText&) = default;
  ~SharedText() = default;

  const std::string& str() const { return *text_; }
  const std::shared_ptr<const std::string>& shared() const { return text_; }
  operator std::string_view() const { return *text_; }
  bool empty() const { return text_->empty(); }
  std::size_t size() const { return text_->size(); }
  void clear() { *this = SharedText(); }
  bool operator==(const SharedText& other) const { return text_ == other.text_ || *text_ == *other.text_; }

 private:
  std::shared_ptr<const std::string> text_;  // never nullptr
};

}  // namespace chainrule
