// IDX, the file format of MNIST: images (magic 0x00000803: count, rows, columns, bytes) and labels
// (magic 0x00000801: count, bytes), all numbers big-endian.
#ifndef ZIFFER_CORE_TRAIN_IDX_H_
#define ZIFFER_CORE_TRAIN_IDX_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/image/gray_image.h"
#include "core/result.h"

namespace ziffer {

// Labelled ink planes of one size: 0 paper .. 255 ink, as MNIST has them.
struct Dataset {
  int count = 0;
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> images;  // count * height * width
  std::vector<std::uint8_t> labels;  // count, each 0..9

  InkImage image(int index) const;
  // Images first..last-1.
  Dataset slice(int first, int last) const;
};

// Both files unpacked. Error: kCorruptDataset (wrong magic, empty, sides outside 1..4096, a length
// or count that does not fit, a label above 9), saying which file and field.
Result<Dataset> parse_idx(std::span<const std::uint8_t> images,
                          std::span<const std::uint8_t> labels);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_IDX_H_
