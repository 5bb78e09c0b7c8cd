// IDX, the file format of MNIST: images (magic 0x00000803: count, rows, columns, bytes) and labels
// (magic 0x00000801: count, bytes), all numbers big-endian.
#ifndef ZIFFER_CORE_TRAIN_IDX_H_
#define ZIFFER_CORE_TRAIN_IDX_H_

#include <cstdint>
#include <span>

#include "core/result.h"
#include "core/train/sample.h"

namespace ziffer {

// Both files unpacked. Error: kCorruptDataset (wrong magic, empty, sides outside 1..4096, a length
// or count that does not fit, a label above 9), saying which file and field.
// All planes have one size; ink is 0 paper .. 255 full, as in MNIST.
Result<Samples> parse_idx(std::span<const std::uint8_t> images,
                          std::span<const std::uint8_t> labels);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_IDX_H_
