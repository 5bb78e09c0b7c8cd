// A dense layer ready to run: weights lie unit by unit, so that each output is one dot product
// along the inputs.
#ifndef ZIFFER_CORE_NN_PACKED_DENSE_H_
#define ZIFFER_CORE_NN_PACKED_DENSE_H_

#include <span>

#include "core/nn/aligned_buffer.h"
#include "core/nn/kernels.h"

namespace ziffer {

class PackedDense {
 public:
  // kernel (I, O), bias (O); `floor` is 0 if a ReLU follows, else -infinity.
  PackedDense(std::span<const float> kernel, std::span<const float> bias, float floor,
              const Kernels& kernels);

  // in (count, I) -> out (count, O)
  void run(const float* in, int count, float* out) const;

 private:
  const Kernels* kernels_;
  int inputs_;
  int units_;
  int stride_;
  float floor_;
  AlignedBuffer weights_;
  AlignedBuffer bias_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PACKED_DENSE_H_
