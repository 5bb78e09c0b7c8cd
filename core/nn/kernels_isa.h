// What the kernels_*.cpp files share. They are compiled once for each instruction set
// (core/CMakeLists.txt), with ZIFFER_ISA as the namespace; everything is written on Eigen's
// packets, so one source serves 1, 4, 8 and 16 lanes.
#ifndef ZIFFER_CORE_NN_KERNELS_ISA_H_
#define ZIFFER_CORE_NN_KERNELS_ISA_H_

#ifndef ZIFFER_ISA
#error "define ZIFFER_ISA to the instruction set's name"
#endif

#include <cstddef>

#include "core/nn/eigen.h"
#include "core/nn/kernels.h"
#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

namespace ziffer::ZIFFER_ISA {

using Packet = Eigen::internal::packet_traits<float>::type;
constexpr int kLanes = Eigen::internal::packet_traits<float>::size;

inline Packet load(const float* from) { return Eigen::internal::ploadu<Packet>(from); }
inline void store(float* to, Packet value) { Eigen::internal::pstoreu(to, value); }
inline Packet splat(float value) { return Eigen::internal::pset1<Packet>(value); }
inline Packet add(Packet a, Packet b) { return Eigen::internal::padd(a, b); }
inline Packet sub(Packet a, Packet b) { return Eigen::internal::psub(a, b); }
inline Packet mul(Packet a, Packet b) { return Eigen::internal::pmul(a, b); }
inline Packet multiply_add(Packet a, Packet b, Packet c) {
#if defined(__wasm_relaxed_simd__) && __has_builtin(__builtin_wasm_relaxed_madd_f32x4)
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#elif defined(__wasm_relaxed_simd__)
  return __builtin_wasm_fma_f32x4(a, b, c);  // its name before clang 16
#else
  return Eigen::internal::pmadd(a, b, c);
#endif
}
inline Packet maximum(Packet a, Packet b) {
#ifdef __wasm_simd128__
  // One x86 instruction. Emscripten's _mm_max_ps is a comparison and a selection.
  return reinterpret_cast<Packet>(
      wasm_f32x4_pmax(reinterpret_cast<v128_t>(b), reinterpret_cast<v128_t>(a)));
#else
  return Eigen::internal::pmax(a, b);
#endif
}

void panel_product(const PanelProduct& p);
void winograd2_input(const WinogradInputTile& t);
void winograd2_output(const WinogradOutputTile& t);
void winograd4_input(const WinogradInputTile& t);
void winograd4_output(const WinogradOutputTile& t);
void dot_products(const DotProducts& d);

}  // namespace ziffer::ZIFFER_ISA

#endif  // ZIFFER_CORE_NN_KERNELS_ISA_H_
