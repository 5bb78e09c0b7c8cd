// Writes values as MessagePack (msgpack.org, specification of 2013): the forms that answers need,
// each in one size, so that the reader in recognizer.js stays small.
#ifndef ZIFFER_WASM_MESSAGE_PACK_H_
#define ZIFFER_WASM_MESSAGE_PACK_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ziffer {

class MessagePack {
 public:
  // A map is followed by that many pairs of key() and value, an array by that many values.
  void map(std::size_t pairs) { header(0xDE, 2, pairs); }
  void array(std::size_t values) { header(0xDC, 2, values); }
  void key(std::string_view name) { text(name); }

  void number(int value) { header(0xD2, 4, static_cast<std::uint32_t>(value)); }
  void number(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    header(0xCA, 4, bits);
  }
  void text(std::string_view value) {  // UTF-8, at most 65535 bytes
    header(0xDA, 2, value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  void bytes(std::span<const std::uint8_t> value) {
    header(0xC6, 4, value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }

  std::vector<std::uint8_t> release() { return std::move(bytes_); }

 private:
  // The form's tag, then a number of that many bytes, big-endian.
  void header(std::uint8_t tag, int size, std::size_t value) {
    bytes_.push_back(tag);
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
  }

  std::vector<std::uint8_t> bytes_;
};

}  // namespace ziffer

#endif  // ZIFFER_WASM_MESSAGE_PACK_H_
