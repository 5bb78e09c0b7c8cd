// The arithmetic that all time goes into, once for each instruction set the machine may have.
//
// The kernels_*.cpp files are compiled several times with different flags; kernels() gives the best
// set that this processor runs: "avx512", "avx2" (with FMA) or "baseline" (SSE2 on x86-64, SIMD128
// or scalar in WebAssembly).
#ifndef ZIFFER_CORE_NN_KERNELS_H_
#define ZIFFER_CORE_NN_KERNELS_H_

#include <span>
#include <string_view>

namespace ziffer {

// out = max(in * b + bias, floor), with the rows of `in` and `out` found through tables. One row of
// `in` is `runs` pieces of `run` floats, `pitch` floats apart: the rows of a convolution's window.
// So this one kernel is direct convolution (rows = output pixels), the products of Winograd's
// domain (runs = 1), and nothing is ever copied out of the plane.
struct PanelProduct {
  const float* in;
  const int* in_offsets;  // [rows]
  float* out;
  const int* out_offsets;  // [rows]
  int rows;
  int runs;
  int run;
  int pitch;
  const float* panels;  // b, as pack_panels() lays it
  const float* bias;    // [columns], padded to whole packets
  int columns;
  float floor;  // 0 for ReLU, -infinity for none
};

// One tile of Winograd's convolution F(m x m, 3x3) before and after the products: see winograd.h.
// Strides are in floats, channels a multiple of the packet.
struct WinogradInputTile {
  const float* in;  // the tile's first pixel
  int row_stride;
  int pixel_stride;
  int channels;
  float* out;  // value (i, j) of channel c goes to out[(i * (m + 2) + j) * out_stride + c]
  int out_stride;
};
struct WinogradOutputTile {
  const float* in;  // laid like WinogradInputTile::out
  int in_stride;
  int channels;
  const float* bias;
  float floor;
  float* out;
  int row_stride;
  int pixel_stride;
  int rows;  // at most m: the part of the tile inside the plane
  int columns;
};

// out[r][u] = max(in[r] . weights[u] + bias[u], floor)
struct DotProducts {
  const float* in;  // rows x depth
  int rows;
  int depth;
  const float* weights;  // units x weight_stride
  int weight_stride;     // depth rounded up to whole packets
  const float* bias;
  int units;
  float* out;  // rows x units
  float floor;
};

// What a Predictor computes with.
struct Kernels {
  std::string_view name;
  int lanes;  // floats in a packet

  void (*panel_product)(const PanelProduct&);
  void (*winograd2_input)(const WinogradInputTile&);
  void (*winograd2_output)(const WinogradOutputTile&);
  void (*winograd4_input)(const WinogradInputTile&);
  void (*winograd4_output)(const WinogradOutputTile&);
  void (*dot_products)(const DotProducts&);
};

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

// What layers train with. A table of its own, so that the page's module need not carry it.
struct MatrixProducts {
  void (*add_product)(ConstMatrix a, ConstMatrix b, Matrix c);             // c += a b
  void (*add_transposed_product)(ConstMatrix a, ConstMatrix b, Matrix c);  // c += a^T b
  void (*add_product_transposed)(ConstMatrix a, ConstMatrix b, Matrix c);  // c += a b^T
};

// The best set for this processor.
const Kernels& kernels();
const MatrixProducts& matrix_products();

// Every set that this processor runs, best first: for tests and measurements.
std::span<const Kernels* const> all_kernels();

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_KERNELS_H_
