#include "core/ink/thin_strokes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace ziffer {
namespace {

// Of the 60,000 MNIST training images none has a bright level (see bright_level) below 206; the
// median's is 254.
constexpr int kFaintLevel = 200;
constexpr int kTypicalLevel = 254;
constexpr float kMaxGain = 16.0f;

// The level that all but one in twenty of the inked pixels stay below.
int bright_level(const Plane& ink) {
  std::array<int, 256> histogram{};
  int count = 0;
  for (const std::uint8_t v : ink.pixels) {
    if (v == 0) continue;
    ++histogram[v];
    ++count;
  }
  int above = 0;
  for (int level = 255; level > 0; --level) {
    above += histogram[static_cast<std::size_t>(level)];
    if (above * 20 > count) return level;
  }
  return 0;
}

}  // namespace

Plane max_pooled(const Plane& source, int factor) {
  Plane out((source.width + factor - 1) / factor, (source.height + factor - 1) / factor);
  for (int y = 0; y < source.height; ++y) {
    const std::uint8_t* from = source.pixels.data() + source.index(0, y);
    std::uint8_t* to = out.pixels.data() + out.index(0, y / factor);
    for (int x = 0; x < source.width; ++x) to[x / factor] = std::max(to[x / factor], from[x]);
  }
  return out;
}

void brighten(Plane& ink) {
  const int level = bright_level(ink);
  if (level <= 0 || level >= kFaintLevel) return;
  const float gain =
      std::min(kMaxGain, static_cast<float>(kTypicalLevel) / static_cast<float>(level));
  for (std::uint8_t& v : ink.pixels) {
    v = static_cast<std::uint8_t>(std::min(255.0f, static_cast<float>(v) * gain + 0.5f));
  }
}

}  // namespace ziffer
