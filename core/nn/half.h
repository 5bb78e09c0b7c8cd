// IEEE 754 binary16 to and from float, by hand: neither compiler offers it for both targets.
#ifndef ZIFFER_CORE_NN_HALF_H_
#define ZIFFER_CORE_NN_HALF_H_

#include <cstdint>
#include <cstring>

namespace ziffer {

// std::bit_cast, which Emscripten 3.1.6 does not have yet.
template <typename To, typename From>
To bits_as(From value) {
  static_assert(sizeof(To) == sizeof(From));
  To result;
  std::memcpy(&result, &value, sizeof(To));
  return result;
}

// Rounds to nearest, ties to even; beyond 65,504 gives infinity, below 2^-25 zero.
inline std::uint16_t to_half(float value) {
  const std::uint32_t bits = bits_as<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
  if (magnitude > 0x7F800000U) return static_cast<std::uint16_t>(sign | 0x7E00U);  // NaN
  if (magnitude >= 0x47800000U)
    return static_cast<std::uint16_t>(sign | 0x7C00U);  // 2^16 and above
  if (magnitude < 0x38800000U) {
    // Subnormal: adding 0.5 leaves the rounded multiple of 2^-24 in the low bits.
    const float shifted = bits_as<float>(magnitude) + 0.5F;
    return static_cast<std::uint16_t>(sign | (bits_as<std::uint32_t>(shifted) & 0x7FFU));
  }
  const std::uint32_t even = magnitude >> 13 & 1U;
  return static_cast<std::uint16_t>(sign | (magnitude - 0x38000000U + 0xFFFU + even) >> 13);
}

inline float from_half(std::uint16_t half) {
  const std::uint32_t sign = std::uint32_t{half & 0x8000U} << 16;
  const std::uint32_t exponent = half >> 10 & 0x1FU;
  const std::uint32_t fraction = half & 0x3FFU;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return bits_as<float>(sign | bits_as<std::uint32_t>(magnitude));
  }
  const std::uint32_t wide = exponent == 31 ? 0xFFU : exponent + 112U;
  return bits_as<float>(sign | wide << 23 | fraction << 13);
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_HALF_H_
