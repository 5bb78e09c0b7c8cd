// Seeded pseudo-random numbers; everything random in training takes one.
//
// SplitMix64 (Steele, Lea, Flood 2014): any 64-bit state is a good one, so streams can be keyed by
// what they are for (seed, epoch, image) and every image gets the same numbers whichever thread
// handles it.
#ifndef ZIFFER_CORE_TRAIN_RNG_H_
#define ZIFFER_CORE_TRAIN_RNG_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numbers>
#include <utility>
#include <vector>

namespace ziffer {

class Rng {
 public:
  // Equal keys give equal streams, different keys unrelated ones.
  Rng(std::initializer_list<std::uint64_t> keys) {
    for (const std::uint64_t key : keys) state_ = mix(state_ ^ mix(key + kStep));
  }

  std::uint64_t next() { return mix(state_ += kStep); }

  // [0, 1), 24 bits.
  float uniform() { return static_cast<float>(next() >> 40) * 0x1p-24F; }
  float uniform(float low, float high) { return low + (high - low) * uniform(); }
  // 0..bound-1; the bias is below bound / 2^64.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }

  // Normal with mean 0 and deviation 1 (Box and Muller 1958).
  float normal() {
    const float radius = std::sqrt(-2.0F * std::log(1.0F - uniform()));
    return radius * std::cos(2.0F * std::numbers::pi_v<float> * uniform());
  }

  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;

  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_RNG_H_
