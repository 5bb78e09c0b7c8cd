#include "core/train/corruptions.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "core/image/bilinear.h"
#include "core/ink/normalize.h"
#include "core/train/gaussian_blur.h"

namespace ziffer {
namespace {

constexpr int kSide = kGlyphSide;

std::size_t index(int x, int y) { return static_cast<std::size_t>(y * kSide + x); }

float clamped(float v) { return std::clamp(v, 0.0F, 1.0F); }

float either_sign(Rng& rng) { return rng.below(2) == 0 ? 1.0F : -1.0F; }

void blur(Glyph& glyph, float sigma_x, float sigma_y) {
  gaussian_blur(glyph, kSide, kSide, sigma_x, sigma_y);
}

// Knuth's method (1969, "Seminumerical algorithms", 3.4.1): how many uniform numbers can be
// multiplied before the product falls below exp(-mean).
int poisson(float mean, Rng& rng) {
  const float limit = std::exp(-mean);
  int count = 0;
  for (float product = rng.uniform(); product > limit; product *= rng.uniform()) ++count;
  return count;
}

void shot_noise(Glyph& glyph, Rng& rng) {
  constexpr float kPhotons = 3;
  for (float& v : glyph) {
    if (v > 0) v = clamped(static_cast<float>(poisson(v * kPhotons, rng)) / kPhotons);
  }
}

void impulse_noise(Glyph& glyph, Rng& rng) {
  constexpr float kShare = 0.17F;
  for (float& v : glyph) {
    const float draw = rng.uniform();
    if (draw < kShare) v = draw < kShare / 2 ? 0.0F : 1.0F;
  }
}

void glass_blur(Glyph& glyph, Rng& rng) {
  // The generator hands its blur a grey plane and declares the last axis to be colours, so only
  // columns are blurred; and it swaps only with the pixel itself, the ones to the left, above, and
  // between the two.
  constexpr float kSigma = 0.7F;
  constexpr int kRounds = 2;
  blur(glyph, 0, kSigma);
  for (int round = 0; round < kRounds; ++round) {
    for (int y = kSide - 1; y > 1; --y) {
      for (int x = kSide - 1; x > 1; --x) {
        const std::uint64_t bits = rng.next();
        if ((bits & 1) == 0) continue;
        const int dx = (bits & 2) == 0 ? 0 : 1;
        const int dy = (bits & 4) == 0 ? 0 : 1;
        std::swap(glyph[index(x, y)], glyph[index(x - dx, y - dy)]);
      }
    }
  }
  blur(glyph, 0, kSigma);
}

void motion_blur(Glyph& glyph, Rng& rng) {
  constexpr int kReach = 20;
  constexpr float kSigma = 3;
  constexpr float kSteepest = std::numbers::pi_v<float> / 4;
  const float angle = rng.uniform(-kSteepest, kSteepest);
  // Half a bell, sampled in whole pixels along the direction.
  Glyph smeared{};
  float sum = 0;
  for (int i = 0; i <= kReach; ++i) {
    const float at = static_cast<float>(i) / kSigma;
    const float weight = std::exp(-0.5F * at * at);
    sum += weight;
    const int dx = static_cast<int>(std::lround(static_cast<float>(i) * std::cos(angle)));
    const int dy = static_cast<int>(std::lround(static_cast<float>(i) * std::sin(angle)));
    for (int y = 0; y < kSide; ++y) {
      const float* from = glyph.data() + index(0, std::clamp(y + dy, 0, kSide - 1));
      float* to = smeared.data() + index(0, y);
      for (int x = 0; x < kSide - dx; ++x) to[x] += weight * from[x + dx];
      for (int x = kSide - dx; x < kSide; ++x) to[x] += weight * from[kSide - 1];
    }
  }
  for (float& v : smeared) v /= sum;
  glyph = smeared;
}

// Where each pixel of the result comes from, relative to the middle: (xx x + xy y, yx x + yy y).
struct Affine {
  float xx = 1;
  float xy = 0;
  float yx = 0;
  float yy = 1;
};

void resample(Glyph& glyph, const Affine& map) {
  constexpr float kMiddle = (kSide - 1) / 2.0F;
  Glyph out;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const float u = static_cast<float>(x) - kMiddle;
      const float v = static_cast<float>(y) - kMiddle;
      out[index(x, y)] = bilinear(glyph.data(), kSide, kSide, map.xx * u + map.xy * v + kMiddle,
                                  map.yx * u + map.yy * v + kMiddle);
    }
  }
  glyph = out;
}

void shear(Glyph& glyph, Rng& rng) {
  // The y axis is turned and keeps its length, so the digit also grows taller by 1 / cos.
  const float angle = 0.4F * either_sign(rng);
  resample(glyph, {.xy = -std::sin(angle), .yy = std::cos(angle)});
}

void scale(Glyph& glyph, Rng&) {
  constexpr float kScale = 0.7F;
  resample(glyph, {.xx = 1 / kScale, .yy = 1 / kScale});
}

void rotate(Glyph& glyph, Rng& rng) {
  const float angle = 0.4F * either_sign(rng);
  resample(glyph, {std::cos(angle), -std::sin(angle), std::sin(angle), std::cos(angle)});
}

void brightness(Glyph& glyph, Rng&) {
  for (float& v : glyph) v = clamped(v + 0.5F);
}

void translate(Glyph& glyph, Rng& rng) {
  constexpr int kShift = 3;
  const int dx = rng.below(2) == 0 ? kShift : -kShift;
  const int dy = rng.below(2) == 0 ? kShift : -kShift;
  Glyph out{};
  for (int y = std::max(0, dy); y < kSide + std::min(0, dy); ++y) {
    for (int x = std::max(0, dx); x < kSide + std::min(0, dx); ++x)
      out[index(x, y)] = glyph[index(x - dx, y - dy)];
  }
  glyph = out;
}

void stripe(Glyph& glyph, Rng&) {
  constexpr int kWidth = 7;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      float& v = glyph[index(x, y)];
      if (x < kWidth || x >= kSide - kWidth) v = 1 - v;
    }
  }
}

constexpr int kPlasmaSide = 256;

// A plasma fractal from 0 to 1 on a torus by the diamond-square method (Fournier, Fussell &
// Carpenter 1982, "Computer rendering of stochastic models"): midpoints are the mean of the four
// points round them plus a random offset, which `decay` lessens from one scale to the next.
std::vector<float> plasma(float decay, Rng& rng) {
  constexpr int kMask = kPlasmaSide - 1;
  std::vector<float> map(kPlasmaSide * kPlasmaSide);
  const auto at = [&](int x, int y) -> float& {
    return map[static_cast<std::size_t>((y & kMask) * kPlasmaSide + (x & kMask))];
  };
  float amplitude = 1;
  for (int step = kPlasmaSide; step >= 2; step /= 2, amplitude /= decay) {
    const int half = step / 2;
    for (int y = half; y < kPlasmaSide; y += step) {
      for (int x = half; x < kPlasmaSide; x += step) {
        at(x, y) = (at(x - half, y - half) + at(x + half, y - half) + at(x - half, y + half) +
                    at(x + half, y + half)) /
                       4 +
                   amplitude * rng.uniform(-1, 1);
      }
    }
    for (int y = 0; y < kPlasmaSide; y += half) {
      for (int x = y % step == 0 ? half : 0; x < kPlasmaSide; x += step) {
        at(x, y) = (at(x - half, y) + at(x + half, y) + at(x, y - half) + at(x, y + half)) / 4 +
                   amplitude * rng.uniform(-1, 1);
      }
    }
  }
  const auto [low, high] = std::minmax_element(map.begin(), map.end());
  const float base = *low;
  const float range = *high - base;
  for (float& v : map) v = (v - base) / range;
  return map;
}

void fog(Glyph& glyph, Rng& rng) {
  // The stated decay of 1.4 divides a width that is squared before use.
  constexpr float kStrength = 3;
  constexpr float kDecay = 1.4F * 1.4F;
  const std::vector<float> clouds = plasma(kDecay, rng);
  const float brightest = *std::max_element(glyph.begin(), glyph.end());
  const float contrast = brightest / (brightest + kStrength);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      float& v = glyph[index(x, y)];
      v = clamped((v + kStrength * clouds[static_cast<std::size_t>(y * kPlasmaSide + x)]) *
                  contrast);
    }
  }
}

void spatter(Glyph& glyph, Rng& rng) {
  constexpr float kLevel = 63.0F / 255;
  Glyph liquid;
  for (float& v : liquid) v = 0.65F + 0.3F * rng.normal();
  blur(liquid, 1, 1);
  for (float& v : liquid) v = v > 0.65F ? 1.0F : 0.0F;
  blur(liquid, 1.5F, 1.5F);
  for (std::size_t i = 0; i < glyph.size(); ++i) {
    if (liquid[i] >= 0.8F) glyph[i] = glyph[i] * (1 - liquid[i]) + kLevel * liquid[i];
  }
}

struct Position {
  float x;
  float y;
};

// Adds a soft line that falls off with the vertical distance and covers columns floor(from.x) up
// to, but not including, ceil(to.x), of which `skipped` leaves some out.
template <typename Skipped>
void add_line(Glyph& glyph, Position from, Position to, const Skipped& skipped) {
  constexpr float kReach = 2.3F;
  const float slope = (to.y - from.y) / (to.x - from.x);
  const int left = std::max(0, static_cast<int>(std::floor(from.x)));
  const int right = std::min(kSide, static_cast<int>(std::ceil(to.x)));
  for (int x = left; x < right; ++x) {
    if (skipped(x)) continue;
    const float line = from.y + slope * (static_cast<float>(x) - from.x);
    const int top = std::max(0, static_cast<int>(std::floor(line - kReach)));
    const int bottom = std::min(kSide - 1, static_cast<int>(std::ceil(line + kReach)));
    for (int y = top; y <= bottom; ++y) {
      const float distance = std::abs(static_cast<float>(y) - line);
      if (distance >= kReach) continue;
      float& v = glyph[index(x, y)];
      v = clamped(v + clamped(std::log(1 - distance / kReach) + 1));
    }
  }
}

float random_row(Rng& rng) { return static_cast<float>(rng.below(kSide - 1)); }

void dotted_line(Glyph& glyph, Rng& rng) {
  const Position from{0, random_row(rng)};
  const Position to{kSide - 1, random_row(rng)};
  add_line(glyph, from, to, [](int x) { return x % 4 < 2; });  // dots of two columns
}

void zigzag(Glyph& glyph, Rng& rng) {
  constexpr float kLeft = 2;
  constexpr float kRight = 25;
  constexpr float kPeak = 2;  // height above the axis and half the way from peak to peak
  const float start = random_row(rng);
  const float rise = static_cast<float>(rng.below(10)) - 5;
  const float length = std::hypot(kRight - kLeft, rise);
  const float cosine = (kRight - kLeft) / length;
  const float sine = rise / length;
  const auto turned = [&](float along, float across) {
    return Position{kLeft + cosine * along - sine * across, start + sine * along + cosine * across};
  };
  Position last = turned(0, 0);
  float across = kPeak;
  const auto draw_to = [&](Position next) {
    add_line(glyph, last, next, [](int) { return false; });
    last = next;
  };
  float along = kPeak;
  for (; along <= length; along += 2 * kPeak, across = -across) draw_to(turned(along, across));
  draw_to(turned(length, -across / 6));  // what is left of the last tooth, ending near the axis
}

// Canny 1986, "A computational approach to edge detection": Sobel gradients of the blurred plane,
// the local maxima of their length along their direction, and of these the strong ones and what is
// connected with them.
void canny_edges(Glyph& glyph, Rng&) {
  constexpr float kSigma = 1;
  constexpr float kWeak = 0.1F;
  constexpr float kStrong = 0.2F;
  blur(glyph, kSigma, kSigma);
  Glyph across{};
  Glyph down{};
  Glyph length{};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const auto at = [&](int dx, int dy) {
        return glyph[index(std::clamp(x + dx, 0, kSide - 1), std::clamp(y + dy, 0, kSide - 1))];
      };
      const std::size_t i = index(x, y);
      across[i] = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
      down[i] = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
      length[i] = std::sqrt(across[i] * across[i] + down[i] * down[i]);
    }
  }

  glyph.fill(0);
  std::array<bool, kGlyphSize> weak{};
  std::vector<std::size_t> edges;
  for (int y = 1; y < kSide - 1; ++y) {  // the border has no neighbours to be compared with
    for (int x = 1; x < kSide - 1; ++x) {
      const std::size_t i = index(x, y);
      if (length[i] < kWeak) continue;
      // The length one step up and one step down the gradient, between the two nearest pixels.
      const float gx = across[i];
      const float gy = down[i];
      const int step_x = gx < 0 ? -1 : 1;
      const int step_y = gy < 0 ? -1 : 1;
      const bool flat = std::abs(gx) >= std::abs(gy);
      const float slope = flat ? std::abs(gy / gx) : std::abs(gx / gy);
      const auto beside = [&](int sign) {
        const int dx = sign * step_x;
        const int dy = sign * step_y;
        const float straight = flat ? length[index(x + dx, y)] : length[index(x, y + dy)];
        return straight + slope * (length[index(x + dx, y + dy)] - straight);
      };
      if (length[i] < beside(1) || length[i] < beside(-1)) continue;
      weak[i] = true;
      if (length[i] < kStrong) continue;
      glyph[i] = 1;
      edges.push_back(i);
    }
  }
  while (!edges.empty()) {
    const std::size_t edge = edges.back();
    edges.pop_back();
    for (const int dy : {-kSide, 0, kSide}) {
      for (const int dx : {-1, 0, 1}) {
        const std::size_t i = static_cast<std::size_t>(static_cast<int>(edge) + dy + dx);
        if (!weak[i] || glyph[i] > 0) continue;
        glyph[i] = 1;
        edges.push_back(i);
      }
    }
  }
}

struct Entry {
  Corruption corruption;
  std::string_view name;
  void (*apply)(Glyph&, Rng&);
};

constexpr std::array kEntries = {
    Entry{Corruption::kShotNoise, "shot_noise", shot_noise},
    Entry{Corruption::kImpulseNoise, "impulse_noise", impulse_noise},
    Entry{Corruption::kGlassBlur, "glass_blur", glass_blur},
    Entry{Corruption::kMotionBlur, "motion_blur", motion_blur},
    Entry{Corruption::kShear, "shear", shear},
    Entry{Corruption::kScale, "scale", scale},
    Entry{Corruption::kRotate, "rotate", rotate},
    Entry{Corruption::kBrightness, "brightness", brightness},
    Entry{Corruption::kTranslate, "translate", translate},
    Entry{Corruption::kStripe, "stripe", stripe},
    Entry{Corruption::kFog, "fog", fog},
    Entry{Corruption::kSpatter, "spatter", spatter},
    Entry{Corruption::kDottedLine, "dotted_line", dotted_line},
    Entry{Corruption::kZigzag, "zigzag", zigzag},
    Entry{Corruption::kCannyEdges, "canny_edges", canny_edges},
};

constexpr auto kAll = [] {
  std::array<Corruption, kEntries.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = kEntries[i].corruption;
  return all;
}();

const Entry& entry(Corruption corruption) {
  const std::size_t i = static_cast<std::size_t>(corruption);
  assert(i < kEntries.size() && kEntries[i].corruption == corruption);
  return kEntries[i];
}

}  // namespace

std::span<const Corruption> all_corruptions() { return kAll; }

std::string_view name(Corruption corruption) { return entry(corruption).name; }

InkImage corrupted(const InkImage& digit, Corruption corruption, Rng& rng) {
  assert(digit.width == kSide && digit.height == kSide);
  Glyph glyph;
  std::transform(digit.pixels.begin(), digit.pixels.end(), glyph.begin(),
                 [](std::uint8_t v) { return static_cast<float>(v) / 255.0F; });
  entry(corruption).apply(glyph, rng);
  InkImage out(kSide, kSide);
  std::transform(glyph.begin(), glyph.end(), out.pixels.begin(),
                 [](float v) { return static_cast<std::uint8_t>(clamped(v) * 255.0F + 0.5F); });
  return out;
}

}  // namespace ziffer
