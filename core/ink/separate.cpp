#include "core/ink/separate.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/image/histogram.h"
#include "core/image/resample.h"
#include "core/ink/paper.h"
#include "core/ink/polarity.h"
#include "core/ink/runs.h"

namespace ziffer {
namespace {

// Below this side length a picture holds a single digit and little but its strokes: paper is one
// level.
constexpr int kSmallSide = 48;
constexpr int kThumbnailSide = 128;

void invert(Plane& plane) {
  for (std::uint8_t& v : plane.pixels) v = static_cast<std::uint8_t>(255 - v);
}

// Writes paper minus picture into `darker` and counts both signs.
class Difference {
 public:
  explicit Difference(const GrayImage& picture) : plane_(picture.width, picture.height) {}

  void take_flat(const GrayImage& picture, bool inverted, int paper) {
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
      const int v = inverted ? 255 - picture.pixels[i] : picture.pixels[i];
      put(i, paper - v);
    }
  }

  // The surface is interpolated bilinearly, in 1/256 of a level.
  void take_surface(const GrayImage& picture, bool inverted, const Field& paper) {
    const int width = picture.width;
    const int height = picture.height;
    std::vector<int> upper(static_cast<std::size_t>(width));
    std::vector<int> lower(static_cast<std::size_t>(width));
    int held = -2;
    for (int y = 0; y < height; ++y) {
      const float py =
          std::clamp((static_cast<float>(y) + 0.5f) * static_cast<float>(paper.height) /
                             static_cast<float>(height) -
                         0.5f,
                     0.0f, static_cast<float>(paper.height - 1));
      const int y0 = static_cast<int>(py);
      if (y0 != held) {
        spread_row(paper, y0, upper);
        spread_row(paper, std::min(y0 + 1, paper.height - 1), lower);
        held = y0;
      }
      const int weight = static_cast<int>((py - static_cast<float>(y0)) * 256);
      const std::size_t row = picture.index(0, y);
      for (int x = 0; x < width; ++x) {
        const std::size_t i = static_cast<std::size_t>(x);
        const int level = (upper[i] * (256 - weight) + lower[i] * weight + 32768) >> 16;
        const int v = inverted ? 255 - picture.pixels[row + i] : picture.pixels[row + i];
        put(row + i, level - v);
      }
    }
  }

  const Plane& plane() const { return plane_; }
  const Histogram& brighter() const { return brighter_; }

 private:
  void put(std::size_t i, int difference) {
    plane_.pixels[i] = static_cast<std::uint8_t>(std::clamp(difference, 0, 255));
    if (difference <= 0) ++brighter_[static_cast<std::size_t>(std::min(-difference, 255))];
  }

  static void spread_row(const Field& paper, int y, std::vector<int>& out) {
    const float scale = static_cast<float>(paper.width) / static_cast<float>(out.size());
    for (std::size_t x = 0; x < out.size(); ++x) {
      const float px = std::clamp((static_cast<float>(x) + 0.5f) * scale - 0.5f, 0.0f,
                                  static_cast<float>(paper.width - 1));
      const int x0 = static_cast<int>(px);
      const int x1 = std::min(x0 + 1, paper.width - 1);
      const float f = px - static_cast<float>(x0);
      out[x] = static_cast<int>(((1 - f) * paper.at(x0, y) + f * paper.at(x1, y)) * 256.0f);
    }
  }

  Plane plane_;
  Histogram brighter_{};
};

// 1 where a pixel belongs to ink or lies within `reach` of it: connected stretches of at least
// `low` that somewhere reach `high` (hysteresis, Canny 1986).
Plane ink_mask(const Plane& difference, int low, int high, int reach) {
  const Runs runs = find_runs(difference, static_cast<std::uint8_t>(low));
  std::vector<std::uint8_t> seeded(static_cast<std::size_t>(runs.count), 0);
  for (const Run& run : runs.list) {
    const auto row =
        difference.pixels.begin() + static_cast<std::ptrdiff_t>(difference.index(0, run.y));
    if (*std::max_element(row + run.left, row + run.right) >= high)
      seeded[static_cast<std::size_t>(run.label)] = 1;
  }
  Plane mask(difference.width, difference.height);
  for (const Run& run : runs.list) {
    if (seeded[static_cast<std::size_t>(run.label)] == 0) continue;
    const int left = std::max(0, run.left - reach);
    const int right = std::min(mask.width, run.right + reach);
    for (int y = std::max(0, run.y - reach); y <= std::min(mask.height - 1, run.y + reach); ++y) {
      std::fill_n(mask.pixels.begin() + static_cast<std::ptrdiff_t>(mask.index(left, y)),
                  right - left, std::uint8_t{1});
    }
  }
  return mask;
}

}  // namespace

Result<InkImage> separate_ink(const GrayImage& picture) {
  const Error no_ink{ErrorCode::kNoInk, "Nothing on the picture stands out from its paper."};
  const int longest = std::max(picture.width, picture.height);
  if (picture.width < 1 || picture.height < 1) return no_ink;

  Plane thumbnail = shrunk_to(picture, kThumbnailSide);
  const bool inverted = is_paper_dark(thumbnail);
  if (inverted) invert(thumbnail);

  const Histogram levels = histogram_of(thumbnail);
  const int paper = paper_level(levels);
  if (paper < 0) return no_ink;
  const bool two_toned = is_two_toned(levels, otsu(levels));
  Difference difference(picture);
  if (longest <= kSmallSide || two_toned || has_flat_paper(thumbnail, paper)) {
    difference.take_flat(picture, inverted, paper);
  } else {
    difference.take_surface(
        picture, inverted,
        paper_surface(thumbnail, longest / std::max(thumbnail.width, thumbnail.height)));
  }

  Histogram darker = histogram_of(difference.plane());
  const Split split = split_differences(darker, difference.brighter());
  if (split.ink < 0) return no_ink;

  // On clean paper every difference is ink, however faint. Elsewhere the faintest tenth is noise,
  // JPEG's ringing or the paper's grain.
  const int base = split.noise == 0 ? 0 : std::max(split.noise / 2, split.full / 12);
  constexpr int kReach = 2;
  const int low = split.noise == 0 ? split.full / 12 : split.ink / 2;
  const Plane mask = ink_mask(difference.plane(), std::max(1, low), split.ink, kReach);
  std::array<std::uint8_t, 256> coverage{};
  for (int d = 0; d < 256; ++d) {
    const int scaled =
        ((d - base) * 255 + (split.full - base) / 2) / std::max(1, split.full - base);
    coverage[static_cast<std::size_t>(d)] =
        static_cast<std::uint8_t>(std::clamp(d <= base ? 0 : scaled, 0, 255));
  }
  InkImage ink(picture.width, picture.height);
  for (std::size_t i = 0; i < ink.pixels.size(); ++i) {
    ink.pixels[i] = mask.pixels[i] != 0 ? coverage[difference.plane().pixels[i]] : std::uint8_t{0};
  }
  return ink;
}

}  // namespace ziffer
