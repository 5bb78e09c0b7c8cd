#include "core/train/composer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <string_view>
#include <utility>

#include "core/image/resample.h"
#include "core/ink/crop.h"
#include "core/train/chance.h"
#include "core/train/lay.h"

namespace ziffer {
namespace {

constexpr float kTall = 60;  // a digit's height while a line is put together
constexpr int kBare = 2;     // pixels of paper around a finished line
constexpr float kPi = std::numbers::pi_v<float>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

long mass_of(const Plane& plane, const Box& box) {
  long mass = 0;
  for (int y = std::max(0, box.top); y < std::min(plane.height, box.bottom); ++y) {
    for (int x = std::max(0, box.left); x < std::min(plane.width, box.right); ++x)
      mass += plane.at(x, y);
  }
  return mass;
}

// Ink that will stand at (x, y), y from the baseline.
struct Piece {
  InkImage ink;
  int x = 0;
  int y = 0;

  Box box() const { return {x, y, x + ink.width, y + ink.height}; }
};

// `ink` cut to its box; `x` and `y` move along.
Piece trimmed(const InkImage& ink, int x, int y) {
  const Box box = ink_box(ink);
  if (box.width() <= 0) return {InkImage(1, 1), x, y};
  Piece piece{InkImage(), x + box.left, y + box.top};
  static_cast<Plane&>(piece.ink) = cropped(ink, box);
  return piece;
}

// Strokes in pixels, y from the baseline.
Piece drawn(std::vector<Stroke> strokes, float pen_width) {
  Point low{1e9F, 1e9F};
  Point high{-1e9F, -1e9F};
  for (const Stroke& stroke : strokes) {
    for (const Point& p : stroke) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  const float margin = pen_width / 2 + 2;
  const float left = std::floor(low.x - margin);
  const float top = std::floor(low.y - margin);
  for (Stroke& stroke : strokes) {
    for (Point& p : stroke) p = {p.x - left, p.y - top};
  }
  const Result<InkImage> ink =
      draw_strokes(strokes, pen_width, static_cast<int>(high.x + margin - left) + 1,
                   static_cast<int>(high.y + margin - top) + 1);
  return ink ? trimmed(*ink, static_cast<int>(left), static_cast<int>(top)) : Piece{InkImage(1, 1)};
}

// Where solid ink begins and ends in each row around the baseline.
class Profile {
 public:
  static constexpr int kReach = 256;  // rows above and below the baseline
  static constexpr int kNone = std::numeric_limits<int>::min() / 2;

  Profile() { right_.fill(kNone); }

  void add(const Piece& piece) {
    for (int y = 0; y < piece.ink.height; ++y) {
      const int row = piece.y + y + kReach;
      if (row < 0 || row >= 2 * kReach) continue;
      for (int x = piece.ink.width - 1; x >= 0; --x) {
        if (piece.ink.at(x, y) < kSolid) continue;
        int& right = right_[static_cast<std::size_t>(row)];
        right = std::max(right, piece.x + x);
        break;
      }
    }
  }

  // The x at which the piece, come from the right, would first touch, with rows up to `rows` apart
  // taken for neighbours; kNone if they pass each other.
  int touch(const Piece& piece, int rows) const {
    int at = kNone;
    for (int y = 0; y < piece.ink.height; ++y) {
      int first = 0;
      while (first < piece.ink.width && piece.ink.at(first, y) < kSolid) ++first;
      if (first == piece.ink.width) continue;
      const int row = piece.y + y + kReach;
      for (int r = std::max(0, row - rows); r <= std::min(2 * kReach - 1, row + rows); ++r)
        at = std::max(at, right_[static_cast<std::size_t>(r)] + 1 - first);
    }
    return at < kNone / 2 ? kNone : at;
  }

 private:
  static constexpr std::uint8_t kSolid = 128;
  std::array<int, 2 * kReach> right_;
};

void clear_border(InkImage& ink) {
  for (int y = 0; y < ink.height; ++y) {
    const bool all = y < kBare || y >= ink.height - kBare;
    for (int x = 0; x < ink.width; ++x) {
      if (all || x < kBare || x >= ink.width - kBare) ink.at(x, y) = 0;
    }
  }
}

// The mean width of strokes: twice their area over their outline. The outline is counted in steps
// along the axes, of which a slanting edge needs 4 / pi as many on average.
float stroke_width(const Plane& ink) {
  long area = 0;
  long outline = 0;
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      const int v = ink.at(x, y);
      area += v;
      outline += std::abs(v - (x > 0 ? ink.at(x - 1, y) : 0)) +
                 std::abs(v - (y > 0 ? ink.at(x, y - 1) : 0));
      if (x + 1 == ink.width) outline += v;
      if (y + 1 == ink.height) outline += v;
    }
  }
  return 2 * 4 / kPi * static_cast<float>(area) / static_cast<float>(std::max(1L, outline));
}

// Gaps as a dry pen leaves them, and folds: straight cuts through the ink.
void break_strokes(Piece& piece, Rng& rng) {
  const float angle = rng.uniform(0, kPi);
  const float nx = std::cos(angle);
  const float ny = std::sin(angle);
  const float width = rng.uniform(1, 4);
  const float through = nx * rng.uniform(0.2F, 0.8F) * static_cast<float>(piece.ink.width) +
                        ny * rng.uniform(0.2F, 0.8F) * static_cast<float>(piece.ink.height);
  for (int y = 0; y < piece.ink.height; ++y) {
    for (int x = 0; x < piece.ink.width; ++x) {
      const float away = nx * static_cast<float>(x) + ny * static_cast<float>(y) - through;
      if (std::abs(away) < width / 2) piece.ink.at(x, y) = 0;
    }
  }
}

Stroke arc(Point middle, float rx, float ry, float from, float to) {
  Stroke stroke;
  constexpr int kSteps = 12;
  for (int i = 0; i <= kSteps; ++i) {
    const float angle = from + (to - from) * static_cast<float>(i) / kSteps;
    stroke.push_back({middle.x + rx * std::cos(angle), middle.y + ry * std::sin(angle)});
  }
  return stroke;
}

// A dash from `from` to `to` with a bend in its middle.
Stroke bent(Point from, Point to, float bend) {
  return {
      from,
      {(from.x + to.x) / 2 + bend * (to.y - from.y), (from.y + to.y) / 2 + bend * (to.x - from.x)},
      to};
}

Stroke dot(Point at, Rng& rng) {
  if (happens(0.5F, rng)) return {at};
  // Set down in haste.
  return {at, {at.x + rng.uniform(-0.05F, 0.08F), at.y + rng.uniform(-0.05F, 0.08F)}};
}

// One line being written.
class Writer {
 public:
  Writer(const DigitPool& pool, const LineStyle& style, Rng& rng)
      : pool_(pool), style_(style), rng_(rng) {
    hand_.rotation = rng.uniform(-style.tilt, style.tilt);
    hand_.shear = rng.uniform(-style.slant, style.slant);
    hand_.stretch = rng.uniform(-style.stretch, style.stretch);
    varied_pen_ = happens(style.digits.pen, rng);
    hand_.pen_width = varied_pen_ ? random_pen_width(rng) : kTall / 10;
    plane_pen_ = random_plane_pen(rng);
    one_writer_ = happens(style.one_writer, rng);
    place_ = pool.random_place(rng);
    drift_ = rng.uniform(-style.size_drift, style.size_drift);
    slope_ = rng.uniform(-style.slope, style.slope);
    gap_ = log_uniform(style.narrowest, style.widest, rng);
    if (happens(style.tight, rng))
      touching_ = style.touching + (1 - style.touching) * rng.uniform();
    descending_ = style.waver > 0 && happens(0.15F, rng) ? rng.uniform(0.1F, 0.3F) : 0;
  }

  ComposedLine write(const std::string& text) {
    std::size_t raised_from = text.size();
    if (text.size() > 3 && happens(style_.raised, rng_)) {
      const char before = text[text.size() - 3];
      if (before == '.' || before == ',' || before == '-') raised_from = text.size() - 2;
    }
    if (happens(style_.junk, rng_)) write_junk();
    const std::size_t first = pieces_.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const float along = static_cast<float>(i) / static_cast<float>(text.size());
      const bool raised = i >= raised_from;
      size_ = (raised ? 0.65F : 1.0F) * (1 + drift_ * (along - 0.5F)) *
              (1 + rng_.uniform(-style_.size_variation, style_.size_variation));
      waver_ = 0.5F * waver_ + style_.waver * rng_.normal();
      const float lift = raised ? 0.35F : 0.0F;
      const bool digit = is_digit(text[i]);
      if (!raised && text.compare(i, 2, "00") == 0 && happens(style_.chained, rng_)) {
        const std::size_t end = std::min(text.find_first_not_of('0', i), raised_from);
        if (end > i + 1) {
          write_chain(static_cast<int>(std::min(end, text.size()) - i));
          i = std::min(end, text.size()) - 1;
          continue;
        }
      }
      const bool joined = i > 0 && digit && is_digit(text[i - 1]) && happens(touching_, rng_);
      place(digit ? digit_piece(text[i] - '0', lift) : sign_piece(text[i]), joined);
    }
    const std::size_t last = pieces_.size();
    if (happens(style_.ending, rng_)) {
      write_ending();
    } else if (happens(style_.junk, rng_)) {
      write_junk();
    }
    return finished(text, first, last);
  }

 private:
  float baseline() const {
    const int x = pieces_.empty() ? 0 : pieces_.back().box().right;
    return slope_ * static_cast<float>(x) + waver_ * kTall;
  }

  Piece digit_piece(int digit, float lift) {
    const std::size_t place = one_writer_ ? place_ : pool_.random_place(rng_);
    const Sample& sample = pool_.near(digit, place, rng_);
    Hand hand = hand_;
    hand.height = kTall * std::clamp(size_, 0.3F, 1.1F);
    const bool plane = std::holds_alternative<InkImage>(sample.content);
    const InkImage sheet = warped(sample, style_.digits, hand, rng_);
    const Box box = ink_box(sheet);
    Piece piece{InkImage(1, 1)};
    if (box.width() > 0) {
      const int room = plane && varied_pen_ ? plane_pen_.radius + 1 : 0;
      InkImage& ink = piece.ink;
      static_cast<Plane&>(ink) =
          cropped(sheet, {std::max(0, box.left - room), std::max(0, box.top - room),
                          std::min(sheet.width, box.right + room),
                          std::min(sheet.height, box.bottom + room)});
      if (room > 0) {
        redraw(ink, plane_pen_);
        piece = trimmed(ink, 0, 0);
      }
    }
    // Signs are drawn as wide as the digits turned out.
    width_ = width_ > 0 ? 0.5F * (width_ + stroke_width(piece.ink)) : stroke_width(piece.ink);
    if (happens(style_.breaks * 0.5F, rng_)) break_strokes(piece, rng_);
    float down = baseline() - lift * kTall;
    if (digit == 4 || digit == 7 || digit == 9) down += descending_ * kTall;
    piece.y = static_cast<int>(std::lround(down)) - piece.ink.height;
    return piece;
  }

  Piece sign_piece(char sign) {
    std::vector<Stroke> strokes = sign_strokes(sign, rng_);
    const float down = baseline();
    const float size = kTall * size_;
    for (Stroke& stroke : strokes) {
      for (Point& p : stroke) p = {size * (p.x - hand_.shear * p.y), size * p.y + down};
    }
    float width = width_ > 0 ? width_ : hand_.pen_width;
    // A dot is a press of the pen and mostly wider than its line.
    const bool dotted = sign == '.' || sign == ':' || sign == ',';
    width *= dotted ? rng_.uniform(0.9F, 1.9F) : rng_.uniform(0.8F, 1.2F);
    return drawn(std::move(strokes), std::clamp(width, 1.0F, 20.0F));
  }

  // Moves the piece behind all others and keeps it.
  void place(Piece piece, bool joined) {
    if (pieces_.empty()) {
      profile_.add(piece);
      pieces_.push_back(std::move(piece));
      return;
    }
    const Piece& last = pieces_.back();
    const float gap = gap_ * rng_.uniform(0.5F, 2.0F);
    const bool ligature = joined && happens(style_.ligature, rng_);
    const int overlap = static_cast<int>(rng_.uniform(0, style_.overlap) * kTall);
    if (joined && !ligature) {
      Profile one;
      one.add(last);
      const int touch = one.touch(piece, 1);
      piece.x = touch == Profile::kNone ? last.box().right : touch - overlap;
    } else {
      // Letters keep their distance a little above and below each other, too.
      const int touch = profile_.touch(piece, static_cast<int>(0.12F * kTall));
      const int behind = last.box().right;
      piece.x = touch == Profile::kNone ? behind : std::max(touch, behind - behind_slack());
      piece.x += std::max(3, static_cast<int>(gap * kTall));
    }
    // In reading order, whatever fits under an overhang.
    piece.x = std::max(piece.x, last.x + std::max(1, last.ink.width / 4));
    if (ligature) write_ligature(last, piece);
    profile_.add(piece);
    pieces_.push_back(std::move(piece));
  }

  // How far a symbol may slip under its neighbour's overhang.
  int behind_slack() { return static_cast<int>(kTall * rng_.uniform(0, 0.35F)); }

  // The pen stays down on its way to the next digit.
  void write_ligature(const Piece& from, const Piece& to) {
    const auto edge = [&](const Piece& piece, bool right) {
      const int first = static_cast<int>(rng_.below(static_cast<std::size_t>(piece.ink.height)));
      for (int i = 0; i < piece.ink.height; ++i) {
        const int y = (first + i) % piece.ink.height;
        for (int n = 0; n < piece.ink.width; ++n) {
          const int x = right ? piece.ink.width - 1 - n : n;
          if (piece.ink.at(x, y) >= 128) {
            return Point{static_cast<float>(piece.x + x) + 0.5F,
                         static_cast<float>(piece.y + y) + 0.5F};
          }
        }
      }
      return Point{static_cast<float>(piece.x), static_cast<float>(piece.y)};
    };
    const Point a = edge(from, true);
    const Point b = edge(to, false);
    extras_.push_back(drawn({bent(a, b, rng_.uniform(-0.3F, 0.3F))},
                            std::clamp(width_ * rng_.uniform(0.6F, 1.0F), 1.0F, 20.0F)));
  }

  // Zeros as a running hand writes them: counterclockwise from the top and over to the next one's
  // top without lifting the pen.
  void write_chain(int count) {
    const float height = kTall * size_ * rng_.uniform(0.55F, 1.0F);
    const float width = height * rng_.uniform(0.5F, 1.1F);
    const float start = -0.5F * kPi + rng_.uniform(-0.5F, 0.5F);
    const float turn = -2 * kPi + rng_.uniform(-0.4F, 0.5F);  // closed, or nearly so, or more
    const float step = width * rng_.uniform(0.9F, 1.35F);
    const float lift = happens(0.3F, rng_) ? rng_.uniform(0, kTall - height) : 0.0F;
    const float pen =
        std::clamp((width_ > 0 ? width_ : hand_.pen_width) * rng_.uniform(0.8F, 1.1F), 1.0F, 20.0F);
    const auto leaning = [&](Stroke stroke) {
      for (Point& p : stroke) p.x -= hand_.shear * p.y;
      return stroke;
    };
    Point left_off{};
    int x = 0;
    for (int n = 0; n < count; ++n) {
      const float high = height * rng_.uniform(0.85F, 1.1F);
      const float middle = step * static_cast<float>(n);
      const Stroke zero =
          leaning(arc({middle, baseline() - lift - high / 2}, width * rng_.uniform(0.4F, 0.55F),
                      high / 2, start, start + turn));
      Piece piece = drawn({zero}, pen);
      if (n == 0) {
        const int own = piece.x;
        place(std::move(piece), false);
        x = pieces_.back().x - own;  // where the chain's 0 lies on the line
      } else {
        piece.x += x;
        const auto along = static_cast<float>(x);
        extras_.push_back(
            drawn({bent({left_off.x + along, left_off.y}, {zero.front().x + along, zero.front().y},
                        rng_.uniform(-0.1F, 0.5F))},
                  pen));
        profile_.add(piece);
        pieces_.push_back(std::move(piece));
      }
      left_off = zero.back();
    }
  }

  // What keeps others from adding digits to an amount.
  void write_ending() {
    static constexpr std::array<std::string_view, 8> kEndings = {
        "-", ".-", "=", ".=", ",-", "_", "--", "."};
    size_ = rng_.uniform(0.6F, 1.1F);
    for (const char sign : kEndings[rng_.below(kEndings.size())])
      place(sign_piece(sign), happens(0.15F, rng_));
  }

  void write_junk() {
    static constexpr std::string_view kJunk = "#*x=+-_$()#=_";
    size_ = rng_.uniform(0.6F, 1.1F);
    const int count = happens(0.3F, rng_) ? 2 : 1;
    const char sign = kJunk[rng_.below(kJunk.size())];
    for (int n = 0; n < count; ++n) place(sign_piece(sign), happens(0.1F, rng_));
  }

  void write_rules(const Box& all) {
    const auto left = static_cast<float>(all.left) - 8;
    const auto right = static_cast<float>(all.right) + 8;
    const float width = rng_.uniform(1, 4);
    std::vector<Stroke> lines;
    const auto level = [&](float y) {
      const float tip = rng_.uniform(-3, 3);
      lines.push_back({{left, y - tip}, {right, y + tip}});
    };
    if (happens(0.5F, rng_)) {
      level(happens(0.7F, rng_) ? rng_.uniform(-4, 8) : rng_.uniform(-kTall, 0));
    } else {
      const float top = static_cast<float>(all.top) - rng_.uniform(-4, 8);
      const float bottom = static_cast<float>(all.bottom) + rng_.uniform(-4, 8);
      if (happens(0.6F, rng_)) level(top);
      if (happens(0.6F, rng_)) level(bottom);
      const auto upright = [&](float x) {
        lines.push_back({{x + rng_.uniform(-2, 2), top}, {x + rng_.uniform(-2, 2), bottom}});
      };
      if (happens(0.5F, rng_)) upright(left + rng_.uniform(0, 8));
      if (happens(0.5F, rng_)) upright(right - rng_.uniform(0, 8));
      if (happens(0.3F, rng_)) {  // a box for each digit
        for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
          upright(static_cast<float>(pieces_[i].box().right + pieces_[i + 1].x) / 2);
        }
      }
    }
    if (lines.empty()) return;
    Piece rules = drawn(std::move(lines), width);
    // Printed fainter than written; removed by halves where a reader has tried to.
    const float tone = rng_.uniform(0.3F, 1);
    const bool removed = happens(0.4F, rng_);
    const float period = rng_.uniform(6, 60);
    const float phase = rng_.uniform(0, 6);
    for (int y = 0; y < rules.ink.height; ++y) {
      for (int x = 0; x < rules.ink.width; ++x) {
        std::uint8_t& v = rules.ink.at(x, y);
        if (v == 0) continue;
        const float wave = std::sin(phase + static_cast<float>(x + y) / period * 6);
        v = removed && wave > -0.3F ? std::uint8_t{0}
                                    : static_cast<std::uint8_t>(tone * static_cast<float>(v));
      }
    }
    extras_.push_back(std::move(rules));
  }

  // Digits of the lines above and below, of which the window shows a little.
  void write_neighbours(const Box& window) {
    const int count = between(1, 3, rng_);
    for (int n = 0; n < count; ++n) {
      int digit = between(0, 9, rng_);
      while (!pool_.has(digit)) digit = (digit + 1) % kClasses;
      size_ = 1;
      Piece piece = digit_piece(digit, 0);
      piece.x = between(window.left - 10, window.right - 10, rng_);
      const int seen = between(3, 14, rng_);
      piece.y = happens(0.5F, rng_) ? window.top + seen - piece.ink.height : window.bottom - seen;
      extras_.push_back(std::move(piece));
    }
  }

  ComposedLine finished(const std::string& text, std::size_t first, std::size_t last) {
    Box all = pieces_.front().box();
    for (const Piece& piece : pieces_) all = united(all, piece.box());
    const bool cluttered = happens(style_.neighbours, rng_);
    const bool photo = happens(style_.digits.paper, rng_);
    const auto margin = [&] { return between(0, cluttered || photo ? 14 : 6, rng_); };
    const Box window{all.left - margin(), all.top - margin(), all.right + margin(),
                     all.bottom + margin()};
    if (happens(style_.rules, rng_)) write_rules(all);
    if (cluttered) write_neighbours(window);

    InkImage line(window.width() + 2 * kBare, window.height() + 2 * kBare);
    for (const std::vector<Piece>* list : {&pieces_, &extras_}) {
      for (const Piece& piece : *list)
        lay(piece.ink, piece.x - window.left + kBare, piece.y - window.top + kBare, line);
    }
    clear_border(line);
    if (happens(style_.digits.texture, rng_)) texture(line, rng_);

    std::vector<Box> boxes;
    for (std::size_t i = first; i < last; ++i) {
      const Box box = pieces_[i].box();
      const int dx = kBare - window.left;
      const int dy = kBare - window.top;
      boxes.push_back({box.left + dx, box.top + dy, box.right + dx, box.bottom + dy});
    }
    const float share = log_uniform(style_.smallest, style_.largest, rng_);
    InkImage ink;
    if (photo) ink = photographed_line(line, share, rng_);
    if (!photo || !legible(line, boxes, ink)) {
      const auto scaled = [&](int side) {
        return std::max(1, static_cast<int>(share * static_cast<float>(side)));
      };
      static_cast<Plane&>(ink) = resized(line, scaled(line.width), scaled(line.height));
    }
    const float sx = static_cast<float>(ink.width) / static_cast<float>(line.width);
    const float sy = static_cast<float>(ink.height) / static_cast<float>(line.height);
    for (Box& box : boxes) {
      const Box at = mapped(box, sx, sy);
      box = {at.left + kBare, at.top + kBare, at.right + kBare, at.bottom + kBare};
    }
    // Shrinking and noise have used the border up.
    InkImage bordered(ink.width + 2 * kBare, ink.height + 2 * kBare);
    lay(ink, kBare, kBare, bordered);
    return {std::move(bordered), text, std::move(boxes)};
  }

  static Box mapped(const Box& box, float sx, float sy) {
    return {static_cast<int>(static_cast<float>(box.left) * sx),
            static_cast<int>(static_cast<float>(box.top) * sy),
            static_cast<int>(std::ceil(static_cast<float>(box.right) * sx)),
            static_cast<int>(std::ceil(static_cast<float>(box.bottom) * sy))};
  }

  // Whether every symbol has kept a third of its ink, and no paper became ink altogether: from what
  // nobody can read, only wrong answers can be learnt.
  static bool legible(const InkImage& line, const std::vector<Box>& boxes, const InkImage& read) {
    if (read.width <= 1) return false;
    const float sx = static_cast<float>(read.width) / static_cast<float>(line.width);
    const float sy = static_cast<float>(read.height) / static_cast<float>(line.height);
    const auto kept = [&](const Box& box) {
      return static_cast<float>(mass_of(read, mapped(box, sx, sy))) /
             std::max(1.0F, static_cast<float>(mass_of(line, box)) * sx * sy);
    };
    if (kept({0, 0, line.width, line.height}) > 2.5F) return false;
    return std::all_of(boxes.begin(), boxes.end(),
                       [&](const Box& box) { return kept(box) > 0.33F; });
  }

  const DigitPool& pool_;
  const LineStyle& style_;
  Rng& rng_;
  Hand hand_;
  bool varied_pen_ = false;
  PlanePen plane_pen_{};
  bool one_writer_ = true;
  std::size_t place_ = 0;
  float drift_ = 0;
  float slope_ = 0;
  float gap_ = 0;
  float touching_ = 0;    // probability for each pair
  float descending_ = 0;  // how far 4, 7 and 9 go below the baseline

  float size_ = 1;   // of the symbol to be written
  float waver_ = 0;  // of the baseline now
  float width_ = 0;  // of the strokes so far
  std::vector<Piece> pieces_;
  std::vector<Piece> extras_;  // ink that is no symbol
  Profile profile_;
};

// Without a zero in front.
std::string whole_number(int digits, Rng& rng) {
  return std::to_string(between(1, 9, rng)) + random_digits(digits - 1, rng);
}

// Thousands set apart by `mark`, if it is one.
std::string grouped(const std::string& number, char mark) {
  std::string text;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (mark != 0 && i > 0 && (number.size() - i) % 3 == 0) text += mark;
    text += number[i];
  }
  return text;
}

std::string padded(int value, bool pad) {
  return (pad && value < 10 ? "0" : "") + std::to_string(value);
}

std::string amount(Rng& rng) {
  const int digits = between(1, 6, rng);
  const bool comma = happens(0.5F, rng);  // the decimal mark, as in most of Europe
  const bool marked = digits > 3 && happens(0.7F, rng);
  const char thousands = !marked ? char{0} : comma ? '.' : ',';
  const std::string number = grouped(whole_number(digits, rng), thousands);
  if (happens(0.15F, rng)) return number;
  const std::string cents = happens(0.3F, rng) ? "00" : random_digits(2, rng);
  // Cents after a dash, as on cheques.
  const char mark = happens(0.1F, rng) ? '-' : comma ? ',' : '.';
  return number + mark + cents;
}

std::string phone(Rng& rng) {
  const char mark = happens(0.8F, rng) ? '-' : '.';
  switch (rng.below(4)) {
    case 0:
      return random_digits(3, rng) + mark + random_digits(3, rng) + mark + random_digits(4, rng);
    case 1:
      return "0" + random_digits(between(2, 4, rng), rng) + '/' +
             random_digits(between(4, 7, rng), rng);
    default:
      return random_digits(3, rng) + mark + random_digits(4, rng);
  }
}

std::string date(Rng& rng) {
  static constexpr std::array<char, 4> kMarks = {'/', '/', '-', '.'};
  const char mark = kMarks[rng.below(kMarks.size())];
  const bool pad = happens(0.4F, rng);
  std::string first = padded(between(1, 31, rng), pad);
  std::string second = padded(between(1, 12, rng), pad);
  if (happens(0.5F, rng)) std::swap(first, second);
  const int year = between(1900, 2049, rng);
  if (mark == '-' && happens(0.3F, rng))
    return std::to_string(year) + mark + padded(between(1, 12, rng), true) + mark +
           padded(between(1, 31, rng), true);
  return first + mark + second + mark +
         (happens(0.6F, rng) ? padded(year % 100, true) : std::to_string(year));
}

constexpr std::array kAllKinds = {NumberKind::kPlain, NumberKind::kCheque, NumberKind::kAmount,
                                  NumberKind::kPhone, NumberKind::kDate,   NumberKind::kTime,
                                  NumberKind::kZip};

}  // namespace

DigitPool::DigitPool(std::span<const Sample> samples) : samples_(samples) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].label < kClasses) places_[samples[i].label].push_back(i);
  }
}

bool DigitPool::complete() const {
  return std::none_of(places_.begin(), places_.end(), [](const auto& p) { return p.empty(); });
}

bool DigitPool::empty() const {
  return std::all_of(places_.begin(), places_.end(), [](const auto& p) { return p.empty(); });
}

const Sample& DigitPool::near(int digit, std::size_t place, Rng& rng) const {
  const std::vector<std::size_t>& places = places_[static_cast<std::size_t>(digit)];
  assert(!places.empty());
  constexpr std::ptrdiff_t kFew = 4;
  const auto size = static_cast<std::ptrdiff_t>(places.size());
  const auto found = std::lower_bound(places.begin(), places.end(), place) - places.begin();
  const std::ptrdiff_t low = std::clamp<std::ptrdiff_t>(found - kFew / 2, 0, size - 1);
  const std::ptrdiff_t high = std::min(low + kFew, size);
  const auto chosen =
      low + static_cast<std::ptrdiff_t>(rng.below(static_cast<std::size_t>(high - low)));
  return samples_[places[static_cast<std::size_t>(chosen)]];
}

LineStyle varied_lines() {
  LineStyle style;
  style.tilt = 5;
  style.slant = 0.4F;
  style.stretch = 0.25F;
  style.one_writer = 0.8F;
  style.digits = {.rotation = 4,
                  .shear = 0.07F,
                  .stretch = 0.1F,
                  .elastic = 0.02F,
                  .pen = 0.5F,
                  .texture = 0.15F,
                  .paper = 0.25F};
  style.size_variation = 0.12F;
  style.size_drift = 0.2F;
  style.waver = 0.04F;
  style.slope = 0.06F;
  style.narrowest = 0.05F;
  style.widest = 0.7F;
  style.tight = 0.4F;
  style.touching = 0.2F;
  style.overlap = 0.12F;
  style.ligature = 0.15F;
  style.chained = 0.12F;
  style.ending = 0.1F;
  style.raised = 0.15F;
  style.breaks = 0.1F;
  style.neighbours = 0.12F;
  style.rules = 0.12F;
  style.junk = 0.12F;
  style.smallest = 0.27F;
  style.largest = 0.8F;
  return style;
}

LineStyle touching_lines() {
  LineStyle style;
  style.slant = 0.2F;
  style.stretch = 0.1F;
  style.digits = {.rotation = 3, .shear = 0.05F, .stretch = 0.05F, .elastic = 0.01F};
  style.size_variation = 0.08F;
  style.waver = 0.03F;
  style.tight = 1;
  style.touching = 1;
  style.overlap = 0.08F;
  style.ligature = 0.2F;
  return style;
}

ComposedLine compose_line(const std::string& text, const DigitPool& pool, const LineStyle& style,
                          Rng& rng) {
  assert(!text.empty());
  return Writer(pool, style, rng).write(text);
}

std::string random_digits(int count, Rng& rng) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + rng.below(10));
  return text;
}

std::span<const NumberKind> all_number_kinds() { return kAllKinds; }

std::string random_number_text(NumberKind kind, Rng& rng) {
  switch (kind) {
    case NumberKind::kPlain:
      return random_digits(between(1, 10, rng), rng);
    case NumberKind::kCheque: {
      std::string text = whole_number(between(2, 7, rng), rng);
      // Amounts are mostly round.
      const int zeros = std::min(between(0, 4, rng), static_cast<int>(text.size()) - 1);
      std::fill_n(text.rbegin(), zeros, '0');
      return happens(0.3F, rng) ? grouped(text, '.') : text;
    }
    case NumberKind::kAmount:
      return amount(rng);
    case NumberKind::kPhone:
      return phone(rng);
    case NumberKind::kDate:
      return date(rng);
    case NumberKind::kTime: {
      const int hour = between(0, 23, rng);
      std::string text = padded(hour, happens(0.4F, rng)) + ":" + padded(between(0, 59, rng), true);
      if (happens(0.1F, rng)) text += ":" + padded(between(0, 59, rng), true);
      return text;
    }
    case NumberKind::kZip:
      return random_digits(5, rng) + (happens(0.2F, rng) ? "-" + random_digits(4, rng) : "");
  }
  return "0";
}

std::string random_number_text(Rng& rng) {
  constexpr std::array<int, kAllKinds.size()> kShares = {30, 20, 16, 9, 11, 6, 8};  // of 100
  int drawn_lot = static_cast<int>(rng.below(100));
  std::size_t kind = 0;
  while (drawn_lot >= kShares[kind]) drawn_lot -= kShares[kind++];
  return random_number_text(kAllKinds[kind], rng);
}

std::vector<Stroke> sign_strokes(char sign, Rng& rng) {
  const auto u = [&](float low, float high) { return rng.uniform(low, high); };
  switch (sign) {
    case '.':
      return {dot({0, u(-0.12F, 0.05F)}, rng)};
    case ',': {
      const float top = u(-0.15F, 0.02F);
      const float length = u(0.1F, 0.4F);
      return {bent({0, top}, {-length * u(0, 0.8F), top + length}, u(-0.3F, 0.3F))};
    }
    case ':': {
      const float low = u(-0.15F, 0);
      return {dot({0, low - u(0.3F, 0.6F)}, rng), dot({u(-0.05F, 0.05F), low}, rng)};
    }
    case '-': {
      const float y = u(-0.65F, -0.3F);
      const float length = log_uniform(0.15F, 1.2F, rng);
      return {bent({0, y}, {length, y + length * u(-0.3F, 0.3F)}, u(-0.12F, 0.12F))};
    }
    case '_': {  // what fills the rest of a cheque's line
      const float y = u(-0.6F, -0.3F);
      const float length = u(1, 2.5F);
      Stroke wave;
      const float height = happens(0.4F, rng) ? u(0.03F, 0.12F) : 0.0F;
      for (int i = 0; i <= 16; ++i) {
        const float t = static_cast<float>(i) / 16;
        wave.push_back({length * t, y + height * std::sin(6 * kPi * t)});
      }
      return {wave};
    }
    case '/': {
      const float top = -u(0.8F, 1.45F);
      const float bottom = u(-0.1F, 0.4F);
      const float run = (bottom - top) * u(0.1F, 0.75F);
      return {bent({run, top}, {0, bottom}, u(-0.1F, 0.1F))};
    }
    case '+': {
      const float y = u(-0.6F, -0.4F);
      const float arm = u(0.15F, 0.35F);
      return {{{0, y + u(-0.05F, 0.05F)}, {2 * arm, y}},
              {{arm, y - arm}, {arm + u(-0.05F, 0.05F), y + arm}}};
    }
    case '*': {
      const float y = u(-0.8F, -0.4F);
      const float arm = u(0.12F, 0.3F);
      std::vector<Stroke> star;
      const int rays = between(2, 3, rng);
      for (int i = 0; i < rays; ++i) {
        const float angle = u(-0.2F, 0.2F) + kPi * static_cast<float>(i) / static_cast<float>(rays);
        const float x = arm * std::cos(angle);
        const float dy = arm * std::sin(angle);
        star.push_back({{arm - x, y - dy}, {arm + x, y + dy}});
      }
      return star;
    }
    case 'x': {
      const float size = u(0.3F, 0.7F);
      return {{{0, -size}, {size, u(-0.1F, 0)}}, {{size * u(0.8F, 1), -size}, {0, u(-0.1F, 0.1F)}}};
    }
    case '=': {
      const float y = u(-0.6F, -0.4F);
      const float length = u(0.3F, 1);
      const float apart = u(0.12F, 0.3F);
      return {{{0, y}, {length, y + u(-0.08F, 0.08F)}},
              {{u(-0.05F, 0.05F), y + apart}, {length, y + apart + u(-0.08F, 0.08F)}}};
    }
    case '#': {
      const float lean = u(0, 0.3F);
      const float w = u(0.5F, 0.8F);
      return {{{w * 0.3F + lean, -1}, {w * 0.3F, 0}},
              {{w * 0.7F + lean, -u(0.9F, 1)}, {w * 0.7F, 0}},
              {{0, -u(0.3F, 0.4F)}, {w + lean, -0.35F}},
              {{lean / 2, -u(0.6F, 0.75F)}, {w + lean, -0.7F}}};
    }
    case '$': {
      Stroke s = arc({0.25F, -0.65F}, 0.22F, 0.2F, -0.2F * kPi, -1.5F * kPi);
      const Stroke lower = arc({0.25F, -0.25F}, 0.24F, 0.2F, -0.5F * kPi, 0.85F * kPi);
      s.insert(s.end(), lower.begin(), lower.end());
      const float x = 0.25F + u(-0.04F, 0.04F);
      return {s, {{x, -1.05F}, {x, u(0, 0.12F)}}};
    }
    case '(':
      return {arc({0.3F, -u(0.4F, 0.5F)}, u(0.15F, 0.3F), u(0.5F, 0.7F), 1.35F * kPi, 0.65F * kPi)};
    case ')':
      return {arc({0, -u(0.4F, 0.5F)}, u(0.15F, 0.3F), u(0.5F, 0.7F), -0.35F * kPi, 0.35F * kPi)};
    default:
      break;
  }
  return {{{0, 0}}};
}

}  // namespace ziffer
