// Dense layers with few outputs: packets run along the inputs, so ten classes cost ten
// multiply-adds for a packet of inputs, with no broadcasts and no padding of 10 to 12 or 16. Bound
// by reading the weights; two images share a read.
#include <algorithm>

#include "core/nn/kernels_isa.h"

namespace ziffer::ZIFFER_ISA {
namespace {

constexpr int kUnitTile = 5;

template <int kRows, int kUnits>
void block(const DotProducts& d, int row, int unit) {
  Packet sums[kRows][kUnits];
  for (auto& of_row : sums) {
    for (Packet& sum : of_row) sum = splat(0.0F);
  }
  const float* in = d.in + std::ptrdiff_t{row} * d.depth;
  const float* weights = d.weights + std::ptrdiff_t{unit} * d.weight_stride;
  const int whole = d.depth / kLanes * kLanes;
  for (int k = 0; k < whole; k += kLanes) {
    Packet values[kRows];
    for (int r = 0; r < kRows; ++r) values[r] = load(in + r * d.depth + k);
    for (int u = 0; u < kUnits; ++u) {
      const Packet w = load(weights + u * d.weight_stride + k);
      for (int r = 0; r < kRows; ++r) sums[r][u] = multiply_add(values[r], w, sums[r][u]);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    for (int u = 0; u < kUnits; ++u) {
      float sum = Eigen::internal::predux(sums[r][u]) + d.bias[unit + u];
      for (int k = whole; k < d.depth; ++k)
        sum += in[r * d.depth + k] * weights[u * d.weight_stride + k];
      d.out[std::ptrdiff_t{row + r} * d.units + unit + u] = std::max(sum, d.floor);
    }
  }
}

template <int kRows>
void rows(const DotProducts& d, int row) {
  int unit = 0;
  for (; unit + kUnitTile <= d.units; unit += kUnitTile) block<kRows, kUnitTile>(d, row, unit);
  for (; unit < d.units; ++unit) block<kRows, 1>(d, row, unit);
}

}  // namespace

void dot_products(const DotProducts& d) {
  int row = 0;
  for (; row + 2 <= d.rows; row += 2) rows<2>(d, row);
  if (row < d.rows) rows<1>(d, row);
}

}  // namespace ziffer::ZIFFER_ISA
