#include "core/ink/paper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace ziffer {
namespace {

// Grey levels that ink must differ from its paper at the least.
constexpr int kMinContrast = 10;
// The same in standard deviations of the paper's noise.
constexpr double kMinContrastInNoise = 6;

// A quadratic surface through the paper by least squares, refitted without what lies clearly below
// it: ink. After Lu, Su & Tan 2010, "Document image binarization using background estimation and
// stroke edges", with one surface instead of one polynomial a row.
Field quadratic_surface(const Plane& thumbnail) {
  // The terms 1, u, v, u^2, uv, v^2: powers of u and of v.
  constexpr std::size_t kTerms = 6;
  constexpr std::array<std::size_t, kTerms> kPowerU = {0, 1, 0, 2, 1, 0};
  constexpr std::array<std::size_t, kTerms> kPowerV = {0, 0, 1, 0, 1, 2};
  constexpr int kRounds = 6;
  const auto centred = [](int i, int count) { return 2.0 * i / std::max(1, count - 1) - 1; };
  std::vector<double> us;
  for (int x = 0; x < thumbnail.width; ++x) us.push_back(centred(x, thumbnail.width));
  Field surface(thumbnail.width, thumbnail.height);
  double limit = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    std::array<std::array<double, kTerms + 1>, kTerms> system{};
    for (int y = 0; y < thumbnail.height; ++y) {
      std::array<double, 5> moments{};  // of the paper's places: sums of u^0 .. u^4
      std::array<double, 3> levels{};   // the same, times its grey levels
      for (int x = 0; x < thumbnail.width; ++x) {
        const double level = thumbnail.at(x, y);
        if (round > 0 && static_cast<double>(surface.at(x, y)) - level > limit) continue;
        const double u = us[static_cast<std::size_t>(x)];
        const double uu = u * u;
        moments[0] += 1;
        moments[1] += u;
        moments[2] += uu;
        moments[3] += uu * u;
        moments[4] += uu * uu;
        levels[0] += level;
        levels[1] += level * u;
        levels[2] += level * uu;
      }
      const double v = centred(y, thumbnail.height);
      const std::array<double, 5> power = {1, v, v * v, v * v * v, v * v * v * v};
      for (std::size_t i = 0; i < kTerms; ++i) {
        for (std::size_t j = 0; j < kTerms; ++j)
          system[i][j] += moments[kPowerU[i] + kPowerU[j]] * power[kPowerV[i] + kPowerV[j]];
        system[i][kTerms] += levels[kPowerU[i]] * power[kPowerV[i]];
      }
    }
    // Gauss elimination. The small ridge keeps one-pixel-wide thumbnails solvable.
    for (std::size_t i = 0; i < kTerms; ++i) system[i][i] += 1e-6;
    for (std::size_t i = 0; i < kTerms; ++i) {
      for (std::size_t j = 0; j < kTerms; ++j) {
        if (j == i) continue;
        const double factor = system[j][i] / system[i][i];
        for (std::size_t k = i; k <= kTerms; ++k) system[j][k] -= factor * system[i][k];
      }
    }
    std::array<double, kTerms> solution{};
    for (std::size_t i = 0; i < kTerms; ++i) solution[i] = system[i][kTerms] / system[i][i];
    double below = 0;
    double count = 0;
    for (int y = 0; y < thumbnail.height; ++y) {
      // On a row the surface is a parabola.
      const double v = centred(y, thumbnail.height);
      const double level = solution[0] + v * (solution[2] + v * solution[5]);
      const double slope = solution[1] + v * solution[4];
      for (int x = 0; x < thumbnail.width; ++x) {
        const double u = us[static_cast<std::size_t>(x)];
        const double value = level + u * (slope + u * solution[3]);
        surface.at(x, y) = static_cast<float>(value);
        const double above = thumbnail.at(x, y) - value;
        if (above >= 0) {
          below += above * above;
          ++count;
        }
      }
    }
    // Only the bright side is free of ink, so it alone tells how far paper scatters.
    limit = std::max(4.0, 1.5 * std::sqrt(below / std::max(1.0, count)));
  }
  return surface;
}

enum class Extreme { kMin, kMax };

// Minimum or maximum over a (2 * radius + 1)-wide window along one axis, of what of it lies on the
// plane. The plane grows by `grown` on both ends of that axis: radius, 0 or -radius. Lemire 2006,
// "Streaming maximum-minimum filter": what is left in the queue may still become the extreme.
Field window_extreme(const Field& in, int radius, Extreme kind, bool horizontal, int grown) {
  Field out(in.width + (horizontal ? 2 * grown : 0), in.height + (horizontal ? 0 : 2 * grown));
  const int length = horizontal ? in.width : in.height;
  const int out_length = horizontal ? out.width : out.height;
  const int lines = horizontal ? in.height : in.width;
  std::vector<int> queue(static_cast<std::size_t>(length));
  for (int line = 0; line < lines; ++line) {
    const auto value = [&](int at) { return horizontal ? in.at(at, line) : in.at(line, at); };
    std::size_t head = 0;
    std::size_t tail = 0;
    int next = 0;
    for (int i = 0; i < out_length; ++i) {
      const int centre = i - grown;
      for (; next < length && next <= centre + radius; ++next) {
        while (tail > head && (kind == Extreme::kMin ? value(queue[tail - 1]) >= value(next)
                                                     : value(queue[tail - 1]) <= value(next)))
          --tail;
        queue[tail++] = next;
      }
      while (queue[head] < centre - radius) ++head;
      (horizontal ? out.at(i, line) : out.at(line, i)) = value(queue[head]);
    }
  }
  return out;
}

// Grey closing (Serra 1982): fills every dark detail narrower than the window, keeps slopes as they
// are. What is dark along the border ends there, so that it may be ink however it goes on; where
// shadows have edges it goes on, so that it is a shadow where it is wide along the border.
Field closed(const Field& in, int radius, Shadows shadows) {
  const int grown = shadows == Shadows::kEdged ? radius : 0;
  Field field = window_extreme(in, radius, Extreme::kMax, true, grown);
  field = window_extreme(field, radius, Extreme::kMax, false, grown);
  field = window_extreme(field, radius, Extreme::kMin, true, -grown);
  return window_extreme(field, radius, Extreme::kMin, false, -grown);
}

// Fills the places where `known` is 0 from the known ones around them: halved until nothing is
// missing, then back up (the push-pull of Gortler et al. 1996, "The lumigraph").
void fill_unknown(Field& field, std::vector<float>& known) {
  const int width = field.width;
  const int height = field.height;
  if (std::all_of(known.begin(), known.end(), [](float w) { return w > 0; })) return;
  if (width <= 1 && height <= 1) return;
  Field half((width + 1) / 2, (height + 1) / 2);
  std::vector<float> half_known(half.values.size(), 0.0f);
  const auto index = [](int x, int y, int w) {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x);
  };
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const float weight = known[index(x, y, width)];
      half.at(x / 2, y / 2) += weight * field.at(x, y);
      half_known[index(x / 2, y / 2, half.width)] += weight;
    }
  }
  for (std::size_t i = 0; i < half_known.size(); ++i) {
    if (half_known[i] > 0) half.values[i] /= half_known[i];
    half_known[i] = std::min(1.0f, half_known[i]);
  }
  fill_unknown(half, half_known);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      float& weight = known[index(x, y, width)];
      if (weight > 0) continue;
      const float hx =
          std::clamp((static_cast<float>(x) - 0.5f) / 2, 0.0f, static_cast<float>(half.width - 1));
      const float hy =
          std::clamp((static_cast<float>(y) - 0.5f) / 2, 0.0f, static_cast<float>(half.height - 1));
      const int x0 = static_cast<int>(hx);
      const int y0 = static_cast<int>(hy);
      const int x1 = std::min(x0 + 1, half.width - 1);
      const int y1 = std::min(y0 + 1, half.height - 1);
      const float fx = hx - static_cast<float>(x0);
      const float fy = hy - static_cast<float>(y0);
      field.at(x, y) = (1 - fy) * ((1 - fx) * half.at(x0, y0) + fx * half.at(x1, y0)) +
                       fy * ((1 - fx) * half.at(x0, y1) + fx * half.at(x1, y1));
      weight = 1;
    }
  }
}

// The median of the known values in every window, to an eighth of a level; a window without any
// keeps its value.
Field masked_median(const Field& in, const std::vector<float>& known, int radius) {
  constexpr int kSteps = 8;    // of a level
  constexpr int kRange = 512;  // levels to either side of 0: a picture's and a surface's
  Field out = in;
  if (radius < 1) return out;
  std::vector<std::int16_t> steps(in.values.size(), kNoValue);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (known[i] <= 0) continue;
    const float level = std::clamp(in.values[i], -float{kRange}, kRange - 1.0F / kSteps);
    steps[i] = static_cast<std::int16_t>((level + kRange) * kSteps + 0.5F);
  }
  slide_median<2 * kRange * kSteps>(
      in.width, in.height, radius, [&](int x, int y) { return int{steps[in.index(x, y)]}; },
      [&](int x, int y, int median) {
        out.at(x, y) = static_cast<float>(median) / kSteps - kRange;
      });
  return out;
}

// What `paper` takes for ink without an edge: from `limit` on below the paper, but as dark as what
// is not, a little further out, and as what is further in. There is no ink then, but the window of
// closed() began to fit into a shadow, or light falls off faster than it follows. From such places
// on, over what grows darker slowly and not by more than `limit`, this is given back to the paper,
// which is `level` there, where it is larger than what might be a stroke with a soft edge. What is
// written in the shadow is darker and stays.
void give_back_shadows(const Field& level, float limit, Field& paper) {
  constexpr float kAlike = 0.2F;       // of what a place lies below the paper
  constexpr float kFollowed = 0.1F;    // how fast a shadow's own level changes, of the difference
  constexpr float kStep = 0.25F;       // of limit: more between two pixels is an edge
  constexpr float kLeastArea = 0.02F;  // of the picture
  struct Place {
    int x;
    int y;
    float level;
  };
  const auto depth = [&](int x, int y) { return paper.at(x, y) - level.at(x, y); };
  const auto is_on_plane = [&](int x, int y) {
    return x >= 0 && x < level.width && y >= 0 && y < level.height;
  };
  const auto for_neighbours = [&](int x, int y, int away, auto&& use) {
    for (int dy = -away; dy <= away; dy += away) {
      for (int dx = -away; dx <= away; dx += away) {
        if (is_on_plane(x + dx, y + dy)) use(x + dx, y + dy);
      }
    }
  };
  const auto has_no_edge = [&](int x, int y) {
    const float deep = depth(x, y);
    const auto is_alike = [&](int nx, int ny) {
      return !is_on_plane(nx, ny) || std::abs(level.at(nx, ny) - level.at(x, y)) <= kAlike * deep;
    };
    bool found = false;
    for_neighbours(x, y, 2, [&](int nx, int ny) {
      found |= depth(nx, ny) < limit && is_alike(nx, ny) && is_alike(2 * x - nx, 2 * y - ny);
    });
    return found;
  };
  std::vector<std::uint8_t> open(level.values.size());  // taken for ink, not reached yet
  for (std::size_t i = 0; i < open.size(); ++i)
    open[i] = paper.values[i] - level.values[i] >= limit ? 1 : 0;
  const auto least = static_cast<std::size_t>(kLeastArea * static_cast<float>(open.size()));
  std::vector<Place> shadow;
  for (int y = 0; y < level.height; ++y) {
    for (int x = 0; x < level.width; ++x) {
      if (open[level.index(x, y)] == 0 || !has_no_edge(x, y)) continue;
      shadow.clear();
      const auto enter = [&](int at_x, int at_y, float around) {
        open[level.index(at_x, at_y)] = 0;
        shadow.push_back({at_x, at_y, around + kFollowed * (level.at(at_x, at_y) - around)});
      };
      enter(x, y, level.at(x, y));
      for (std::size_t i = 0; i < shadow.size(); ++i) {
        const Place from = shadow[i];
        const float darkest =
            std::max(from.level - limit, level.at(from.x, from.y) - kStep * limit);
        for_neighbours(from.x, from.y, 1, [&](int nx, int ny) {
          if (open[level.index(nx, ny)] != 0 && level.at(nx, ny) >= darkest)
            enter(nx, ny, from.level);
        });
      }
      if (shadow.size() < least) continue;
      for (const Place& place : shadow) paper.at(place.x, place.y) = level.at(place.x, place.y);
    }
  }
}

}  // namespace

int paper_level(const Histogram& levels) {
  // The median of Otsu's bright class is exact for drawings; then what lies further below than
  // paper scatters above is left out instead, because Otsu also halves paper without any ink.
  const int split = otsu(levels);
  if (split < 0) return -1;
  int paper = quantile(levels, 0.5, split);
  constexpr int kRounds = 4;
  for (int round = 0; round < kRounds; ++round) {
    const int scatter = quantile(levels, 0.683, paper) - paper;
    paper = quantile(levels, 0.5, std::max(0, paper - 3 * scatter));
  }
  return paper;
}

bool has_flat_paper(const Plane& thumbnail, int paper) {
  constexpr int kTolerance = 4;
  const Histogram border = border_histogram_of(thumbnail);
  return count_between(border, paper - kTolerance, paper + kTolerance + 1) * 10 >=
         count_between(border, 0, 256) * 8;
}

bool is_evenly_lit(const Plane& thumbnail, int paper) {
  // Chosen on MNIST's validation digits, cut close and with room, on even and on shaded paper.
  constexpr double kShare = 0.15;
  constexpr double kBright = 0.9;
  std::array<Histogram, 4> quarters{};
  for (int y = 0; y < thumbnail.height; ++y) {
    for (int x = 0; x < thumbnail.width; ++x) {
      const int quarter = (2 * y >= thumbnail.height ? 2 : 0) + (2 * x >= thumbnail.width ? 1 : 0);
      ++quarters[static_cast<std::size_t>(quarter)][thumbnail.at(x, y)];
    }
  }
  int low = 255;
  int high = 0;
  for (const Histogram& quarter : quarters) {
    if (count_between(quarter, 0, 256) == 0) continue;  // a picture one pixel wide
    const int level = quantile(quarter, kBright);
    low = std::min(low, level);
    high = std::max(high, level);
  }
  const int ink = quantile(histogram_of(thumbnail), 0.05);
  return high - low <= kShare * (paper - ink);
}

void continue_paper(const Plane& sheet, Plane& thumbnail) {
  Field levels(thumbnail.width, thumbnail.height);
  levels.values.assign(thumbnail.pixels.begin(), thumbnail.pixels.end());
  std::vector<float> known(sheet.pixels.begin(), sheet.pixels.end());
  fill_unknown(levels, known);
  for (std::size_t i = 0; i < levels.values.size(); ++i)
    thumbnail.pixels[i] = static_cast<std::uint8_t>(levels.values[i]);
}

Split split_differences(const Histogram& darker, const Histogram& brighter) {
  Split split;
  // The paper's even half sits in both tables at 0; two thirds of a half bell lie within one
  // deviation.
  const double deviation = quantile(brighter, 0.683);
  const double wide = quantile(brighter, 0.99) / 2.6;
  split.noise = static_cast<int>(std::lround(4 * std::max(deviation, wide)));
  // Otsu's split is taken among what exceeds the noise, because a page's few strokes would not move
  // a split of all its pixels; it also tells ink from the weaker ruling of lined paper.
  const int low = split.noise + 1;
  if (count_between(darker, low, 256) == 0) return split;
  const int threshold = otsu(darker, low);
  const int candidate = threshold < 0 ? low : threshold;
  // The strokes' edges count among the ink, so its median is no core. Where paper shows no noise
  // the ink has none either, and nearly the darkest level is the core.
  split.full = quantile(darker, split.noise == 0 ? 0.95 : 0.75, candidate);
  if (split.full < kMinContrast || split.full < kMinContrastInNoise * std::max(deviation, wide))
    return split;
  split.ink = std::max({candidate, split.full * 2 / 5, kMinContrast / 2});
  return split;
}

Field paper_surface(const Plane& thumbnail, int smoothing, double window, Shadows shadows) {
  // Medians keep the edges of shadows.
  const Plane smooth = median_filtered(thumbnail, smoothing);
  const Field slope = quadratic_surface(thumbnail);
  Field level(thumbnail.width, thumbnail.height);
  for (std::size_t i = 0; i < level.values.size(); ++i) {
    level.values[i] = static_cast<float>(thumbnail.pixels[i]) - slope.values[i];
  }
  const int radius =
      std::max(2, static_cast<int>(std::min(thumbnail.width, thumbnail.height) * window / 2));
  Field even = level;
  for (std::size_t i = 0; i < even.values.size(); ++i) {
    even.values[i] = static_cast<float>(smooth.pixels[i]) - slope.values[i];
  }
  Field paper = closed(even, radius, shadows);

  constexpr int kRounds = 2;
  for (int round = 0; round < kRounds; ++round) {
    Histogram darker{};
    Histogram brighter{};
    for (std::size_t i = 0; i < level.values.size(); ++i) {
      const int difference = static_cast<int>(std::lround(paper.values[i] - level.values[i]));
      ++darker[static_cast<std::size_t>(std::clamp(difference, 0, 255))];
      ++brighter[static_cast<std::size_t>(std::clamp(-difference, 0, 255))];
    }
    const Split split = split_differences(darker, brighter);
    if (split.ink < 0) break;
    const float limit = std::max(3.0f, static_cast<float>(split.ink) / 2);
    if (round == 0 && shadows == Shadows::kEdged) give_back_shadows(even, limit, paper);
    std::vector<float> known(level.values.size(), 1.0f);
    for (int y = 0; y < level.height; ++y) {
      for (int x = 0; x < level.width; ++x) {
        if (paper.at(x, y) - level.at(x, y) < limit) continue;
        for (int ny = std::max(0, y - 1); ny <= std::min(level.height - 1, y + 1); ++ny) {
          for (int nx = std::max(0, x - 1); nx <= std::min(level.width - 1, x + 1); ++nx) {
            known[level.index(nx, ny)] = 0;
          }
        }
      }
    }
    if (std::all_of(known.begin(), known.end(), [](float w) { return w == 0; })) break;
    Field filled = masked_median(level, known, smoothing);
    fill_unknown(filled, known);
    paper = std::move(filled);
  }
  for (std::size_t i = 0; i < paper.values.size(); ++i) paper.values[i] += slope.values[i];
  return paper;
}

}  // namespace ziffer
