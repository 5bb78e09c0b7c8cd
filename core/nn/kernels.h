// The arithmetic that all time goes into, once for each instruction set the machine may have.
//
// kernels.cpp is compiled several times with different flags; kernels() gives the best that this
// processor runs: "avx2" (with FMA) or "baseline" (SSE2 on x86-64, SIMD128 or scalar in
// WebAssembly).
#ifndef ZIFFER_CORE_NN_KERNELS_H_
#define ZIFFER_CORE_NN_KERNELS_H_

#include <string_view>

namespace ziffer {

// A row-major matrix in memory. Rows may overlap (stride < columns): that is how a convolution
// reads its receptive fields without copying them out (the trick is frugally-deep's).
struct ConstMatrix {
  const float* data;
  int rows;
  int columns;
  int stride;  // floats from one row to the next
};
struct Matrix {
  float* data;
  int rows;
  int columns;
  int stride;
};

struct Kernels {
  std::string_view name;
  void (*add_product)(ConstMatrix a, ConstMatrix b, Matrix c);             // c += a b
  void (*add_transposed_product)(ConstMatrix a, ConstMatrix b, Matrix c);  // c += a^T b
  void (*add_product_transposed)(ConstMatrix a, ConstMatrix b, Matrix c);  // c += a b^T
};

const Kernels& kernels();

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_KERNELS_H_
