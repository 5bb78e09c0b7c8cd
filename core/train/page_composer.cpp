#include "core/train/page_composer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <variant>

#include "core/image/bilinear.h"
#include "core/ink/crop.h"
#include "core/train/augment.h"
#include "core/train/chance.h"
#include "core/train/gaussian_blur.h"
#include "core/train/lay.h"
#include "core/train/non_digits.h"
#include "core/train/smooth_field.h"

namespace ziffer {
namespace {

constexpr float kFullHeight = 60;  // of composed digits

// x' = (a x + b y + c) / (g x + h y + 1), y' likewise: what a camera does to a flat sheet.
struct Homography {
  std::array<float, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};

  Point operator()(Point p) const {
    const float w = m[6] * p.x + m[7] * p.y + m[8];
    return {(m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w};
  }

  Homography inverse() const {
    // The adjugate: scale does not matter.
    return {{m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
             m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
             m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]}};
  }
};

// About the middle of the page, so that it stays where it is, on a picture that is larger by
// `beyond` on every side.
Homography camera(const PageStyle& style, int beyond, Rng& rng) {
  const float angle = rng.uniform(-style.tilt, style.tilt) * (std::numbers::pi_v<float> / 180.0F);
  const auto width = static_cast<float>(style.width);
  const auto height = static_cast<float>(style.height);
  const float g = rng.uniform(-style.perspective, style.perspective) / width;
  const float h = rng.uniform(-style.perspective, style.perspective) / height;
  const float c = std::cos(angle);
  const float s = std::sin(angle);
  const float mx = width / 2;
  const float my = height / 2;
  // Shifted to the middle, turned and tipped, shifted back.
  const std::array<float, 9> tipped = {c, -s, -c * mx + s * my,   s, c, -s * mx - c * my,
                                       g, h,  1 - g * mx - h * my};
  Homography map;
  for (std::size_t i = 0; i < 3; ++i) {
    map.m[i] = tipped[i] + (mx + static_cast<float>(beyond)) * tipped[6 + i];
    map.m[3 + i] = tipped[3 + i] + (my + static_cast<float>(beyond)) * tipped[6 + i];
    map.m[6 + i] = tipped[6 + i];
  }
  return map;
}

Box mapped(const Box& box, const Homography& map, const Plane& page) {
  float left = 1e9F;
  float top = 1e9F;
  float right = -1e9F;
  float bottom = -1e9F;
  for (const int x : {box.left, box.right}) {
    for (const int y : {box.top, box.bottom}) {
      const Point p = map({static_cast<float>(x), static_cast<float>(y)});
      left = std::min(left, p.x);
      top = std::min(top, p.y);
      right = std::max(right, p.x);
      bottom = std::max(bottom, p.y);
    }
  }
  return {std::max(0, static_cast<int>(std::floor(left))),
          std::max(0, static_cast<int>(std::floor(top))),
          std::min(page.width, static_cast<int>(std::ceil(right))),
          std::min(page.height, static_cast<int>(std::ceil(bottom)))};
}

Box around(const std::vector<Box>& boxes) {
  Box all = boxes.front();
  for (const Box& box : boxes) all = united(all, box);
  return all;
}

void print(const Box& line, Plane& rules) {
  for (int y = line.top; y < std::min(line.bottom, rules.height); ++y) {
    for (int x = line.left; x < std::min(line.right, rules.width); ++x) rules.at(x, y) = 255;
  }
}

// Printed lines: ruled, squared, or a table's.
Plane ruling(const PageStyle& style, float pitch, Rng& rng) {
  Plane rules(style.width, style.height);
  if (!happens(style.ruling, rng)) return rules;
  constexpr int kSquared = 1;
  constexpr int kTable = 2;
  const int drawn = between(0, kTable, rng);
  const int kind = style.squared ? kSquared : drawn;
  const int thick = between(1, 2, rng);
  const auto level = [&](int y) { print({0, y, rules.width, y + thick}, rules); };
  const auto upright = [&](int x) { print({x, 0, x + thick, rules.height}, rules); };
  const int step = std::max(12, static_cast<int>(pitch * (kind == kSquared ? 0.4F : 1)));
  for (int y = between(0, step, rng); y < rules.height; y += step) level(y);
  if (kind == kSquared) {
    for (int x = between(0, step, rng); x < rules.width; x += step) upright(x);
  } else if (kind == kTable) {
    const int columns = between(2, 4, rng);
    for (int i = 0; i <= columns; ++i) upright((rules.width - thick - 1) * i / columns);
  }
  return rules;
}

// A page's hand, its digits `height` tall: what lies around its numbers is the page's.
LineStyle lines_of(const PageStyle& style, float height) {
  LineStyle lines = style.lines;
  lines.smallest = lines.largest = height / kFullHeight;
  lines.junk = lines.rules = lines.neighbours = 0;
  lines.digits.paper = 0;
  return lines;
}

// Writes `line` at (left, top), as what follows in `number`.
void write(const ComposedLine& line, int left, int top, InkImage& ink, PageNumber& number) {
  lay(line.ink, left, top, ink);
  number.text += line.text;
  for (const Box& box : line.boxes)
    number.symbols.push_back({box.left + left, box.top + top, box.right + left, box.bottom + top});
}

// How far the desk is seen around a sheet, in pixels; 0 for none.
int desk_beyond(const PageStyle& style, Rng& rng) {
  if (style.desk <= 0 || !happens(style.desk, rng)) return 0;
  return between(style.width / 10, style.width / 4, rng);
}

// What a sheet lies on, and the shadow that the sheet throws onto it.
class Desk {
 public:
  Desk(const Plane& sheet, float paper, Rng& rng)
      : width_(static_cast<float>(sheet.width)),
        height_(static_cast<float>(sheet.height)),
        level_(paper * rng.uniform(0.2F, 0.75F)),
        coarse_(6, level_ * 0.08F, rng),
        grain_(60, level_ * 0.06F, rng),
        shade_{rng.uniform(-16, 16), rng.uniform(-16, 16)} {}

  bool is_bare(Point at) const { return at.x < 0 || at.y < 0 || at.x > width_ || at.y > height_; }
  // `u` and `v` are shares of the picture's sides; wood's grain is longer than wide.
  float level(Point at, float u, float v) const {
    const bool shaded = !is_bare({at.x - shade_.x, at.y - shade_.y});
    return (level_ + coarse_.at(u, v) + grain_.at(u * 0.2F, v)) * (shaded ? 0.6F : 1.0F);
  }

 private:
  float width_;
  float height_;
  float level_;
  SmoothField coarse_;
  SmoothField grain_;
  Point shade_;  // how far its shadow falls beside the sheet, pixels
};

// Ink and printed lines on paper, on a desk of which `beyond` pixels are seen, before a camera.
GrayImage taken(const Plane& ink, const Plane& rules, const Homography& map, int beyond,
                const PageStyle& style, Rng& rng) {
  const float paper = rng.uniform(130, 250);
  const float ink_tone = paper * rng.uniform(0.45F, 0.95F);
  const float rule_tone = paper * rng.uniform(style.palest_rule, style.darkest_rule);
  // How much light reaches a place: uneven as daylight is, with a shadow's edge across it.
  const SmoothField light(2, 0.06F, rng);
  const bool shadow = happens(style.shadow, rng);
  const float angle = rng.uniform(0, 2 * std::numbers::pi_v<float>);
  const float nx = std::cos(angle);
  const float ny = std::sin(angle);
  const float through = rng.uniform(-0.3F, 0.3F);
  const float depth = rng.uniform(0.1F, 0.4F);
  const float softness = log_uniform(0.01F, 0.3F, rng);

  const Homography back = map.inverse();
  std::vector<float> wet(ink.pixels.begin(), ink.pixels.end());
  std::vector<float> printed(rules.pixels.begin(), rules.pixels.end());
  GrayImage page(ink.width + 2 * beyond, ink.height + 2 * beyond);
  std::vector<float> picture(page.pixels.size());
  const float width = static_cast<float>(page.width);
  const float height = static_cast<float>(page.height);
  std::optional<Desk> desk;
  if (beyond > 0) desk.emplace(ink, paper, rng);
  for (int y = 0; y < page.height; ++y) {
    for (int x = 0; x < page.width; ++x) {
      const Point at = back({static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F});
      const float drawn = bilinear(wet.data(), ink.width, ink.height, at.x - 0.5F, at.y - 0.5F);
      const float lined = bilinear(printed.data(), ink.width, ink.height, at.x - 0.5F, at.y - 0.5F);
      const float sheet = paper - rule_tone * lined / 255;
      const float u = static_cast<float>(x) / width;
      const float v = static_cast<float>(y) / height;
      float lit = 1 + light.at(u, v);
      if (shadow) {
        const float side = (nx * (u - 0.5F) + ny * (v - 0.5F) - through) / softness;
        lit *= 1 - depth * std::clamp(side, 0.0F, 1.0F);
      }
      const float seen =
          std::min(sheet, sheet * (1 - drawn / 255) + (paper - ink_tone) * drawn / 255);
      picture[page.index(x, y)] = lit * (desk && desk->is_bare(at) ? desk->level(at, u, v) : seen);
    }
  }
  const float sigma = rng.uniform(0, style.blur);
  gaussian_blur(picture, page.width, page.height, sigma, sigma);
  const float deviation = rng.uniform(0, style.noise);
  for (std::size_t i = 0; i < picture.size(); ++i) {
    const float noisy = picture[i] + deviation * rng.normal();
    page.pixels[i] = static_cast<std::uint8_t>(std::clamp(noisy, 0.0F, 255.0F) + 0.5F);
  }
  return page;
}

// Takes the picture of a page whose numbers' symbols lie where they were written, and says where
// they are on it.
void photograph(const Plane& ink, const Plane& rules, const Homography& map, int beyond,
                const PageStyle& style, Rng& rng, ComposedPage& page) {
  page.picture = taken(ink, rules, map, beyond, style, rng);
  for (PageNumber& number : page.numbers) {
    for (Box& box : number.symbols) box = mapped(box, map, page.picture);
    number.box = around(number.symbols);
  }
}

// One of `letters`, a capital `size` tall, its left foot at `at`.
void add_letter(std::span<const Sample> letters, Point at, float size, Rng& rng,
                std::vector<Stroke>& strokes) {
  const Sample& letter = letters[rng.below(letters.size())];
  const auto* shape = std::get_if<std::vector<Stroke>>(&letter.content);
  if (shape == nullptr) return;
  // Hershey's units: a capital is 21 of them tall.
  for (Stroke stroke : *shape) {
    for (Point& p : stroke) p = {at.x + p.x * size / 21, at.y + p.y * size / 21};
    strokes.push_back(std::move(stroke));
  }
}

// A word of `letters` where a line begins; returns where it ends.
float write_word(std::span<const Sample> letters, Point at, float digit, Rng& rng, InkImage& ink) {
  const float size = digit * rng.uniform(0.6F, 0.9F);
  std::vector<Stroke> strokes;
  for (int left = between(3, 9, rng); left > 0; --left, at.x += size * 0.8F)
    add_letter(letters, {at.x, at.y - size}, size, rng, strokes);
  const float pen = std::max(1.2F, size * rng.uniform(0.07F, 0.14F));
  if (Result<InkImage> drawn = draw_strokes(strokes, pen, ink.width, ink.height))
    lay(*drawn, 0, 0, ink);
  return at.x;
}

void write_text(std::span<const Sample> letters, const PageStyle& style, Rng& rng, InkImage& ink) {
  const float size = rng.uniform(12, 30);
  const float pen = size * rng.uniform(0.06F, 0.16F);
  const float margin = 0.08F * static_cast<float>(style.width);
  const float right = static_cast<float>(style.width) - margin;
  std::vector<Stroke> strokes;
  for (float y = margin + size; y < static_cast<float>(style.height) - margin;
       y += size * rng.uniform(1.7F, 2.0F)) {
    const float end = happens(0.2F, rng) ? margin + rng.uniform() * (right - margin) : right;
    int until_space = between(1, 9, rng);
    for (float x = margin; x < end; x += size * 0.8F) {
      if (until_space-- == 0) {
        until_space = between(1, 9, rng);
        continue;
      }
      add_letter(letters, {x, y}, size, rng, strokes);
    }
  }
  if (Result<InkImage> drawn = draw_strokes(strokes, std::max(0.8F, pen), ink.width, ink.height))
    lay(*drawn, 0, 0, ink);
}

void doodle(const PageStyle& style, Rng& rng, InkImage& ink) {
  const int count = between(1, 8, rng);
  for (int n = 0; n < count; ++n) {
    const NonDigit kind = happens(0.6F, rng) ? NonDigit::kShape : NonDigit::kScribble;
    const Sample sample = non_digit(kind, {}, rng);
    std::vector<Stroke> strokes = std::get<std::vector<Stroke>>(sample.content);
    const float scale = log_uniform(1.5F, 8, rng);
    const float left = rng.uniform(0.05F, 0.6F) * static_cast<float>(style.width);
    const float top = rng.uniform(0.05F, 0.7F) * static_cast<float>(style.height);
    for (Stroke& stroke : strokes) {
      for (Point& p : stroke) p = {left + scale * p.x, top + scale * p.y};
    }
    const float pen = rng.uniform(1.5F, 8);
    if (Result<InkImage> drawn = draw_strokes(strokes, pen, ink.width, ink.height))
      lay(*drawn, 0, 0, ink);
  }
}

// A ring around `number`, clear of it, drawn by hand: not quite closed, or beyond its beginning.
void encircle(const Box& number, Rng& rng, InkImage& ink) {
  constexpr int kPoints = 48;
  constexpr float kRoundest = 0.7F;  // of the longer half axis, the shorter one at least
  const auto width = static_cast<float>(number.width());
  const auto height = static_cast<float>(number.height());
  const float gap = height * rng.uniform(0.25F, 0.6F);
  // An ellipse around a box is wider than the box by the square root of two.
  const float corner = std::numbers::sqrt2_v<float>;
  const float level = corner * width / 2 + gap;
  const float down = std::max(corner * height / 2 + gap, kRoundest * level);
  const float across = std::max(level, kRoundest * down);
  const Point middle{static_cast<float>(number.left) + width / 2,
                     static_cast<float>(number.top) + height / 2};
  const float from = rng.uniform(0, 2 * std::numbers::pi_v<float>);
  const float turn = 2 * std::numbers::pi_v<float> * rng.uniform(0.97F, 1.1F);
  const float spiral = rng.uniform(-0.06F, 0.06F);  // how far its end misses its beginning
  Stroke ring;
  for (int i = 0; i <= kPoints; ++i) {
    const float along = static_cast<float>(i) / kPoints;
    const float angle = from + turn * along;
    const float size = 1 + spiral * (along - 0.5F);
    ring.push_back(
        {middle.x + size * across * std::cos(angle), middle.y + size * down * std::sin(angle)});
  }
  const float pen = std::max(1.5F, height * rng.uniform(0.06F, 0.12F));
  if (Result<InkImage> drawn = draw_strokes(std::span(&ring, 1), pen, ink.width, ink.height))
    lay(*drawn, 0, 0, ink);
}

void soil(Rng& rng, InkImage& ink) {
  const SmoothField large(between(2, 9, rng), 1, rng);
  const SmoothField small(between(10, 60, rng), 0.6F, rng);
  const float level = rng.uniform(0, 1.5F);
  const float softness = log_uniform(120, 600, rng);
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      const float u = static_cast<float>(x) / static_cast<float>(ink.width);
      const float v = static_cast<float>(y) / static_cast<float>(ink.height);
      const float value = (large.at(u, v) + small.at(u, v) - level) * softness;
      ink.at(x, y) = static_cast<std::uint8_t>(std::clamp(value, 0.0F, 255.0F));
    }
  }
}

// Prints cells and writes into them.
class CellPrinter {
 public:
  CellPrinter(const DigitPool& pool, const PageStyle& style, Rng& rng)
      : pool_(pool),
        style_(style),
        rng_(rng),
        height_(rng.uniform(style.smallest, style.largest)),
        thick_(between(1, 3, rng)),
        ink_(style.width, style.height),
        rules_(style.width, style.height) {
    style_.palest_rule = 0.2F;
    style_.darkest_rule = 0.9F;
    style_.lines = lines_of(style, height_);
    style_.lines.ending = style_.lines.raised = style_.lines.chained = 0;
  }

  void table() {
    constexpr int kMostDigits = 4;
    const int columns = between(3, 6, rng_);
    const int width = std::min(style_.width * 9 / 10 / columns, length(5.2F));
    const int height = length(rng_.uniform(1.5F, 2.1F));
    const int rows = std::min(between(5, 14, rng_), style_.height * 9 / 10 / height);
    fill({columns, rows, width, height}, 0.9F, kMostDigits);
  }

  void puzzle() {
    constexpr int kSide = 9;
    const int side = std::min(std::min(style_.width, style_.height) / (kSide + 1), length(1.6F));
    fill({kSide, kSide, side, side}, 0.4F, 1);
  }

  void combs() {
    constexpr float kFurthest = 0.08F;  // of a digit from the middle of its box, in heights
    const int margin = style_.width / 12;
    int top = margin;
    for (int line = 0;; ++line) {
      Grid comb{between(4, 9, rng_), 1, length(rng_.uniform(1.1F, 1.5F)),
                length(rng_.uniform(1.3F, 1.7F))};
      if (top + comb.height > style_.height - margin) return;
      comb.columns = std::min(comb.columns, (style_.width - 2 * margin) / comb.width);
      const int left = between(margin, style_.width - margin - comb.columns * comb.width, rng_);
      print_grid(comb, left, top);
      PageNumber number{{}, line, {}, {}};
      for (int i = 0; i < comb.columns; ++i) {
        const ComposedLine digit = compose_line(random_digits(1, rng_), pool_, style_.lines, rng_);
        const int x = left + i * comb.width + (comb.width - digit.ink.width) / 2;
        const int y = top + (comb.height - digit.ink.height) / 2;
        write(digit, x + length(rng_.uniform(-kFurthest, kFurthest)),
              y + length(rng_.uniform(-kFurthest, kFurthest)), ink_, number);
      }
      page_.numbers.push_back(std::move(number));
      top += static_cast<int>(static_cast<float>(comb.height) * rng_.uniform(1.8F, 2.6F));
    }
  }

  ComposedPage page() {
    const int beyond = desk_beyond(style_, rng_);
    const Homography map = camera(style_, beyond, rng_);
    photograph(ink_, rules_, map, beyond, style_, rng_, page_);
    return std::move(page_);
  }

 private:
  struct Grid {
    int columns;
    int rows;
    int width;  // of a cell, pixels
    int height;
  };

  int length(float heights) const { return static_cast<int>(heights * height_); }

  void print_grid(const Grid& grid, int left, int top) {
    const int right = left + grid.columns * grid.width + thick_;
    const int bottom = top + grid.rows * grid.height + thick_;
    for (int x = left; x < right; x += grid.width) print({x, top, x + thick_, bottom}, rules_);
    for (int y = top; y < bottom; y += grid.height) print({left, y, right, y + thick_}, rules_);
  }

  // A grid in the middle of the page, with a number of up to `most` digits in a share of its cells.
  void fill(const Grid& grid, float filled, int most) {
    const int left = (style_.width - grid.columns * grid.width) / 2;
    const int top = (style_.height - grid.rows * grid.height) / 2;
    print_grid(grid, left, top);
    for (int row = 0; row < grid.rows; ++row) {
      for (int column = 0; column < grid.columns; ++column) {
        if (!happens(filled, rng_)) continue;
        const ComposedLine line =
            compose_line(random_digits(between(1, most, rng_), rng_), pool_, style_.lines, rng_);
        const int free = grid.width - thick_ - line.ink.width;
        if (free < 0) continue;
        PageNumber number{{}, row, {}, {}};
        write(line, left + column * grid.width + thick_ + between(0, free, rng_),
              top + row * grid.height + (grid.height - line.ink.height) / 2 +
                  length(rng_.uniform(-0.1F, 0.1F)),
              ink_, number);
        page_.numbers.push_back(std::move(number));
      }
    }
  }

  const DigitPool& pool_;
  PageStyle style_;
  Rng& rng_;
  float height_;  // of digits
  int thick_;     // lines
  InkImage ink_;
  Plane rules_;
  ComposedPage page_;
};

constexpr std::array kNumberless = {NumberlessPage::kBlank, NumberlessPage::kText,
                                    NumberlessPage::kDoodles, NumberlessPage::kTexture};

}  // namespace

PageStyle photographed_pages() {
  PageStyle style;
  style.lines = varied_lines();
  style.lines.tight = 0.15F;
  style.lines.ligature = 0;
  style.lines.breaks = 0;
  style.lines.narrowest = 0.08F;
  style.lines.widest = 0.3F;
  return style;
}

PageTexts random_page_texts(Rng& rng) {
  PageTexts lines(static_cast<std::size_t>(between(1, 8, rng)));
  for (auto& line : lines) {
    const int count = between(1, 4, rng);
    for (int i = 0; i < count; ++i) line.push_back(random_number_text(rng));
  }
  return lines;
}

ComposedPage compose_page(const PageTexts& texts, const DigitPool& pool, const PageStyle& style,
                          Rng& rng, std::span<const Sample> letters) {
  const float height = rng.uniform(style.smallest, style.largest);
  const LineStyle lines = lines_of(style, height);
  const float pitch = height * rng.uniform(2.0F, 3.0F);
  const float margin = 0.06F * static_cast<float>(std::min(style.width, style.height));
  const bool columns = happens(0.3F, rng);

  InkImage ink(style.width, style.height);
  ComposedPage page;
  float baseline = margin + pitch * rng.uniform(1, 1.5F);
  int line_number = 0;
  for (const std::vector<std::string>& line : texts) {
    if (baseline > static_cast<float>(style.height) - margin) break;
    float x = margin + (columns ? 0 : rng.uniform(0, 0.3F) * static_cast<float>(style.width));
    bool any = false;
    if (!letters.empty())
      x = write_word(letters, {x, baseline}, height, rng, ink) + height * rng.uniform(0.8F, 2.5F);
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (columns)
        x = std::max(x, margin + static_cast<float>(i) * static_cast<float>(style.width) / 3);
      const ComposedLine number = compose_line(line[i], pool, lines, rng);
      if (x + static_cast<float>(number.ink.width) > static_cast<float>(style.width) - margin)
        break;
      const int left = static_cast<int>(x);
      const int top =
          static_cast<int>(baseline + rng.uniform(-0.1F, 0.1F) * height) - number.ink.height;
      PageNumber truth{{}, line_number, {}, {}};
      write(number, left, top, ink, truth);
      if (style.circled > 0 && happens(style.circled, rng))
        encircle(around(truth.symbols), rng, ink);
      page.numbers.push_back(std::move(truth));
      any = true;
      x += static_cast<float>(number.ink.width) + height * rng.uniform(1.2F, 3.0F);
    }
    if (any) ++line_number;
    baseline += pitch;
  }
  const int beyond = desk_beyond(style, rng);
  const Homography map = camera(style, beyond, rng);
  photograph(ink, ruling(style, pitch, rng), map, beyond, style, rng, page);
  return page;
}

ComposedPage compose_cells(Cells cells, const DigitPool& pool, const PageStyle& style, Rng& rng) {
  CellPrinter printer(pool, style, rng);
  switch (cells) {
    case Cells::kTable:
      printer.table();
      break;
    case Cells::kPuzzle:
      printer.puzzle();
      break;
    case Cells::kCombs:
      printer.combs();
      break;
  }
  return printer.page();
}

std::span<const NumberlessPage> all_numberless_pages() { return kNumberless; }

std::string_view name(NumberlessPage kind) {
  switch (kind) {
    case NumberlessPage::kBlank:
      return "blank";
    case NumberlessPage::kText:
      return "text";
    case NumberlessPage::kDoodles:
      return "doodles";
    case NumberlessPage::kTexture:
      return "texture";
  }
  return "unknown";
}

GrayImage numberless_page(NumberlessPage kind, std::span<const Sample> letters,
                          const PageStyle& style, Rng& rng) {
  InkImage ink(style.width, style.height);
  switch (kind) {
    case NumberlessPage::kBlank:
      break;
    case NumberlessPage::kText:
      write_text(letters, style, rng, ink);
      break;
    case NumberlessPage::kDoodles:
      doodle(style, rng, ink);
      break;
    case NumberlessPage::kTexture:
      soil(rng, ink);
      break;
  }
  const float pitch = rng.uniform(style.smallest, style.largest) * 2;
  const int beyond = desk_beyond(style, rng);
  return taken(ink, ruling(style, pitch, rng), camera(style, beyond, rng), beyond, style, rng);
}

}  // namespace ziffer
