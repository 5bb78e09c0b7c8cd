#include <vector>

#include "core/nn/kernels.h"

namespace ziffer {

namespace baseline {
extern const Kernels kKernels;
extern const MatrixProducts kProducts;
}  // namespace baseline
#ifdef ZIFFER_X86_64
namespace avx2 {
extern const Kernels kKernels;
extern const MatrixProducts kProducts;
}  // namespace avx2
namespace avx512 {
extern const Kernels kKernels;
extern const MatrixProducts kProducts;
}  // namespace avx512
#endif

namespace {

#ifdef ZIFFER_X86_64
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_avx512() {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
}
#endif

}  // namespace

std::span<const Kernels* const> all_kernels() {
  static const std::vector<const Kernels*> usable = [] {
    std::vector<const Kernels*> sets;
#ifdef ZIFFER_X86_64
    if (has_avx512()) sets.push_back(&avx512::kKernels);
    if (has_avx2()) sets.push_back(&avx2::kKernels);
#endif
    sets.push_back(&baseline::kKernels);
    return sets;
  }();
  return usable;
}

const Kernels& kernels() { return *all_kernels().front(); }

const MatrixProducts& matrix_products() {
#ifdef ZIFFER_X86_64
  static const MatrixProducts& best = has_avx512() ? avx512::kProducts
                                      : has_avx2() ? avx2::kProducts
                                                   : baseline::kProducts;
  return best;
#else
  return baseline::kProducts;
#endif
}

}  // namespace ziffer
