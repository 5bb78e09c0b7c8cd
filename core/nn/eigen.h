// The only door to Eigen.
//
// Eigen 3.4 has no WebAssembly packets, but Emscripten maps SSE intrinsics onto SIMD128, so Eigen's
// SSE path is used there. Two things stand in its way: <mmintrin.h> (see cmake/wasm_shim), and x86
// assembly in pmin/pmax that is chosen when the compiler passes for gcc, which clang does; hence
// the override below.
//
// A file that is compiled once for each instruction set defines ZIFFER_EIGEN_NAMESPACE, so that the
// linker cannot mix up two instantiations of the same template.
#ifndef ZIFFER_CORE_NN_EIGEN_H_
#define ZIFFER_CORE_NN_EIGEN_H_

#ifdef ZIFFER_EIGEN_NAMESPACE
#define Eigen ZIFFER_EIGEN_NAMESPACE
#endif

#ifdef __EMSCRIPTEN__
#include <Eigen/src/Core/util/Macros.h>
#undef EIGEN_COMP_GNUC
#define EIGEN_COMP_GNUC 0
#endif

#include <Eigen/Core>

#endif  // ZIFFER_CORE_NN_EIGEN_H_
