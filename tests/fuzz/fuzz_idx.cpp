// IDX pairs from hostile bytes: the first two say where the labels start.
#include <algorithm>
#include <cstdint>
#include <span>

#include "core/train/idx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::span<const std::uint8_t> bytes(data + 2, size - 2);
  const std::size_t split = std::min<std::size_t>(bytes.size(), data[0] | data[1] << 8);
  const auto parsed = ziffer::parse_idx(bytes.first(split), bytes.subspan(split));
  if (parsed) (void)ziffer::plain_ink(parsed->back());
  return 0;
}
