// Compiled once for each instruction set: see core/CMakeLists.txt for the flags and ZIFFER_ISA for
// the name.
#include "core/nn/kernels.h"

#include "core/nn/eigen.h"

#ifndef ZIFFER_ISA
#error "define ZIFFER_ISA to the instruction set's name"
#endif

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

void add_transposed_product(ConstMatrix a, ConstMatrix b, Matrix c) {
  map(c).noalias() += map(a).transpose() * map(b);
}

void add_product_transposed(ConstMatrix a, ConstMatrix b, Matrix c) {
  map(c).noalias() += map(a) * map(b).transpose();
}

#define ZIFFER_STRING_(x) #x
#define ZIFFER_STRING(x) ZIFFER_STRING_(x)

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels = {ZIFFER_STRING(ZIFFER_ISA), add_product, add_transposed_product,
                          add_product_transposed};

}  // namespace ziffer::ZIFFER_ISA
