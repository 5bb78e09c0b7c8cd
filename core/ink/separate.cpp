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
#include "core/ink/sheet.h"

namespace ziffer {
namespace {

// Below this side length a picture holds a single digit and little but its strokes, which may cover
// most of its border: how even the light is shows in all of it.
constexpr int kSmallSide = 48;
constexpr int kThumbnailSide = 128;
// Of a thumbnail's shorter side: wider dark places are shadows, not strokes.
constexpr double kWindow = 0.4;

void invert(Plane& plane) {
  for (std::uint8_t& v : plane.pixels) v = static_cast<std::uint8_t>(255 - v);
}

// Differences to paper this dark or darker are not taken for more than they are.
constexpr int kDarkestPaper = 48;

// Writes paper minus picture into a plane and counts both signs. A relative difference is in
// 1/255 of the paper's level.
class Difference {
 public:
  explicit Difference(const GrayImage& picture, bool relative = false)
      : plane_(picture.width, picture.height) {
    for (int level = 0; level < 256; ++level) {
      gain_[static_cast<std::size_t>(level)] =
          relative ? (255 << 8) / std::max(level, kDarkestPaper) : 1 << 8;
    }
  }

  void take_flat(const GrayImage& picture, bool inverted, int paper) {
    for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
      const int v = inverted ? 255 - picture.pixels[i] : picture.pixels[i];
      put(i, paper, v);
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
        put(row + i, level, v);
      }
    }
  }

  // No differences but where `sheet`, which may be smaller, is not 0.
  void keep(const Plane& sheet) {
    for (int y = 0; y < plane_.height; ++y) {
      const int sheet_y = y * sheet.height / plane_.height;
      for (int x = 0; x < plane_.width; ++x) {
        if (sheet.at(x * sheet.width / plane_.width, sheet_y) == 0) plane_.at(x, y) = 0;
      }
    }
  }

  const Plane& plane() const { return plane_; }
  const Histogram& brighter() const { return brighter_; }

 private:
  void put(std::size_t i, int paper, int level) {
    const int difference =
        ((paper - level) * gain_[static_cast<std::size_t>(std::clamp(paper, 0, 255))]) / 256;
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
  std::array<int, 256> gain_{};  // by the paper's level, in 1/256
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
  const bool small = longest <= kSmallSide;
  if (two_toned || has_flat_paper(thumbnail, paper) || (small && is_evenly_lit(thumbnail, paper))) {
    difference.take_flat(picture, inverted, paper);
  } else {
    // A large picture's thumbnail has its noise averaged out already; a small one's strokes are
    // too thin for medians.
    const int shrink = longest / std::max(thumbnail.width, thumbnail.height);
    const int smoothing = small ? 0 : (shrink >= 8 ? 1 : (shrink >= 3 ? 2 : 3));
    difference.take_surface(picture, inverted,
                            paper_surface(thumbnail, smoothing, kWindow, Shadows::kSoft));
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

namespace {

constexpr int kPageThumbnailSide = 384;
constexpr double kPageWindow = 0.2;

// The darkness that counts as full ink, for every stretch of a page.
class InkLevels {
 public:
  InkLevels(const Plane& difference, const Runs& runs)
      : tile_(std::max(16, std::max(difference.width, difference.height) / 40)),
        columns_(difference.width / tile_ + 1),
        rows_(difference.height / tile_ + 1),
        darkest_(static_cast<std::size_t>(columns_ * rows_), 0),
        strokes_(static_cast<std::size_t>(runs.count)) {
    for (const Run& run : runs.list) {
      Stroke& stroke = strokes_[static_cast<std::size_t>(run.label)];
      const int peak = peak_of(difference, run);
      stroke.peaks += peak;
      ++stroke.runs;
      stroke.left = std::min(stroke.left, run.left);
      stroke.right = std::max(stroke.right, run.right);
      stroke.top = std::min(stroke.top, run.y);
      stroke.bottom = run.y + 1;
      std::uint8_t& darkest = darkest_[tile_of(run.left, run.y)];
      darkest = std::max(darkest, static_cast<std::uint8_t>(peak));
    }
    spread_darkest();
  }

  int full(const Run& run) const {
    const Stroke& stroke = strokes_[static_cast<std::size_t>(run.label)];
    const int own = static_cast<int>(stroke.peaks / stroke.runs);
    if (std::max(stroke.right - stroke.left, stroke.bottom - stroke.top) <= 4 * tile_) return own;
    return std::max(own, darkest_[tile_of((run.left + run.right) / 2, run.y)] * 3 / 4);
  }

 private:
  struct Stroke {
    long peaks = 0;
    long runs = 0;
    int left = 1 << 30;
    int right = 0;
    int top = 1 << 30;
    int bottom = 0;
  };

  static int peak_of(const Plane& difference, const Run& run) {
    const auto row =
        difference.pixels.begin() + static_cast<std::ptrdiff_t>(difference.index(0, run.y));
    return *std::max_element(row + run.left, row + run.right);
  }

  std::size_t tile_of(int x, int y) const {
    return static_cast<std::size_t>(y / tile_ * columns_ + x / tile_);
  }

  void spread_darkest() {
    const std::vector<std::uint8_t> own = darkest_;
    for (int y = 0; y < rows_; ++y) {
      for (int x = 0; x < columns_; ++x) {
        std::uint8_t& darkest = darkest_[static_cast<std::size_t>(y * columns_ + x)];
        for (int ny = std::max(0, y - 1); ny <= std::min(rows_ - 1, y + 1); ++ny) {
          for (int nx = std::max(0, x - 1); nx <= std::min(columns_ - 1, x + 1); ++nx)
            darkest = std::max(darkest, own[static_cast<std::size_t>(ny * columns_ + nx)]);
        }
      }
    }
  }

  const int tile_;
  const int columns_;
  const int rows_;
  std::vector<std::uint8_t> darkest_;  // peak of each tile and its neighbours
  std::vector<Stroke> strokes_;
};

// Coverage too faint to be more than a stroke's edge goes where there is no stroke beside it.
InkImage without_haze(const InkImage& ink, std::uint8_t solid) {
  InkImage kept(ink.width, ink.height);
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      const std::uint8_t v = ink.at(x, y);
      if (v == 0) continue;
      bool beside = v >= solid;
      for (int ny = std::max(0, y - 1); !beside && ny <= std::min(ink.height - 1, y + 1); ++ny) {
        for (int nx = std::max(0, x - 1); nx <= std::min(ink.width - 1, x + 1); ++nx)
          beside = beside || ink.at(nx, ny) >= solid;
      }
      if (beside) kept.at(x, y) = v;
    }
  }
  return kept;
}

}  // namespace

Result<InkImage> separate_page_ink(const GrayImage& page, Shadows shadows, Plane* darkness) {
  const bool small = is_small_page(page);
  if (small && shadows == Shadows::kSoft) {
    if (darkness != nullptr) *darkness = Plane(page.width, page.height);
    return separate_ink(page);
  }
  const Error no_ink{ErrorCode::kNoInk, "Nothing on the page stands out from its paper."};
  if (page.width < 1 || page.height < 1) return no_ink;

  Plane thumbnail = shrunk_to(page, kPageThumbnailSide);
  const Plane sheet =
      find_sheet(thumbnail, shadows == Shadows::kNone ? kHardlyDarker : kDarkerThanShadows);
  if (sheet.width > 0) continue_paper(sheet, thumbnail);
  const bool inverted = is_page_dark(thumbnail);
  if (inverted) invert(thumbnail);
  const int paper = paper_level(histogram_of(thumbnail));
  if (paper < 0) return no_ink;
  Difference difference(page, true);
  if (has_flat_paper(thumbnail, paper)) {
    difference.take_flat(page, inverted, paper);
  } else {
    // On a strip, digits are as large as the window, and may be its shadows.
    const bool strip = std::max(page.width, page.height) > 2 * std::min(page.width, page.height);
    difference.take_surface(
        page, inverted,
        paper_surface(thumbnail, 1, kPageWindow, strip ? Shadows::kSoft : Shadows::kEdged));
  }
  if (sheet.width > 0) difference.keep(sheet);

  const Split split = split_differences(histogram_of(difference.plane()), difference.brighter());
  if (split.ink < 0) return no_ink;
  const int low = std::max({1, split.noise + 1, split.full / 12});
  const int faintest = std::max({10, split.noise * 3 / 2, split.full / 4});
  const Runs runs = find_runs(difference.plane(), static_cast<std::uint8_t>(low));
  const InkLevels levels(difference.plane(), runs);
  InkImage ink(page.width, page.height);
  for (const Run& run : runs.list) {
    const int full = levels.full(run);
    if (full < faintest) continue;
    const int base = split.noise == 0 ? 0 : std::max(split.noise / 2, full / 12);
    const int scale = (255 << 8) / std::max(1, full - base);
    for (int x = run.left; x < run.right; ++x) {
      const int above = difference.plane().at(x, run.y) - base;
      ink.at(x, run.y) = static_cast<std::uint8_t>(std::clamp((above * scale) >> 8, 0, 255));
    }
  }
  if (darkness != nullptr) *darkness = difference.plane();
  constexpr std::uint8_t kSolid = 90;
  return without_haze(ink, kSolid);
}

Desk desk_on(const GrayImage& picture) {
  const Plane thumbnail = shrunk_to(picture, kPageThumbnailSide);
  if (find_sheet(thumbnail, kHardlyDarker).width == 0) return Desk::kNone;
  return find_sheet(thumbnail, kDarkerThanShadows).width == 0 ? Desk::kDoubtful : Desk::kDark;
}

}  // namespace ziffer
