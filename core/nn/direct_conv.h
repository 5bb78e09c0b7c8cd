// Convolution as it is written: for any kernel, stride and padding.
//
// Every output pixel is one row of a matrix product whose depth is the window (kernel rows of
// kernel * C floats each, read where they lie in the plane) and whose columns are the K filters. A
// table holds where each pixel's window starts, so tiles of pixels go on over the ends of rows and
// of images: a 4 x 4 plane in a batch wastes nothing.
#ifndef ZIFFER_CORE_NN_DIRECT_CONV_H_
#define ZIFFER_CORE_NN_DIRECT_CONV_H_

#include <span>
#include <vector>

#include "core/nn/aligned_buffer.h"
#include "core/nn/conv2d.h"
#include "core/nn/kernels.h"
#include "core/nn/plane_layout.h"

namespace ziffer {

class DirectConv {
 public:
  // The plane it must be given: its border is the padding.
  static PlaneLayout input_plane(const Conv2dGeometry& g);

  // kernel (kernel, kernel, C, K), bias (K); `floor` is 0 if a ReLU follows, else -infinity; at
  // most `batch` images.
  DirectConv(const Conv2dGeometry& g, std::span<const float> kernel, std::span<const float> bias,
             float floor, const PlaneLayout& in, const PlaneLayout& out, int batch,
             const Kernels& kernels);

  void run(const float* in, int count, float* out) const;

 private:
  const Kernels* kernels_;
  int filters_;
  int pixels_;
  int runs_;
  int run_;
  int pitch_;
  float floor_;
  AlignedBuffer panels_;
  AlignedBuffer bias_;
  std::vector<int> in_offsets_;  // [batch * pixels]
  std::vector<int> out_offsets_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_DIRECT_CONV_H_
