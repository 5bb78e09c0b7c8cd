// Weights in the order in which kernels read them.
#ifndef ZIFFER_CORE_NN_PACKING_H_
#define ZIFFER_CORE_NN_PACKING_H_

#include <cstddef>
#include <span>

#include "core/nn/aligned_buffer.h"

namespace ziffer {

// `columns` rounded up to whole packets.
int whole_packets(int columns, int lanes);

// Floats that pack_panels() writes.
std::size_t panels_size(int depth, int columns, int lanes);

// matrix (depth, columns), row-major -> panels of two packets' width, the last of one if that is
// enough; inside a panel row after row. The panel of column c therefore starts at c * depth.
// Missing columns are zeros.
void pack_panels(std::span<const float> matrix, int depth, int columns, int lanes, float* panels);

// `values`, then zeros up to whole packets.
AlignedBuffer pad_to_packets(std::span<const float> values, int lanes);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PACKING_H_
