// Weights files from hostile bytes. The checksum is mended first, or nothing behind it would ever
// be reached.
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/nn/weights_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::uint8_t> bytes(data, data + size);
  if (bytes.size() >= 12) {
    const std::uint32_t checksum = ziffer::crc32(std::span<const std::uint8_t>(bytes).subspan(12));
    std::memcpy(bytes.data() + 8, &checksum, sizeof(checksum));
  }
  ziffer::Result<ziffer::WeightsFile> file = ziffer::parse_weights(bytes);
  if (file) (void)ziffer::checked_predictor(std::move(file).value());
  return 0;
}
