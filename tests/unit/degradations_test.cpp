#include "core/train/degradations.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/train/gaussian_blur.h"

using namespace ziffer;

namespace {

// A black cross on white paper; sides that are no multiples of 8.
GrayImage cross() {
  GrayImage picture(61, 43, 255);
  for (int i = 8; i < 35; ++i) {
    for (int d = 0; d < 4; ++d) picture.at(29 + d, i) = picture.at(i + 8, 20 + d) = 0;
  }
  return picture;
}

GrayImage degraded_by(DegradationKind kind, float amount, std::uint64_t seed,
                      const GrayImage& picture = cross()) {
  Rng rng({seed});
  return degraded(picture, {kind, amount}, rng);
}

double mean_of(const Plane& plane) {
  return std::accumulate(plane.pixels.begin(), plane.pixels.end(), 0.0) /
         static_cast<double>(plane.pixels.size());
}

double deviation_of(const Plane& plane) {
  const double mean = mean_of(plane);
  double sum = 0;
  for (const std::uint8_t v : plane.pixels) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(plane.pixels.size()));
}

double mean_error(const Plane& a, const Plane& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

}  // namespace

TEST_SUITE("degradations") {
  TEST_CASE("each has its own name, changes the picture, and follows its seed") {
    std::set<std::string> names;
    for (const Degradation& degradation : all_degradations()) {
      CAPTURE(name(degradation));
      names.insert(name(degradation));
      const auto by = [&](std::uint64_t seed) {
        return degraded_by(degradation.kind, degradation.amount, seed);
      };
      CHECK(by(1).pixels != cross().pixels);
      CHECK(by(1).pixels == by(1).pixels);
      const bool random = degradation.kind == DegradationKind::kDimLight ||
                          degradation.kind == DegradationKind::kGaussianNoise;
      CHECK((by(1).pixels != by(2).pixels) == random);
      if (degradation.kind != DegradationKind::kResize) {
        CHECK(by(1).width == cross().width);
        CHECK(by(1).height == cross().height);
      }
    }
    CHECK(names.size() == all_degradations().size());
    CHECK(names.contains("gaussian_blur 2"));
    CHECK(names.contains("resize 0.25"));
  }

  TEST_CASE("dim light: full on one side, a third on the other, two thirds of the contrast") {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const GrayImage paper =
          degraded_by(DegradationKind::kDimLight, 0.6F, seed, GrayImage(80, 120, 255));
      const GrayImage ink =
          degraded_by(DegradationKind::kDimLight, 0.6F, seed, GrayImage(80, 120, 0));
      CHECK(*std::max_element(paper.pixels.begin(), paper.pixels.end()) ==
            doctest::Approx(0.6 * 255).epsilon(0.04));
      CHECK(*std::min_element(paper.pixels.begin(), paper.pixels.end()) ==
            doctest::Approx(0.2 * 255).epsilon(0.08));
      CHECK(mean_of(paper) == doctest::Approx(0.4 * 255).epsilon(0.02));
      CHECK(mean_of(ink) == doctest::Approx(mean_of(paper) / 3).epsilon(0.02));
    }
  }

  TEST_CASE("blur spreads a point to a bell of the stated deviation and keeps its sum") {
    GrayImage flat(40, 40, 180);
    CHECK(degraded_by(DegradationKind::kGaussianBlur, 4, 0, flat).pixels == flat.pixels);
    std::vector<float> plane(61 * 51);
    plane[25 * 61 + 30] = 1;
    gaussian_blur(plane, 61, 51, 3, 2);
    double sum = 0;
    double xx = 0;
    double yy = 0;
    for (int y = 0; y < 51; ++y) {
      for (int x = 0; x < 61; ++x) {
        const double v = static_cast<double>(plane[static_cast<std::size_t>(y * 61 + x)]);
        sum += v;
        xx += v * (x - 30) * (x - 30);
        yy += v * (y - 25) * (y - 25);
      }
    }
    CHECK(sum == doctest::Approx(1));
    CHECK(std::sqrt(xx) == doctest::Approx(3).epsilon(0.01));
    CHECK(std::sqrt(yy) == doctest::Approx(2).epsilon(0.01));
  }

  TEST_CASE("beyond the border its pixels repeat, and kernels may be wider than the plane") {
    std::vector<float> plane = {1, 1, 5, 5};  // 4x1
    gaussian_blur(plane, 4, 1, 50, 50);
    for (const float v : plane) CHECK(v == doctest::Approx(3).epsilon(0.05));
    std::vector<float> unchanged = {1, 2, 3, 4};
    gaussian_blur(unchanged, 2, 2, 0, 0);
    CHECK(unchanged == std::vector<float>{1, 2, 3, 4});
  }

  TEST_CASE("noise has the stated deviation and no bias") {
    for (const float sigma : {4.0F, 16.0F}) {
      const GrayImage noisy =
          degraded_by(DegradationKind::kGaussianNoise, sigma, 1, GrayImage(200, 200, 128));
      CHECK(mean_of(noisy) == doctest::Approx(128).epsilon(0.01));
      CHECK(deviation_of(noisy) == doctest::Approx(static_cast<double>(sigma)).epsilon(0.02));
    }
  }

  TEST_CASE("JPEG: nearly lossless at quality 100, worse and worse below") {
    double last = 0;
    for (const float quality : {100.0F, 75.0F, 50.0F, 20.0F, 5.0F}) {
      const double error = mean_error(degraded_by(DegradationKind::kJpeg, quality, 0), cross());
      CHECK(error > last);
      last = error;
      if (quality == 100) CHECK(error < 0.6);
    }
  }

  TEST_CASE("JPEG: a slope becomes flat blocks of 8x8 at quality 1, stepped by an eighth of 255") {
    GrayImage slope(32, 20);
    for (int y = 0; y < 20; ++y) {
      for (int x = 0; x < 32; ++x) slope.at(x, y) = static_cast<std::uint8_t>(40 + 3 * x);
    }
    const GrayImage out = degraded_by(DegradationKind::kJpeg, 1, 0, slope);
    for (int y = 0; y < 20; ++y) {
      for (int x = 0; x < 32; ++x) {
        CHECK(out.at(x, y) == out.at(x / 8 * 8, 0));
        // The DC coefficient is eight times the mean, its step 255.
        const double steps = (out.at(x, y) - 128) / (255.0 / 8);
        CHECK(std::abs(steps - std::round(steps)) < 0.02);
      }
    }
  }

  TEST_CASE("resize multiplies both sides, and keeps one pixel at least") {
    const GrayImage half = degraded_by(DegradationKind::kResize, 0.5F, 0, GrayImage(60, 43, 9));
    CHECK(half.width == 30);
    CHECK(half.height == 22);
    CHECK(mean_of(half) == 9);
    CHECK(degraded_by(DegradationKind::kResize, 3, 0).width == 183);
    CHECK(degraded_by(DegradationKind::kResize, 0.01F, 0).width == 1);
  }
}
