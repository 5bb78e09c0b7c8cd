#include "core/train/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "core/geometry.h"
#include "core/image/bilinear.h"
#include "core/image/resample.h"
#include "core/ink/components.h"
#include "core/ink/crop.h"
#include "core/ink/separate.h"
#include "core/train/chance.h"
#include "core/train/smooth_field.h"

namespace ziffer {
namespace {

// Three times the glyph's 20: interpolation smears edges by a pixel of the result, and at the
// glyph's own size training would see smaller, softer digits than reading does.
constexpr int kTall = 3 * kGlyphBox;
constexpr int kSheet = 2 * kTall;
constexpr float kMiddle = kSheet / 2.0F;

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F) + 0.5F);
}

// The affine part: stretch, then slant, then rotation; and the elastic field laid over the sheet.
struct Warp {
  float xx, xy, yx, yy;
  SmoothField dx, dy;

  Warp(const Augmentation& ranges, const Hand& hand, Rng& rng)
      : dx(4, ranges.elastic * kTall, rng), dy(4, ranges.elastic * kTall, rng) {
    const float angle = (hand.rotation + rng.uniform(-ranges.rotation, ranges.rotation)) *
                        (std::numbers::pi_v<float> / 180.0F);
    const float shear = hand.shear + rng.uniform(-ranges.shear, ranges.shear);
    const float stretch = 1.0F + hand.stretch + rng.uniform(-ranges.stretch, ranges.stretch);
    const float cosine = std::cos(angle);
    const float sine = std::sin(angle);
    xx = cosine * stretch;
    xy = -sine - shear * cosine;
    yx = sine * stretch;
    yy = cosine - shear * sine;
  }
};

// From a digit's own size to that on the sheet.
float enlargement(float width, float height, const Hand& hand) {
  if (hand.height <= 0) return static_cast<float>(kTall) / std::max({width, height, 1e-3F});
  // A digit that lies rather than stands would not fit the sheet.
  return hand.height / std::max({height, 0.8F * width, 1e-3F});
}

InkImage warped_plane(const InkImage& given, const Warp& warp, const Hand& hand, Rng& rng) {
  InkImage sheet(kSheet, kSheet);
  InkImage ink;
  static_cast<Plane&>(ink) = shrunk_to(given, kTall);
  const Box box = ink_box(ink);
  if (box.width() <= 0) return sheet;
  const float enlarged =
      enlargement(static_cast<float>(box.width()), static_cast<float>(box.height()), hand);
  const float source_x = static_cast<float>(box.left + box.right - 1) / 2.0F;
  const float source_y = static_cast<float>(box.top + box.bottom - 1) / 2.0F;

  // From the sheet back to the source.
  const float determinant = (warp.xx * warp.yy - warp.xy * warp.yx) * enlarged;
  const float xx = warp.yy / determinant;
  const float xy = -warp.xy / determinant;
  const float yx = -warp.yx / determinant;
  const float yy = warp.xx / determinant;
  // The part of the sheet that can hold ink.
  const float half_width = enlarged * static_cast<float>(box.width()) / 2.0F;
  const float half_height = enlarged * static_cast<float>(box.height()) / 2.0F;
  constexpr float kRoom = 12;  // for the elastic field
  const float reach_x = std::abs(warp.xx) * half_width + std::abs(warp.xy) * half_height + kRoom;
  const float reach_y = std::abs(warp.yx) * half_width + std::abs(warp.yy) * half_height + kRoom;
  const int left = std::max(0, static_cast<int>(kMiddle - reach_x));
  const int right = std::min(kSheet, static_cast<int>(kMiddle + reach_x) + 1);
  const int top = std::max(0, static_cast<int>(kMiddle - reach_y));
  const int bottom = std::min(kSheet, static_cast<int>(kMiddle + reach_y) + 1);

  // What is fainter than this at the edge of a stroke is smear. Drawn anew for every image, since a
  // reader's threshold, too, finds the box now a little wider, now a little narrower.
  const float faint = rng.uniform(16, 96);
  // A frame of paper around the source spares the inner loop its comparisons.
  const int padded_width = ink.width + 4;
  const int padded_height = ink.height + 4;
  std::vector<float> padded(static_cast<std::size_t>(padded_width * padded_height));
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      padded[static_cast<std::size_t>((y + 2) * padded_width + x + 2)] = ink.at(x, y);
    }
  }
  const float last_x = static_cast<float>(padded_width) - 1.01F;
  const float last_y = static_cast<float>(padded_height) - 1.01F;
  std::array<float, kSheet> dx;
  std::array<float, kSheet> dy;
  for (int y = top; y < bottom; ++y) {
    warp.dx.row(static_cast<float>(y) / kSheet, dx);
    warp.dy.row(static_cast<float>(y) / kSheet, dy);
    for (int x = left; x < right; ++x) {
      const float u = static_cast<float>(x) + 0.5F - kMiddle + dx[static_cast<std::size_t>(x)];
      const float v = static_cast<float>(y) + 0.5F - kMiddle + dy[static_cast<std::size_t>(x)];
      const float sx = std::clamp(xx * u + xy * v + source_x + 2, 0.0F, last_x);
      const float sy = std::clamp(yx * u + yy * v + source_y + 2, 0.0F, last_y);
      const int x0 = static_cast<int>(sx);
      const int y0 = static_cast<int>(sy);
      const float ax = sx - static_cast<float>(x0);
      const float ay = sy - static_cast<float>(y0);
      const float* row = padded.data() + y0 * padded_width + x0;
      const float* below = row + padded_width;
      const float value =
          (row[0] * (1 - ax) + row[1] * ax) * (1 - ay) + (below[0] * (1 - ax) + below[1] * ax) * ay;
      if (value >= faint) sheet.at(x, y) = static_cast<std::uint8_t>(value + 0.5F);
    }
  }
  return sheet;
}

struct Extent {
  float left = 0, top = 0, right = 0, bottom = 0;
  float longest() const { return std::max({right - left, bottom - top, 1e-3F}); }
};

Extent extent_of(std::span<const Stroke> strokes) {
  Extent e{1e30F, 1e30F, -1e30F, -1e30F};
  for (const Stroke& stroke : strokes) {
    for (const Point& p : stroke) {
      e = {std::min(e.left, p.x), std::min(e.top, p.y), std::max(e.right, p.x),
           std::max(e.bottom, p.y)};
    }
  }
  return e;
}

InkImage drawn(std::span<const Stroke> strokes, float pen_width, int side) {
  Result<InkImage> ink = draw_strokes(strokes, pen_width, side, side);
  return ink ? std::move(ink).value() : InkImage(side, side);
}

InkImage warped_strokes(std::vector<Stroke> strokes, const Warp& warp, const Augmentation& ranges,
                        const Hand& hand, Rng& rng) {
  const Extent extent = extent_of(strokes);
  const float scale = enlargement(extent.right - extent.left, extent.bottom - extent.top, hand);
  const float x0 = (extent.left + extent.right) / 2;
  const float y0 = (extent.top + extent.bottom) / 2;
  const bool varied = ranges.pen > 0;
  // A mouse trembles and reports few points.
  const float tremor = varied && happens(0.3F, rng) ? rng.uniform(0.2F, 1.0F) : 0.0F;
  const std::size_t step = varied && happens(0.3F, rng) ? 2 + rng.below(3) : 1;
  float shake_x = 0;
  float shake_y = 0;
  for (Stroke& stroke : strokes) {
    Stroke kept;
    for (std::size_t i = 0; i < stroke.size(); ++i) {
      if (i % step != 0 && i + 1 != stroke.size()) continue;
      if (tremor > 0) {
        shake_x = 0.7F * shake_x + tremor * rng.normal();
        shake_y = 0.7F * shake_y + tremor * rng.normal();
      }
      const float u = (stroke[i].x - x0) * scale;
      const float v = (stroke[i].y - y0) * scale;
      const float x = kMiddle + warp.xx * u + warp.xy * v + shake_x;
      const float y = kMiddle + warp.yx * u + warp.yy * v + shake_y;
      kept.push_back(
          {x + warp.dx.at(x / kSheet, y / kSheet), y + warp.dy.at(x / kSheet, y / kSheet)});
    }
    stroke = std::move(kept);
  }
  if (hand.pen_width > 0) return drawn(strokes, hand.pen_width, kSheet);
  return drawn(strokes, varied ? random_pen_width(rng) : kTall / 10.0F, kSheet);
}

// The mean of a (2 radius + 1) square around each pixel, by running sums.
Plane box_blurred(const Plane& in, int radius) {
  const int window = 2 * radius + 1;
  Plane rows(in.width, in.height);
  for (int y = 0; y < in.height; ++y) {
    const std::uint8_t* from = in.pixels.data() + in.index(0, y);
    std::uint8_t* to = rows.pixels.data() + rows.index(0, y);
    int sum = 0;
    for (int x = 0; x < std::min(radius, in.width); ++x) sum += from[x];
    for (int x = 0; x < in.width; ++x) {
      if (x + radius < in.width) sum += from[x + radius];
      if (x - radius > 0) sum -= from[x - radius - 1];
      to[x] = static_cast<std::uint8_t>((sum + window / 2) / window);
    }
  }
  Plane out(in.width, in.height);
  std::vector<int> sums(static_cast<std::size_t>(in.width), 0);
  const auto add = [&](int y, int sign) {
    const std::uint8_t* row = rows.pixels.data() + rows.index(0, y);
    for (int x = 0; x < in.width; ++x) sums[static_cast<std::size_t>(x)] += sign * row[x];
  };
  for (int y = 0; y < std::min(radius, in.height); ++y) add(y, 1);
  for (int y = 0; y < in.height; ++y) {
    if (y + radius < in.height) add(y + radius, 1);
    if (y - radius > 0) add(y - radius - 1, -1);
    std::uint8_t* to = out.pixels.data() + out.index(0, y);
    for (int x = 0; x < in.width; ++x) {
      to[x] = static_cast<std::uint8_t>((sums[static_cast<std::size_t>(x)] + window / 2) / window);
    }
  }
  return out;
}

long mass_of(const Plane& plane) {
  long mass = 0;
  for (const std::uint8_t v : plane.pixels) mass += v;
  return mass;
}

}  // namespace

PlanePen random_plane_pen(Rng& rng) {
  const int radius = between(1, 4, rng);
  const float cut = rng.uniform(0.12F, 0.75F) * 255;
  return {radius, cut, rng.uniform(1.5F, 4.0F)};
}

void redraw(InkImage& ink, const PlanePen& pen) {
  Plane other = box_blurred(ink, pen.radius);
  const float gain = std::max(pen.gain, 128 / pen.cut);  // bare paper stays bare
  for (std::uint8_t& v : other.pixels) v = to_byte((static_cast<float>(v) - pen.cut) * gain + 128);
  // The slope's foot must come to nothing, or every box would be as wide as the blur.
  for (std::uint8_t& v : other.pixels) v = v < 32 ? std::uint8_t{0} : v;
  if (mass_of(other) * 4 > mass_of(ink)) static_cast<Plane&>(ink) = std::move(other);
}

void texture(InkImage& ink, Rng& rng) {
  const float grain = rng.uniform(0.1F, 0.7F);
  const float skips = happens(0.3F, rng) ? rng.uniform(0.5F, 1.5F) : 0.0F;
  const SmoothField pressure(12, 1, rng);
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      std::uint8_t& v = ink.at(x, y);
      if (v == 0) continue;
      float kept = 1 - grain * rng.uniform();
      if (skips > 0) {
        const float p = pressure.at(static_cast<float>(x) / static_cast<float>(ink.width),
                                    static_cast<float>(y) / static_cast<float>(ink.height));
        kept *= std::clamp(2.2F - skips * p, 0.0F, 1.0F);
      }
      v = to_byte(static_cast<float>(v) * kept);
    }
  }
}

namespace {

void lay_over(InkImage& ink, const InkImage& other, const Box& window) {
  for (int y = window.top; y < window.bottom; ++y) {
    for (int x = window.left; x < window.right; ++x) {
      ink.at(x, y) = std::max(ink.at(x, y), other.at(x, y));
    }
  }
}

Box grown(const Box& box, int by, const Plane& plane) {
  return {std::max(0, box.left - by), std::max(0, box.top - by),
          std::min(plane.width, box.right + by), std::min(plane.height, box.bottom + by)};
}

// Lines across the digit, whole, dotted or in zigzag.
Stroke stray_line(const Box& box, bool zigzag, Rng& rng) {
  const auto point = [&](float share) {
    return Point{static_cast<float>(box.left) + share * static_cast<float>(box.width()),
                 static_cast<float>(box.top) + rng.uniform() * static_cast<float>(box.height())};
  };
  if (!zigzag) {
    if (happens(0.5F, rng)) return {point(-0.1F), point(1.1F)};
    return {{point(rng.uniform()).x, static_cast<float>(box.top) - 4},
            {point(rng.uniform()).x, static_cast<float>(box.bottom) + 4}};
  }
  const Point from = point(-rng.uniform(0.1F, 0.4F));
  const Point to = point(1 + rng.uniform(0.1F, 0.4F));
  const int turns = between(4, 16, rng);
  const float height = rng.uniform(2, 8);
  Stroke line;
  for (int i = 0; i <= turns; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(turns);
    const float side = i % 2 == 0 ? height : -height;
    line.push_back({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y) + side});
  }
  return line;
}

void clutter(InkImage& ink, const Sample* neighbour, const Augmentation& ranges, Rng& rng) {
  const Box box = ink_box(ink);
  if (box.width() <= 0) return;
  const Box window = grown(box, between(1, 8, rng), ink);
  const float choice = rng.uniform();
  if (choice < 0.3F && neighbour != nullptr) {
    // A neighbour cut into the crop, on either side.
    const InkImage other = warped(*neighbour, ranges, rng);
    const Box theirs = ink_box(other);
    if (theirs.width() <= 0) return;
    const int visible = between(2, 9, rng);
    const bool left = happens(0.5F, rng);
    const int offset =
        left ? window.left + visible - theirs.right : window.right - visible - theirs.left;
    for (int y = window.top; y < window.bottom; ++y) {
      for (int x = left ? window.left : window.right - visible;
           x < (left ? window.left + visible : window.right); ++x) {
        const int from = x - offset;
        if (from >= 0 && from < other.width)
          ink.at(x, y) = std::max(ink.at(x, y), other.at(from, y));
      }
    }
  } else if (choice < 0.55F) {
    // Edges of a printed box.
    std::vector<Stroke> lines;
    const auto l = static_cast<float>(window.left);
    const auto t = static_cast<float>(window.top);
    const auto r = static_cast<float>(window.right);
    const auto b = static_cast<float>(window.bottom);
    const std::array<Stroke, 4> edges = {
        {{{l, t}, {r, t}}, {{l, b}, {r, b}}, {{l, t}, {l, b}}, {{r, t}, {r, b}}}};
    const std::size_t first = rng.below(4);
    lines.push_back(edges[first]);
    if (happens(0.4F, rng)) lines.push_back(edges[(first + 1 + rng.below(3)) % 4]);
    for (Point& p : lines.front()) p.y += rng.uniform(-2, 2);
    lay_over(ink, drawn(lines, rng.uniform(0.8F, 3), kSheet), grown(window, 2, ink));
  } else {
    const bool zigzag = happens(0.65F, rng);
    const Stroke line = stray_line(box, zigzag, rng);
    InkImage lines = drawn(std::vector<Stroke>{line}, rng.uniform(1, zigzag ? 10 : 7), kSheet);
    if (!zigzag && happens(0.6F, rng)) {
      const int period = between(6, 14, rng);
      for (int y = 0; y < kSheet; ++y) {
        for (int x = 0; x < kSheet; ++x) {
          if ((x + y) % period >= period / 2) lines.at(x, y) = 0;
        }
      }
    }
    lay_over(ink, lines, {0, 0, kSheet, kSheet});
  }
}

// The picture's faults, each on its own. Pictures are signed to let noise go both ways.
using Picture = std::vector<float>;

struct Canvas {
  int width;
  int height;
  Picture pixels;

  float& at(int x, int y) { return pixels[static_cast<std::size_t>(y * width + x)]; }
};

void add_field(Canvas& c, int cells, float deviation, Rng& rng) {
  const SmoothField field(cells, deviation, rng);
  std::vector<float> row(static_cast<std::size_t>(c.width));
  for (int y = 0; y < c.height; ++y) {
    field.row(static_cast<float>(y) / static_cast<float>(c.height), row);
    for (int x = 0; x < c.width; ++x) c.at(x, y) += row[static_cast<std::size_t>(x)];
  }
}

// Clouds as bright as the ink, over a digit that loses up to three quarters of its contrast: fields
// of ever finer grain, each half as strong as the one before.
void fog(Canvas& c, float paper, float contrast, Rng& rng) {
  const float strength = rng.uniform(0.5F, 3);
  Canvas clouds{c.width, c.height, Picture(c.pixels.size(), 0.5F)};
  float deviation = 0.25F;
  for (int cells = 1; cells <= 8; cells *= 2, deviation /= 2)
    add_field(clouds, cells, deviation, rng);
  for (std::size_t i = 0; i < c.pixels.size(); ++i) {
    const float haze = strength * contrast * std::clamp(clouds.pixels[i], 0.0F, 1.0F);
    c.pixels[i] = paper + (c.pixels[i] - paper + haze) / (1 + strength);
  }
}

// Along a straight line: the camera moved.
void motion_blur(Canvas& c, Rng& rng) {
  const float angle = rng.uniform(0, std::numbers::pi_v<float>);
  const int steps = between(2, std::max(3, c.height / 7), rng);
  const Picture from = c.pixels;
  for (int y = 0; y < c.height; ++y) {
    for (int x = 0; x < c.width; ++x) {
      float sum = 0;
      for (int s = 0; s < steps; ++s) {
        const float t = static_cast<float>(s) - static_cast<float>(steps - 1) / 2;
        const int px =
            std::clamp(static_cast<int>(std::lround(static_cast<float>(x) + t * std::cos(angle))),
                       0, c.width - 1);
        const int py =
            std::clamp(static_cast<int>(std::lround(static_cast<float>(y) + t * std::sin(angle))),
                       0, c.height - 1);
        sum += from[static_cast<std::size_t>(py * c.width + px)];
      }
      c.at(x, y) = sum / static_cast<float>(steps);
    }
  }
}

// Each pixel takes the value of one nearby.
void frosted(Canvas& c, Rng& rng) {
  const int reach = between(1, 2, rng);
  for (int y = 0; y < c.height; ++y) {
    for (int x = 0; x < c.width; ++x) {
      const int px = std::clamp(x + between(-reach, reach, rng), 0, c.width - 1);
      const int py = std::clamp(y + between(-reach, reach, rng), 0, c.height - 1);
      std::swap(c.at(x, y), c.at(px, py));
    }
  }
}

void gaussian_like_blur(Canvas& c, int passes) {
  for (int pass = 0; pass < passes; ++pass) {
    for (int y = 0; y < c.height; ++y) {
      float before = c.at(0, y);
      for (int x = 0; x < c.width; ++x) {
        const float here = c.at(x, y);
        c.at(x, y) = 0.25F * before + 0.5F * here + 0.25F * c.at(std::min(x + 1, c.width - 1), y);
        before = here;
      }
    }
    for (int x = 0; x < c.width; ++x) {
      float before = c.at(x, 0);
      for (int y = 0; y < c.height; ++y) {
        const float here = c.at(x, y);
        c.at(x, y) = 0.25F * before + 0.5F * here + 0.25F * c.at(x, std::min(y + 1, c.height - 1));
        before = here;
      }
    }
  }
}

// Only the outlines of the strokes, as of a traced or hollow digit: their own edge, or what lies
// around it.
void outline(Plane& ink, bool around) {
  const Plane solid = ink;
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      int low = 255;
      int high = 0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          const int px = std::clamp(x + dx, 0, ink.width - 1);
          const int py = std::clamp(y + dy, 0, ink.height - 1);
          low = std::min<int>(low, solid.at(px, py));
          high = std::max<int>(high, solid.at(px, py));
        }
      }
      ink.at(x, y) = high - low > 100 && (solid.at(x, y) > 100) != around ? 255 : 0;
    }
  }
}

}  // namespace

bool Augmentation::enabled() const {
  return rotation > 0 || shear > 0 || stretch > 0 || elastic > 0 || scale > 0 || shift > 0 ||
         pen > 0 || texture > 0 || clutter > 0 || paper > 0;
}

float random_pen_width(Rng& rng) { return log_uniform(0.8F, 13.0F, rng); }

InkImage plain_ink(const Sample& sample) {
  if (const auto* ink = std::get_if<InkImage>(&sample.content)) return *ink;
  std::vector<Stroke> strokes = std::get<std::vector<Stroke>>(sample.content);
  constexpr int kPad = 200;
  constexpr float kLongest = 160;
  const Extent extent = extent_of(strokes);
  const float scale = kLongest / extent.longest();
  for (Stroke& stroke : strokes) {
    for (Point& p : stroke) {
      p.x = kPad / 2.0F + (p.x - (extent.left + extent.right) / 2) * scale;
      p.y = kPad / 2.0F + (p.y - (extent.top + extent.bottom) / 2) * scale;
    }
  }
  return drawn(strokes, kLongest / 10, kPad);
}

InkImage warped(const Sample& sample, const Augmentation& ranges, Rng& rng) {
  InkImage ink = warped(sample, ranges, Hand{}, rng);
  const bool plane = std::holds_alternative<InkImage>(sample.content);
  if (plane && happens(ranges.pen, rng)) redraw(ink, random_plane_pen(rng));
  return ink;
}

InkImage warped(const Sample& sample, const Augmentation& ranges, const Hand& hand, Rng& rng) {
  const Warp warp(ranges, hand, rng);
  if (const auto* strokes = std::get_if<std::vector<Stroke>>(&sample.content)) {
    return warped_strokes(*strokes, warp, ranges, hand, rng);
  }
  return warped_plane(std::get<InkImage>(sample.content), warp, hand, rng);
}

namespace {

struct Pictured {
  GrayImage picture;
  // The columns left .. right - 1 are as they should be; beyond them light and dark have changed
  // places.
  int left = 0;
  int right = 0;
};

// A bad picture of the ink, pixel for pixel, some with `strips` of turned polarity at its sides;
// where it shows outlines only, so does `small` then.
Pictured pictured(Plane& small, bool strips, Rng& rng) {
  if (happens(0.1F, rng)) outline(small, happens(0.5F, rng));

  const bool dark_paper = happens(0.5F, rng);
  const float paper = dark_paper ? rng.uniform(0, 120) : rng.uniform(110, 255);
  const float room = dark_paper ? 255 - paper : paper;
  const float contrast = (dark_paper ? 1.0F : -1.0F) * rng.uniform(std::min(room, 60.0F), room);
  Canvas c{small.width, small.height, Picture(small.pixels.size())};
  for (std::size_t i = 0; i < c.pixels.size(); ++i) {
    c.pixels[i] = paper + contrast * static_cast<float>(small.pixels[i]) / 255.0F;
  }
  const float ink_tone = std::abs(contrast);

  if (happens(0.3F, rng)) add_field(c, 1, 0.15F * ink_tone, rng);  // uneven light
  if (happens(0.15F, rng)) fog(c, paper, contrast, rng);
  if (happens(0.12F, rng)) {  // spatter, stains
    const SmoothField drops(9, 1, rng);
    const bool faint = happens(0.5F, rng);  // and then many
    const float level = faint ? rng.uniform(0.4F, 1.5F) : rng.uniform(1.2F, 2.0F);
    const float strength = contrast * (faint ? rng.uniform(0.15F, 0.6F) : 1.0F);
    for (int y = 0; y < c.height; ++y) {
      for (int x = 0; x < c.width; ++x) {
        const float d = drops.at(static_cast<float>(x) / static_cast<float>(c.width),
                                 static_cast<float>(y) / static_cast<float>(c.height));
        if (d > level) c.at(x, y) = paper + strength * std::min(1.0F, (d - level) * 4);
      }
    }
  }
  if (happens(0.12F, rng)) frosted(c, rng);
  if (happens(0.4F, rng)) gaussian_like_blur(c, between(1, 3, rng));
  if (happens(0.15F, rng)) motion_blur(c, rng);
  if (happens(0.4F, rng)) {
    const float deviation = rng.uniform(0.02F, 0.16F) * ink_tone;
    for (float& v : c.pixels) v += deviation * rng.normal();
  }
  if (happens(0.15F, rng)) {  // salt and pepper
    const float share_hit = rng.uniform(0.01F, 0.2F);
    for (float& v : c.pixels) {
      if (happens(share_hit, rng)) v = happens(0.5F, rng) ? paper : paper + contrast;
    }
  }
  if (happens(0.1F, rng)) {  // shot noise: in the bright, as few photons make it
    const float photons = log_uniform(8, 80, rng);
    for (float& v : c.pixels) {
      const float light = std::max(0.0F, v) / 255 * photons;
      v = 255 / photons * (light + std::sqrt(light) * rng.normal());
    }
  }
  int left = 0;
  int right = c.width;
  if (strips && happens(0.15F, rng)) {  // a strip of shadow, of a coloured form: polarity turned
    // Where both are wide they count as paper.
    const int least = happens(0.5F, rng) ? c.width / 5 : 0;
    left = between(least, c.width / 3, rng);
    right = c.width - between(least, c.width / 3, rng);
    for (int y = 0; y < c.height; ++y) {
      for (int x = 0; x < c.width; ++x) {
        if (x < left || x >= right) c.at(x, y) = 2 * paper + contrast - c.at(x, y);
      }
    }
  }

  GrayImage picture(c.width, c.height);
  for (std::size_t i = 0; i < c.pixels.size(); ++i) picture.pixels[i] = to_byte(c.pixels[i]);
  return {std::move(picture), left, right};
}

Plane shrunk_by(const Plane& plane, float share) {
  const auto scaled = [&](int side) {
    return std::max(8, static_cast<int>(share * static_cast<float>(side)));
  };
  return resized(plane, scaled(plane.width), scaled(plane.height));
}

}  // namespace

InkImage photographed(const InkImage& ink, Rng& rng) {
  const Box box = ink_box(ink);
  if (box.width() <= 0) return InkImage(1, 1);
  const Box frame = grown(box, between(6, 24, rng), ink);
  // From MNIST's own resolution up to three times that.
  const float share = happens(0.75F, rng) ? 1 / 3.0F : rng.uniform(1 / 3.0F, 1);
  Plane small = shrunk_by(cropped(ink, frame), share);
  const Pictured bad = pictured(small, true, rng);
  const Result<InkImage> read = separate_ink(bad.picture);
  if (!read) return InkImage(1, 1);
  InkImage kept = without_specks(*read);
  // A picture on which noise, a thicker line or the edge of a strip has outdone the digit would
  // teach a wrong answer: every straight bar would be any digit. Where strips are wide, they may
  // count as paper, and the digit between them is what the ink leaves out.
  long there = 0;
  long found = 0;
  long bare = 0;
  long covered = 0;
  for (int y = 0; y < small.height; ++y) {
    for (int x = bad.left; x < bad.right; ++x) {
      there += small.at(x, y);
      found += std::min(kept.at(x, y), small.at(x, y));
      bare += 255 - small.at(x, y);
      covered += std::min<int>(kept.at(x, y), 255 - small.at(x, y));
    }
  }
  const bool turned = bad.right - bad.left < small.width && 4 * covered > 3 * bare;
  return 2 * found < there && !turned ? InkImage(1, 1) : kept;
}

InkImage photographed_line(const InkImage& line, float share, Rng& rng) {
  Plane small = shrunk_by(line, share);
  // No strips of turned polarity: their straight edges are ink of no symbol, and a reader that has
  // learnt to pass over them passes over an upright 1.
  const Result<InkImage> read = separate_ink(pictured(small, false, rng).picture);
  return read ? *read : InkImage(1, 1);
}

Glyph jittered(const Glyph& glyph, const Augmentation& ranges, Rng& rng) {
  const float scale = 1.0F + rng.uniform(-ranges.scale, ranges.scale);
  const float shift_x = rng.uniform(-ranges.shift, ranges.shift);
  const float shift_y = rng.uniform(-ranges.shift, ranges.shift);
  const float middle = static_cast<float>(kGlyphSide - 1) / 2.0F;
  Glyph out{};
  for (int y = 0; y < kGlyphSide; ++y) {
    for (int x = 0; x < kGlyphSide; ++x) {
      const float u = (static_cast<float>(x) - middle - shift_x) / scale + middle;
      const float v = (static_cast<float>(y) - middle - shift_y) / scale + middle;
      out[static_cast<std::size_t>(y * kGlyphSide + x)] =
          bilinear(glyph.data(), kGlyphSide, kGlyphSide, u, v);
    }
  }
  return out;
}

Glyph training_glyph(const Sample& sample, const Sample* neighbour, const Augmentation& ranges,
                     Rng& rng) {
  if (!ranges.enabled()) return normalize(plain_ink(sample));
  InkImage ink = warped(sample, ranges, rng);
  if (happens(ranges.texture, rng)) texture(ink, rng);
  if (happens(ranges.clutter, rng)) clutter(ink, neighbour, ranges, rng);
  if (happens(ranges.paper, rng)) {
    InkImage read = photographed(ink, rng);
    // A picture too bad to leave any ink teaches nothing.
    if (mass_of(read) > 0) ink = std::move(read);
  }
  const Glyph glyph = normalize(ink);
  // Every other one stays as sharp as reading will see it.
  const bool jitter = (ranges.scale > 0 || ranges.shift > 0) && happens(0.5F, rng);
  return jitter ? jittered(glyph, ranges, rng) : glyph;
}

}  // namespace ziffer
