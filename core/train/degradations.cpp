#include "core/train/degradations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numbers>
#include <utility>
#include <vector>

#include "core/image/resample.h"
#include "core/train/gaussian_blur.h"

namespace ziffer {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

constexpr std::array kAll = {
    Degradation{DegradationKind::kDimLight, 0.7F},
    Degradation{DegradationKind::kDimLight, 0.4F},
    Degradation{DegradationKind::kDimLight, 0.2F},
    Degradation{DegradationKind::kGaussianBlur, 1},
    Degradation{DegradationKind::kGaussianBlur, 2},
    Degradation{DegradationKind::kGaussianBlur, 4},
    Degradation{DegradationKind::kGaussianBlur, 8},
    Degradation{DegradationKind::kGaussianNoise, 8},
    Degradation{DegradationKind::kGaussianNoise, 16},
    Degradation{DegradationKind::kGaussianNoise, 32},
    Degradation{DegradationKind::kJpeg, 50},
    Degradation{DegradationKind::kJpeg, 20},
    Degradation{DegradationKind::kJpeg, 5},
    Degradation{DegradationKind::kResize, 0.5F},
    Degradation{DegradationKind::kResize, 0.25F},
    Degradation{DegradationKind::kResize, 3},
};

std::uint8_t level(float v) {
  return static_cast<std::uint8_t>(std::clamp(v, 0.0F, 255.0F) + 0.5F);
}

void dim(GrayImage& picture, float light, Rng& rng) {
  constexpr float kContrast = 2.0F / 3;
  constexpr float kDarkSide = 1.0F / 3;
  constexpr float kNoise = 1;
  const float angle = rng.uniform(0, 2 * kPi);
  const float half_width = static_cast<float>(picture.width) / 2;
  const float half_height = static_cast<float>(picture.height) / 2;
  const float reach =
      half_width * std::abs(std::cos(angle)) + half_height * std::abs(std::sin(angle));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const float along = (static_cast<float>(x) + 0.5F - half_width) * std::cos(angle) +
                          (static_cast<float>(y) + 0.5F - half_height) * std::sin(angle);
      const float share = (along / reach + 1) / 2;  // 0 on the dark side, 1 on the lit one
      std::uint8_t& v = picture.at(x, y);
      const float paper = 255 - kContrast * static_cast<float>(255 - v);
      v = level(paper * light * (kDarkSide + (1 - kDarkSide) * share) + kNoise * rng.normal());
    }
  }
}

void blur(GrayImage& picture, float sigma) {
  std::vector<float> values(picture.pixels.begin(), picture.pixels.end());
  gaussian_blur(values, picture.width, picture.height, sigma, sigma);
  std::transform(values.begin(), values.end(), picture.pixels.begin(), level);
}

void add_noise(GrayImage& picture, float sigma, Rng& rng) {
  for (std::uint8_t& v : picture.pixels) v = level(static_cast<float>(v) + sigma * rng.normal());
}

constexpr std::size_t kBlock = 8;
using Block = std::array<std::array<float, kBlock>, kBlock>;

// Row by row down the vertical frequencies.
constexpr std::array<std::array<int, kBlock>, kBlock> kLuminance = {{
    {16, 11, 10, 16, 24, 40, 51, 61},
    {12, 12, 14, 19, 26, 58, 60, 55},
    {14, 13, 16, 24, 40, 57, 69, 56},
    {14, 17, 22, 29, 51, 87, 80, 62},
    {18, 22, 37, 56, 68, 109, 103, 77},
    {24, 35, 55, 64, 81, 104, 113, 92},
    {49, 64, 78, 87, 103, 121, 120, 101},
    {72, 92, 95, 98, 112, 100, 103, 99},
}};

// The table for a quality, in the library's integers.
Block quantiser(float quality) {
  const int q = std::clamp(static_cast<int>(std::lround(quality)), 1, 100);
  const int percent = q < 50 ? 5000 / q : 200 - 2 * q;
  Block steps;
  for (std::size_t v = 0; v < kBlock; ++v) {
    for (std::size_t u = 0; u < kBlock; ++u) {
      steps[v][u] = static_cast<float>(std::clamp((kLuminance[v][u] * percent + 50) / 100, 1, 255));
    }
  }
  return steps;
}

// The orthonormal DCT-II: frequency by position.
Block cosines() {
  Block table;
  for (std::size_t u = 0; u < kBlock; ++u) {
    for (std::size_t x = 0; x < kBlock; ++x) {
      table[u][x] =
          0.5F * (u == 0 ? std::sqrt(0.5F) : 1.0F) *
          std::cos(static_cast<float>((2 * x + 1) * u) * kPi / static_cast<float>(2 * kBlock));
    }
  }
  return table;
}

Block transposed(const Block& in) {
  Block out;
  for (std::size_t y = 0; y < kBlock; ++y) {
    for (std::size_t x = 0; x < kBlock; ++x) out[x][y] = in[y][x];
  }
  return out;
}

Block product(const Block& a, const Block& b) {
  Block out{};
  for (std::size_t y = 0; y < kBlock; ++y) {
    for (std::size_t k = 0; k < kBlock; ++k) {
      for (std::size_t x = 0; x < kBlock; ++x) out[y][x] += a[y][k] * b[k][x];
    }
  }
  return out;
}

void quantise_as_jpeg(GrayImage& picture, float quality) {
  constexpr int kSide = static_cast<int>(kBlock);
  constexpr float kMiddle = 128;
  const Block steps = quantiser(quality);
  const Block forward = cosines();
  const Block backward = transposed(forward);
  for (int top = 0; top < picture.height; top += kSide) {
    for (int left = 0; left < picture.width; left += kSide) {
      // A block that juts out repeats the last row and column.
      Block block;
      for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
          block[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] =
              static_cast<float>(picture.at(std::min(left + x, picture.width - 1),
                                            std::min(top + y, picture.height - 1))) -
              kMiddle;
        }
      }
      block = product(product(forward, block), backward);
      for (std::size_t v = 0; v < kBlock; ++v) {
        for (std::size_t u = 0; u < kBlock; ++u)
          block[v][u] = std::round(block[v][u] / steps[v][u]) * steps[v][u];
      }
      block = product(product(backward, block), forward);
      for (int y = 0; y < std::min(kSide, picture.height - top); ++y) {
        for (int x = 0; x < std::min(kSide, picture.width - left); ++x) {
          picture.at(left + x, top + y) =
              level(block[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] + kMiddle);
        }
      }
    }
  }
}

void resize(GrayImage& picture, float factor) {
  const auto scaled = [&](int side) {
    return std::max(1, static_cast<int>(std::lround(static_cast<float>(side) * factor)));
  };
  static_cast<Plane&>(picture) = resized(picture, scaled(picture.width), scaled(picture.height));
}

const char* name(DegradationKind kind) {
  switch (kind) {
    case DegradationKind::kDimLight:
      return "dim_light";
    case DegradationKind::kGaussianBlur:
      return "gaussian_blur";
    case DegradationKind::kGaussianNoise:
      return "gaussian_noise";
    case DegradationKind::kJpeg:
      return "jpeg";
    case DegradationKind::kResize:
      return "resize";
  }
  return "unknown";
}

}  // namespace

std::span<const Degradation> all_degradations() { return kAll; }

std::string name(const Degradation& degradation) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s %g", name(degradation.kind),
                static_cast<double>(degradation.amount));
  return text.data();
}

GrayImage degraded(const GrayImage& picture, const Degradation& degradation, Rng& rng) {
  GrayImage out = picture;
  switch (degradation.kind) {
    case DegradationKind::kDimLight:
      dim(out, degradation.amount, rng);
      break;
    case DegradationKind::kGaussianBlur:
      blur(out, degradation.amount);
      break;
    case DegradationKind::kGaussianNoise:
      add_noise(out, degradation.amount, rng);
      break;
    case DegradationKind::kJpeg:
      quantise_as_jpeg(out, degradation.amount);
      break;
    case DegradationKind::kResize:
      resize(out, degradation.amount);
      break;
  }
  return out;
}

}  // namespace ziffer
