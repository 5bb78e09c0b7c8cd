// Little-endian numbers in and out of byte buffers, bounds checked. Used by the weights file and
// the training checkpoint.
#ifndef ZIFFER_CORE_NN_BYTE_STREAM_H_
#define ZIFFER_CORE_NN_BYTE_STREAM_H_

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ziffer {

static_assert(std::endian::native == std::endian::little, "files are read by copying bytes");

// Reads until the first overrun; then ok() is false and every further value is zero or empty.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  std::size_t remaining() const { return rest_.size(); }

  template <typename T>
  T number() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    const std::span<const std::uint8_t> bytes = take(sizeof(T));
    if (ok_) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }

  std::string text() {
    const std::span<const std::uint8_t> bytes = take(number<std::uint16_t>());
    return {bytes.begin(), bytes.end()};
  }

  // Nothing is allocated unless the bytes are there.
  template <typename T>
  std::vector<T> numbers(std::uint64_t count) {
    if (count > rest_.size() / sizeof(T)) {
      ok_ = false;
      return {};
    }
    std::vector<T> values(static_cast<std::size_t>(count));
    const std::span<const std::uint8_t> bytes = take(values.size() * sizeof(T));
    if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }

 private:
  std::span<const std::uint8_t> take(std::size_t count) {
    if (!ok_ || count > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::span<const std::uint8_t> taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  std::span<const std::uint8_t> rest_;
  bool ok_ = true;
};

class ByteWriter {
 public:
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    numbers(std::span<const T>(&value, 1));
  }

  void text(std::string_view value) {
    number(static_cast<std::uint16_t>(value.size()));
    numbers(std::span(value.data(), value.size()));
  }

  template <typename T>
  void numbers(std::span<const T> values) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
    bytes_.insert(bytes_.end(), first, first + values.size_bytes());
  }

  std::span<const std::uint8_t> bytes() const { return bytes_; }
  std::vector<std::uint8_t> release() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_BYTE_STREAM_H_
