// Result<T>: a value or a named Error. The core has no exceptions (they cost the
// WebAssembly module 12 KB), so every function that can meet hostile bytes returns one.
#ifndef ZIFFER_CORE_RESULT_H_
#define ZIFFER_CORE_RESULT_H_

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace ziffer {

enum class ErrorCode {
  kEmptyInput,         // no bytes at all
  kUnsupportedFormat,  // neither PNG nor JPEG by its first bytes
  kCorruptImage,       // PNG or JPEG, but damaged or cut short
  kImageTooLarge,      // more pixels than kMaxPixels or a side above kMaxSide
  kImageTooSmall,      // a side below kMinSide
  kNoInk,              // decoded, but nothing on it stands out from the paper
  kInvalidArgument,    // an argument outside its documented range
  kCorruptWeights,     // a weights file that is damaged, cut short or does not match the network
  kSelfTestFailed,     // the weights are intact, but this machine computes other outputs with them
  kCorruptDataset,     // an IDX file with a wrong magic number, count or length
};

// The code's stable name in snake_case, as the CLI and the page print it ("no_ink").
constexpr std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kEmptyInput:
      return "empty_input";
    case ErrorCode::kUnsupportedFormat:
      return "unsupported_format";
    case ErrorCode::kCorruptImage:
      return "corrupt_image";
    case ErrorCode::kImageTooLarge:
      return "image_too_large";
    case ErrorCode::kImageTooSmall:
      return "image_too_small";
    case ErrorCode::kNoInk:
      return "no_ink";
    case ErrorCode::kInvalidArgument:
      return "invalid_argument";
    case ErrorCode::kCorruptWeights:
      return "corrupt_weights";
    case ErrorCode::kSelfTestFailed:
      return "self_test_failed";
    case ErrorCode::kCorruptDataset:
      return "corrupt_dataset";
  }
  return "unknown";
}

struct Error {
  ErrorCode code;
  std::string message;  // one sentence for people, without a file name
};

template <typename T>
class Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  explicit operator bool() const { return state_.index() == 0; }

  T& value() & { return *checked(std::get_if<0>(&state_)); }
  const T& value() const& { return *checked(std::get_if<0>(&state_)); }
  T&& value() && { return std::move(*checked(std::get_if<0>(&state_))); }
  const Error& error() const { return *checked(std::get_if<1>(&state_)); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  template <typename P>
  static P* checked(P* pointer) {
    assert(pointer != nullptr);  // asked for the side that is not there: a programmer's error
    return pointer;
  }

  std::variant<T, Error> state_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_RESULT_H_
