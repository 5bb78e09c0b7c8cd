#include "core/nn/kernels.h"

namespace ziffer {

namespace baseline {
extern const Kernels kKernels;
}
#ifdef ZIFFER_HAS_AVX2
namespace avx2 {
extern const Kernels kKernels;
}
#endif

const Kernels& kernels() {
#ifdef ZIFFER_HAS_AVX2
  static const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (has_avx2) return avx2::kKernels;
#endif
  return baseline::kKernels;
}

}  // namespace ziffer
