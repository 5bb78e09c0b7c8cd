#include "core/nn/packing.h"

#include <algorithm>
#include <cassert>

namespace ziffer {

int whole_packets(int columns, int lanes) { return (columns + lanes - 1) / lanes * lanes; }

std::size_t panels_size(int depth, int columns, int lanes) {
  return static_cast<std::size_t>(depth) * static_cast<std::size_t>(whole_packets(columns, lanes));
}

void pack_panels(std::span<const float> matrix, int depth, int columns, int lanes, float* panels) {
  assert(matrix.size() == static_cast<std::size_t>(depth) * static_cast<std::size_t>(columns));
  for (int first = 0; first < columns;) {
    const int width = columns - first > lanes ? 2 * lanes : lanes;
    const int filled = std::min(width, columns - first);
    const float* row = matrix.data() + first;
    for (int k = 0; k < depth; ++k, row += columns, panels += width) {
      std::fill(std::copy_n(row, filled, panels), panels + width, 0.0F);
    }
    first += width;
  }
}

AlignedBuffer pad_to_packets(std::span<const float> values, int lanes) {
  // One more packet, since the last panel may be two wide with only one filled.
  AlignedBuffer padded(
      static_cast<std::size_t>(whole_packets(static_cast<int>(values.size()), lanes) + lanes));
  std::copy(values.begin(), values.end(), padded.data());
  return padded;
}

}  // namespace ziffer
