#pragma once
// SPDX-License-Identifier: MIT
// Pieces<T>: long work that can be done a piece at a time, so that a window goes on being drawn in between.
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace chainrule {

/// A coroutine that makes a T. It says with co_yield how much of it is done, from 0 to 1, often enough that a piece
/// takes a few milliseconds at most, and ends with co_return. Arguments that are references or views must outlive it.
template <class T>
class Pieces {
 public:
  class promise_type {
   public:
    Pieces get_return_object() { return Pieces(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(double share) noexcept {
      done_ = share;
      return {};
    }
    void return_value(T value) { result_ = std::move(value); }
    void unhandled_exception() { error_ = std::current_exception(); }

   private:
    friend Pieces;
    double done_ = 0;
    std::optional<T> result_;
    std::exception_ptr error_;
  };

  Pieces(Pieces&& other) noexcept : work_(std::exchange(other.work_, nullptr)) {}
  Pieces& operator=(Pieces&& other) noexcept {
    std::swap(work_, other.work_);
    return *this;
  }
  ~Pieces() {
    if (work_) work_.destroy();
  }

  /// Does the next piece; false when all is done. Throws what the work throws, and is at its end then.
  bool go_on() {
    if (work_.done()) return false;
    work_.resume();
    if (auto error = std::exchange(work_.promise().error_, nullptr)) std::rethrow_exception(error);
    return !work_.done();
  }
  double done() const { return work_.promise().done_; }
  /// Does the rest of it at once. Once, for the result moves out.
  T finish() {
    while (go_on()) {}
    return std::move(*work_.promise().result_);
  }

 private:
  explicit Pieces(std::coroutine_handle<promise_type> work) : work_(work) {}
  std::coroutine_handle<promise_type> work_;
};

}  // namespace chainrule
