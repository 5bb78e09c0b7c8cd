// The matrix products of training. Two are Eigen's; a^T b, which makes weights' gradients, is our
// own where b fills packets: its result is small (192 x 32 for a kernel row of "classic") and its
// depth long (672 pixels), which Eigen's blocking, meant for large matrices, does at a third of the
// speed.
#include "core/nn/kernels_isa.h"

namespace ziffer::ZIFFER_ISA {
namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Stride = Eigen::OuterStride<>;

auto map(ConstMatrix m) {
  return Eigen::Map<const RowMajor, 0, Stride>(m.data, m.rows, m.columns, Stride(m.stride));
}
auto map(Matrix m) {
  return Eigen::Map<RowMajor, 0, Stride>(m.data, m.rows, m.columns, Stride(m.stride));
}

void add_product(ConstMatrix a, ConstMatrix b, Matrix c) { map(c).noalias() += map(a) * map(b); }

constexpr int kTileRows = kLanes == 16 ? 12 : 6;

// A tile of c stays in registers for the whole depth. Both matrices are read as they lie: one
// broadcast value for each row of the tile, kVectors packets of b.
template <int kRows, int kVectors>
void add_transposed_tile(ConstMatrix a, ConstMatrix b, Matrix c, int row, int column) {
  Packet sums[kRows][kVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) sums[r][v] = splat(0.0F);
  }
  const float* left = a.data + row;
  const float* right = b.data + column;
  for (int k = 0; k < a.rows; ++k, left += a.stride, right += b.stride) {
    Packet factors[kVectors];
    for (int v = 0; v < kVectors; ++v) factors[v] = load(right + v * kLanes);
    for (int r = 0; r < kRows; ++r) {
      const Packet value = splat(left[r]);
      for (int v = 0; v < kVectors; ++v) sums[r][v] = multiply_add(value, factors[v], sums[r][v]);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    float* const out = c.data + std::ptrdiff_t{row + r} * c.stride + column;
    for (int v = 0; v < kVectors; ++v)
      store(out + v * kLanes, add(load(out + v * kLanes), sums[r][v]));
  }
}

template <int kVectors>
void add_transposed_columns(ConstMatrix a, ConstMatrix b, Matrix c, int column) {
  int row = 0;
  for (; row + kTileRows <= a.columns; row += kTileRows) {
    add_transposed_tile<kTileRows, kVectors>(a, b, c, row, column);
  }
  for (; row + 3 <= a.columns; row += 3) add_transposed_tile<3, kVectors>(a, b, c, row, column);
  for (; row < a.columns; ++row) add_transposed_tile<1, kVectors>(a, b, c, row, column);
}

void add_transposed_product(ConstMatrix a, ConstMatrix b, Matrix c) {
  if (b.columns % kLanes != 0) {
    map(c).noalias() += map(a).transpose() * map(b);
    return;
  }
  int column = 0;
  for (; column + 2 * kLanes <= b.columns; column += 2 * kLanes)
    add_transposed_columns<2>(a, b, c, column);
  if (column < b.columns) add_transposed_columns<1>(a, b, c, column);
}

void add_product_transposed(ConstMatrix a, ConstMatrix b, Matrix c) {
  map(c).noalias() += map(a) * map(b).transpose();
}

}  // namespace

extern const MatrixProducts kProducts;
const MatrixProducts kProducts = {add_product, add_transposed_product, add_product_transposed};

}  // namespace ziffer::ZIFFER_ISA
