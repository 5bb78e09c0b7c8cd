#include "core/train/corruptions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>

#include "core/ink/strokes.h"

using namespace ziffer;

namespace {

// A 7 with soft edges: neither symmetric nor in the middle.
InkImage seven() {
  const std::vector<Stroke> strokes = {{{7, 6}, {20, 6}, {13, 23}}, {{11, 14}, {19, 14}}};
  return draw_strokes(strokes, 2.5F, 28, 28).value();
}

struct Moments {
  double mass = 0;
  double x = 0;
  double y = 0;
  double xx = 0;  // variances and covariance
  double xy = 0;
  double yy = 0;
};

Moments moments_of(const InkImage& ink) {
  Moments m;
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      const double v = ink.at(x, y);
      m.mass += v;
      m.x += v * x;
      m.y += v * y;
      m.xx += v * x * x;
      m.xy += v * x * y;
      m.yy += v * y * y;
    }
  }
  m.x /= m.mass;
  m.y /= m.mass;
  m.xx = m.xx / m.mass - m.x * m.x;
  m.xy = m.xy / m.mass - m.x * m.y;
  m.yy = m.yy / m.mass - m.y * m.y;
  return m;
}

InkImage corrupted_by(Corruption corruption, std::uint64_t seed, const InkImage& ink = seven()) {
  Rng rng({seed});
  return corrupted(ink, corruption, rng);
}

// The share of `seeds` pictures' pixels for which `holds`(before, after).
template <typename Predicate>
double share(Corruption corruption, const InkImage& ink, const Predicate& holds) {
  constexpr std::uint64_t kSeeds = 100;
  long count = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const InkImage out = corrupted_by(corruption, seed, ink);
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
      count += holds(ink.pixels[i], out.pixels[i]);
  }
  return static_cast<double>(count) / static_cast<double>(kSeeds * ink.pixels.size());
}

double mean_of(Corruption corruption, const InkImage& ink) {
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const InkImage out = corrupted_by(corruption, seed, ink);
    sum = std::accumulate(out.pixels.begin(), out.pixels.end(), sum);
  }
  return sum / (100.0 * static_cast<double>(ink.pixels.size()));
}

}  // namespace

TEST_SUITE("corruptions") {
  TEST_CASE("fifteen of them, each by its own name") {
    std::set<std::string> names;
    for (const Corruption corruption : all_corruptions()) names.emplace(name(corruption));
    CHECK(names.size() == 15);
    CHECK(name(Corruption::kShotNoise) == "shot_noise");
    CHECK(name(Corruption::kCannyEdges) == "canny_edges");
  }

  TEST_CASE("each changes the digit, keeps its size and follows its seed") {
    const std::set<Corruption> fixed = {Corruption::kScale, Corruption::kBrightness,
                                        Corruption::kStripe, Corruption::kCannyEdges};
    for (const Corruption corruption : all_corruptions()) {
      CAPTURE(name(corruption));
      std::set<std::string> outcomes;
      for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const InkImage out = corrupted_by(corruption, seed);
        REQUIRE(out.width == 28);
        REQUIRE(out.height == 28);
        CHECK(out.pixels != seven().pixels);
        CHECK(out.pixels == corrupted_by(corruption, seed).pixels);
        outcomes.emplace(out.pixels.begin(), out.pixels.end());
      }
      if (fixed.contains(corruption)) {
        CHECK(outcomes.size() == 1);
      } else if (corruption == Corruption::kShear || corruption == Corruption::kRotate) {
        CHECK(outcomes.size() == 2);
      } else if (corruption == Corruption::kTranslate) {
        CHECK(outcomes.size() == 4);
      } else {
        CHECK(outcomes.size() > 20);  // motion blur samples whole pixels
      }
    }
  }

  TEST_CASE("shot noise is Poisson's, three counts to full ink") {
    const InkImage full(28, 28, 255);
    CHECK(share(Corruption::kShotNoise, full, [](int, int v) { return v == 0; }) ==
          doctest::Approx(std::exp(-3.0)).epsilon(0.03));
    CHECK(share(Corruption::kShotNoise, full, [](int, int v) { return v == 85; }) ==
          doctest::Approx(3 * std::exp(-3.0)).epsilon(0.03));
    CHECK(share(Corruption::kShotNoise, full, [](int, int v) { return v == 170; }) ==
          doctest::Approx(4.5 * std::exp(-3.0)).epsilon(0.03));
    CHECK(share(Corruption::kShotNoise, full, [](int, int v) { return v % 85 != 0; }) == 0);
    // Seldom clipped at a mean of 0.6, so the mean is kept.
    CHECK(mean_of(Corruption::kShotNoise, InkImage(28, 28, 51)) ==
          doctest::Approx(51).epsilon(0.02));
    CHECK(mean_of(Corruption::kShotNoise, InkImage(28, 28, 0)) == 0);
  }

  TEST_CASE("impulse noise: 17 % of the pixels, half of them black, half white") {
    const InkImage gray(28, 28, 100);
    CHECK(share(Corruption::kImpulseNoise, gray, [](int, int v) { return v == 0; }) ==
          doctest::Approx(0.085).epsilon(0.04));
    CHECK(share(Corruption::kImpulseNoise, gray, [](int, int v) { return v == 255; }) ==
          doctest::Approx(0.085).epsilon(0.04));
    CHECK(share(Corruption::kImpulseNoise, gray, [](int, int v) { return v == 100; }) ==
          doctest::Approx(0.83).epsilon(0.01));
  }

  TEST_CASE("glass blur keeps the ink and moves it by a few pixels at most") {
    const Moments before = moments_of(seven());
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Moments after = moments_of(corrupted_by(Corruption::kGlassBlur, seed));
      CHECK(after.mass == doctest::Approx(before.mass).epsilon(0.02));
      CHECK(std::hypot(after.x - before.x, after.y - before.y) < 1.5);
    }
  }

  TEST_CASE("motion blur smears a dot to one side, within 45 degrees of x") {
    InkImage dot(28, 28);
    dot.at(24, 14) = 255;
    std::set<bool> directions;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
      const InkImage out = corrupted_by(Corruption::kMotionBlur, seed, dot);
      const Moments m = moments_of(out);
      CHECK(m.mass == doctest::Approx(255).epsilon(0.05));
      CHECK(out.at(24, 14) > 40);
      for (int x = 25; x < 28; ++x) CHECK(out.at(x, 14) == 0);
      // Half a bell lies sqrt(2 / pi) deviations away from its peak.
      CHECK(std::hypot(m.x - 24, m.y - 14) == doctest::Approx(3 * 0.8).epsilon(0.15));
      CHECK(std::abs(m.y - 14) <= 24 - m.x + 0.01);
      directions.insert(m.y > 14);
    }
    CHECK(directions.size() == 2);
  }

  TEST_CASE("shear leans upright bars to either side by 0.4 radians") {
    InkImage bar(28, 28);
    for (int y = 6; y < 22; ++y) bar.at(13, y) = bar.at(14, y) = 255;
    std::set<bool> sides;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Moments m = moments_of(corrupted_by(Corruption::kShear, seed, bar));
      CHECK(std::abs(m.xy / m.yy) == doctest::Approx(std::tan(0.4)).epsilon(0.05));
      CHECK(m.x == doctest::Approx(13.5).epsilon(0.005));
      sides.insert(m.xy > 0);
    }
    CHECK(sides.size() == 2);
  }

  TEST_CASE("scale shrinks to 0.7 about the middle") {
    const Moments before = moments_of(seven());
    const Moments after = moments_of(corrupted_by(Corruption::kScale, 0));
    CHECK(after.mass == doctest::Approx(0.49 * before.mass).epsilon(0.05));
    CHECK(after.x - 13.5 == doctest::Approx(0.7 * (before.x - 13.5)).epsilon(0.1));
    CHECK(after.y - 13.5 == doctest::Approx(0.7 * (before.y - 13.5)).epsilon(0.1));
    CHECK(after.yy == doctest::Approx(0.49 * before.yy).epsilon(0.05));
  }

  TEST_CASE("rotate turns by 0.4 radians either way and keeps the ink") {
    const auto direction = [](const Moments& m) { return std::atan2(2 * m.xy, m.xx - m.yy) / 2; };
    InkImage bar(28, 28);
    for (int x = 4; x < 24; ++x) bar.at(x, 13) = bar.at(x, 14) = 255;
    std::set<bool> sides;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Moments m = moments_of(corrupted_by(Corruption::kRotate, seed, bar));
      CHECK(std::abs(direction(m)) == doctest::Approx(0.4).epsilon(0.02));
      CHECK(m.mass == doctest::Approx(40 * 255).epsilon(0.02));
      sides.insert(direction(m) > 0);
    }
    CHECK(sides.size() == 2);
  }

  TEST_CASE("brightness adds half of full ink, keeps the order and clips") {
    InkImage ramp(28, 28);
    for (std::size_t i = 0; i < ramp.pixels.size(); ++i)
      ramp.pixels[i] = static_cast<std::uint8_t>(i * 255 / 783);
    const InkImage out = corrupted_by(Corruption::kBrightness, 0, ramp);
    CHECK(std::is_sorted(out.pixels.begin(), out.pixels.end()));
    for (std::size_t i = 0; i < ramp.pixels.size(); ++i)
      CHECK(std::abs(out.pixels[i] - std::min(255.0, ramp.pixels[i] + 127.5)) <= 0.5);
  }

  TEST_CASE("translate moves by three pixels on both axes") {
    const Moments before = moments_of(seven());
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Moments after = moments_of(corrupted_by(Corruption::kTranslate, seed));
      CHECK(after.mass == before.mass);  // nothing of this digit reaches the border
      CHECK(std::abs(after.x - before.x) == doctest::Approx(3));
      CHECK(std::abs(after.y - before.y) == doctest::Approx(3));
    }
    const InkImage corner = corrupted_by(Corruption::kTranslate, 3, InkImage(28, 28, 255));
    CHECK(std::count(corner.pixels.begin(), corner.pixels.end(), 255) == 25 * 25);
  }

  TEST_CASE("stripe inverts seven columns at either side and nothing else; twice is none") {
    const InkImage once = corrupted_by(Corruption::kStripe, 0);
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) {
        const int before = seven().at(x, y);
        CHECK(once.at(x, y) == (x < 7 || x >= 21 ? 255 - before : before));
      }
    }
    CHECK(corrupted_by(Corruption::kStripe, 0, once).pixels == seven().pixels);
  }

  TEST_CASE("fog brightens the paper and leaves a quarter of the contrast") {
    CHECK(mean_of(Corruption::kFog, seven()) > 2 * mean_of(Corruption::kTranslate, seven()));
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      // One cloud for both: what ink adds to it is scaled by 1 / (1 + 3).
      InkImage dotted = seven();
      dotted.at(2, 2) = 255;
      const int added = corrupted_by(Corruption::kFog, seed, dotted).at(2, 2) -
                        corrupted_by(Corruption::kFog, seed, seven()).at(2, 2);
      CHECK(added == doctest::Approx(255.0 / 4).epsilon(0.02));
    }
  }

  TEST_CASE("fog is smooth at a distance of one pixel compared with ten") {
    double near = 0;
    double far = 0;
    InkImage dot(28, 28);
    dot.at(0, 0) = 255;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const InkImage out = corrupted_by(Corruption::kFog, seed, dot);
      for (int y = 1; y < 28; ++y) {
        for (int x = 0; x < 18; ++x) {
          near += std::abs(out.at(x, y) - out.at(x + 1, y));
          far += std::abs(out.at(x, y) - out.at(x + 10, y));
        }
      }
    }
    CHECK(near > 0);
    CHECK(far > 2 * near);
  }

  TEST_CASE("spatter lays grey blots over ink and paper") {
    const auto blotted = [](int before, int after) { return before != after; };
    for (const InkImage& flat : {InkImage(28, 28), InkImage(28, 28, 255)}) {
      const double covered = share(Corruption::kSpatter, flat, blotted);
      CHECK(covered > 0.05);
      CHECK(covered < 0.3);
    }
    // Between 0.8 and wholly opaque, at 63 of 255.
    CHECK(share(Corruption::kSpatter, InkImage(28, 28),
                [](int, int v) { return v > 0 && v < 50; }) == 0);
    CHECK(share(Corruption::kSpatter, InkImage(28, 28), [](int, int v) { return v > 63; }) == 0);
  }

  TEST_CASE("a dotted line crosses from side to side in dots of two columns") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const InkImage out = corrupted_by(Corruption::kDottedLine, seed, InkImage(28, 28));
      double last = 0;
      for (int x = 0; x < 28; ++x) {
        double sum = 0;
        double weighted = 0;
        for (int y = 0; y < 28; ++y) {
          sum += out.at(x, y);
          weighted += out.at(x, y) * y;
        }
        CHECK((sum > 0) == (x % 4 >= 2 && x < 27));
        if (sum > 0 && x % 4 == 3)
          CHECK(std::abs(weighted / sum - last) <= 1.01);  // at most 45 degrees
        last = sum > 0 ? weighted / sum : 0;
      }
    }
  }

  TEST_CASE("a zigzag crosses columns 2 to 25, going up and down by two rows") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const InkImage out = corrupted_by(Corruption::kZigzag, seed, InkImage(28, 28));
      std::vector<int> rows;  // of the darkest pixel of each column
      for (int x = 0; x < 28; ++x) {
        int best = 0;
        for (int y = 1; y < 28; ++y) {
          if (out.at(x, y) > out.at(x, best)) best = y;
        }
        if (x < 2 || x > 25) CHECK(out.at(x, best) == 0);
        rows.push_back(best);
      }
      if (rows[4] < 10 || rows[4] > 17) continue;  // part of it may lie outside
      int turns = 0;
      int direction = 0;
      for (std::size_t x = 4; x <= 23; ++x) {
        const int step = rows[x] - rows[x - 1];
        if (step * direction < 0) ++turns;
        if (step != 0) direction = step;
      }
      CHECK(turns >= 4);
      CHECK(turns <= 7);
    }
  }

  TEST_CASE("Canny edges: black and white only, two lines for a stroke, none for flat planes") {
    const InkImage edges = corrupted_by(Corruption::kCannyEdges, 0);
    for (const std::uint8_t v : edges.pixels) CHECK((v == 0 || v == 255));

    InkImage bar(28, 28);
    for (int y = 3; y < 25; ++y) {
      for (int x = 11; x < 17; ++x) bar.at(x, y) = 255;
    }
    const InkImage outline = corrupted_by(Corruption::kCannyEdges, 0, bar);
    for (int y = 8; y < 20; ++y) {
      std::set<int> columns;
      for (int x = 0; x < 28; ++x) {
        if (outline.at(x, y) > 0) columns.insert(x);
      }
      // The step lies between two pixels that are equally steep: one of them or both.
      CHECK((columns.contains(10) || columns.contains(11)));
      CHECK((columns.contains(16) || columns.contains(17)));
      for (const int x : columns) CHECK((x == 10 || x == 11 || x == 16 || x == 17));
    }
    CHECK(mean_of(Corruption::kCannyEdges, InkImage(28, 28, 255)) == 0);
  }

  TEST_CASE("Canny edges: weak ones count only when connected with strong ones") {
    // An upright edge that fades downwards. After the blur a step of s levels has a gradient of
    // about s / 102: strong from 20 levels on, weak from 10.
    const auto fading = [](int from) {
      InkImage ink(28, 28);
      for (int y = 0; y < 28; ++y) {
        for (int x = 14; x < 28; ++x) ink.at(x, y) = static_cast<std::uint8_t>(from - y / 2);
      }
      return corrupted_by(Corruption::kCannyEdges, 0, ink);
    };
    const InkImage joined = fading(24);
    for (int y = 1; y < 22; ++y) CHECK(std::max(joined.at(13, y), joined.at(14, y)) == 255);
    const InkImage alone = fading(18);
    CHECK(std::count(alone.pixels.begin(), alone.pixels.end(), 255) == 0);
  }
}
