// Convolution with fewer multiplications: Winograd's F(m x m, 3 x 3), m = 2 or 4, after Lavin &
// Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308.
//
// The output is cut into m x m tiles. For each, Y = A^T [(G g G^T) . (B^T d B)] A with d the (m+2)
// x (m+2) input pixels it depends on, g the kernel, and . element by element: (m+2)^2 products
// instead of 9 m^2, 2.25 times fewer for m = 2, 4 times for m = 4. Summed over C channels and seen
// over many tiles, each of the (m+2)^2 elements is a matrix product (tiles x C)(C x K). G g G^T is
// made once, when the network is loaded.
//
// A 5 x 5 kernel with stride 2 is the same thing: split the image into its four phases (even and
// odd rows and columns) and it becomes a 3 x 3 kernel with stride 1 over 4 C channels, 36 taps
// where there were 25; F(4x4) divides by 4.
#ifndef ZIFFER_CORE_NN_WINOGRAD_H_
#define ZIFFER_CORE_NN_WINOGRAD_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/nn/aligned_buffer.h"
#include "core/nn/conv2d.h"
#include "core/nn/kernels.h"
#include "core/nn/plane_layout.h"

namespace ziffer {

class WinogradConv {
 public:
  // Stride 1 with 3 x 3, or stride 2 with 5 x 5 or 6 x 6; C and K whole packets.
  static bool supports(const Conv2dGeometry& g, const Kernels& kernels);

  // Floats of its packed weights: (m+2)^2 instead of 9 for each pair of channels, 4 (m+2)^2 with
  // stride 2.
  static std::size_t weights_size(const Conv2dGeometry& g, int m);

  // The plane it must be given: padding, and room for the last tiles to read over the edge.
  static PlaneLayout input_plane(const Conv2dGeometry& g, int m);

  // As DirectConv's, plus the tile's side m: 2 or 4.
  WinogradConv(const Conv2dGeometry& g, std::span<const float> kernel, std::span<const float> bias,
               float floor, const PlaneLayout& in, const PlaneLayout& out, int m,
               const Kernels& kernels);

  // Floats of scratch that run() uses and leaves behind in any state, so that all layers of a
  // network can share one.
  std::size_t scratch_size() const;
  void run(const float* in, int count, float* out, float* scratch) const;

 private:
  void run_block(const float* in, int first, int count, float* out, float* scratch) const;
  // Of the scratch, in floats: from one of its (m+2)^2 matrices to the next.
  int transformed_stride() const;  // [tile of the block][depth]
  int product_stride() const;      // [tile of the block][K], behind all transformed ones

  const Kernels* kernels_;
  Conv2dGeometry g_;
  PlaneLayout in_;
  PlaneLayout out_;
  int m_;
  int tile_rows_;
  int tile_columns_;
  int depth_;  // C times the number of phases
  float floor_;
  AlignedBuffer panels_;  // (m+2)^2 matrices (depth, K), packed
  AlignedBuffer bias_;
  AlignedBuffer no_bias_;
  std::vector<int> transformed_offsets_;
  std::vector<int> product_offsets_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_WINOGRAD_H_
