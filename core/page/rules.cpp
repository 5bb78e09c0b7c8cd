#include "core/page/rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "core/ink/components.h"
#include "core/ink/runs.h"
#include "core/order.h"

namespace ziffer {
namespace {

// From this coverage on a pixel belongs to a run; what is fainter beside it is its edge.
constexpr std::uint8_t kSolid = 72;
// The longest chains and candidates take part in what is quadratic in them.
constexpr std::size_t kMaxChains = 3000;
constexpr std::size_t kMaxCandidates = 400;
constexpr double kSteepest = 0.2;

Plane transposed(const Plane& plane) {
  constexpr int kBlock = 32;
  Plane out(plane.height, plane.width);
  for (int by = 0; by < plane.height; by += kBlock) {
    for (int bx = 0; bx < plane.width; bx += kBlock) {
      const int bottom = std::min(by + kBlock, plane.height);
      const int right = std::min(bx + kBlock, plane.width);
      for (int x = bx; x < right; ++x) {
        for (int y = by; y < bottom; ++y) out.at(y, x) = plane.at(x, y);
      }
    }
  }
  return out;
}

// A stretch of solid ink in one row. All of this file looks for lines that run down the rows; for
// level lines the plane is transposed.
struct Stretch {
  int left = 0;
  int right = 0;
  int chain = -1;
  double middle() const { return (left + right - 1) / 2.0; }
  int length() const { return right - left; }
};

// A straight line x(y) through the latest rows, by least squares with weights that fade.
class Trend {
 public:
  void add(double y, double x) {
    constexpr double kFade = 0.985;
    for (double* sum : {&n_, &y_, &x_, &yy_, &xy_}) *sum *= kFade;
    n_ += 1;
    y_ += y;
    x_ += x;
    yy_ += y * y;
    xy_ += x * y;
  }
  double slope() const {
    const double spread = yy_ - y_ * y_ / n_;
    return spread < 2 ? 0 : std::clamp((xy_ - x_ * y_ / n_) / spread, -kSteepest, kSteepest);
  }
  double at(double y) const { return x_ / n_ + slope() * (y - y_ / n_); }

 private:
  double n_ = 0, y_ = 0, x_ = 0, yy_ = 0, xy_ = 0;
};

// Thin stretches, one a row, each touching the next.
struct Chain {
  int first = 0;  // rows first..last
  int last = 0;
  double first_x = 0;  // middles of the end stretches
  double last_x = 0;
  long thickness = 0;  // summed over rows
  long darkness = 0;   // of the stretches' middles, summed
  Trend trend;
  int rows() const { return last - first + 1; }
};

struct Line : Rule {
  std::vector<int> chains;  // from the top
  int covered = 0;          // rows in chains
  long thickness = 0;
  long darkness = 0;
  Trend trend;
  bool counts = false;  // it is a rule

  int span() const { return last - first + 1; }
  double mean_thickness() const { return static_cast<double>(thickness) / covered; }
  double mean_darkness() const { return static_cast<double>(darkness) / covered; }
  // Of what belongs to it.
  double thickest() const { return 1.6 * mean_thickness() + 1; }
  double darkest() const { return 1.3 * mean_darkness() + 10; }
};

class LineFinder {
 public:
  // Both planes must outlive it.
  LineFinder(Plane& plane, const Plane& darkness, int text)
      : plane_(plane), darkness_(darkness), text_(text) {
    find_stretches();
    follow();
    join();
  }

  std::vector<Line>& lines() { return lines_; }
  int rows() const { return plane_.height; }

  // Whether so many lines count that the paper is ruled, from edge to edge. Where they are so close
  // that anything lies on the way of one, it has a pattern.
  bool is_ruled() const {
    constexpr int kFewest = 5;
    constexpr int kClosest = 10;  // pixels
    const auto count = std::count_if(lines_.begin(), lines_.end(),
                                     [&](const Line& line) { return is_long(line); });
    return count >= kFewest && count * kClosest <= plane_.width;
  }

  // The row that a line's straight way on from its upper or lower end (`step` -1 or 1) reaches
  // before it leaves the ink, at most half a digit away: a digit may lie against its end.
  int inked_to(const Line& line, int step) const {
    int y = step < 0 ? line.first : line.last;
    for (int left = text_ / 2; left > 0; --left) {
      const int next = y + step;
      if (next < 0 || next >= rows() || !is_inked(next, line.at(next))) break;
      y = next;
    }
    return y;
  }

  // Adds to each line that counts what lies on the straight way on from its ends, where it is faint
  // or frayed.
  void prolong() {
    for (Line& line : lines_) {
      if (!is_long(line)) continue;
      for (const int i : straight_) {
        if (continues(line, chain(i))) line.chains.push_back(i);
      }
      sort_by(line.chains, [&](int i) { return chain(i).first; });
    }
  }

  // Erases what is no thicker and no darker than the line, along all lines that count.
  void erase() {
    for (const Line& line : lines_) {
      if (!line.counts) continue;
      const double thickest = line.thickest();
      const double darkest = line.darkest();
      const auto erase_part = [&](int y, const Stretch& s) {
        if (s.length() <= thickest && darkness_of(y, s.middle()) <= darkest) erase(y, s);
      };
      for (const int i : line.chains) {
        for (int y = chain(i).first; y <= chain(i).last; ++y) {
          for (const Stretch& s : row(y)) {
            if (s.chain == i) erase_part(y, s);
          }
        }
      }
      // Where the line is faint or frayed its remains lie on the straight way between two chains.
      for (std::size_t k = 0; k + 1 < line.chains.size(); ++k) {
        for_rows_between(line.chains[k], line.chains[k + 1], [&](int y, double x) {
          for (const Stretch& s : row(y)) {
            if (std::abs(s.middle() - x) <= 1 + thickest / 2) erase_part(y, s);
          }
        });
      }
    }
  }

 private:
  struct Row {
    const Stretch* from;
    const Stretch* to;
    const Stretch* begin() const { return from; }
    const Stretch* end() const { return to; }
  };
  Row row(int y) const {
    return {stretches_.data() + starts_[static_cast<std::size_t>(y)],
            stretches_.data() + starts_[static_cast<std::size_t>(y) + 1]};
  }

  void find_stretches() {
    starts_.push_back(0);
    for (int y = 0; y < plane_.height; ++y) {
      const std::uint8_t* pixels = plane_.pixels.data() + plane_.index(0, y);
      int x = 0;
      while (x < plane_.width) {
        if (pixels[x] < kSolid) {
          ++x;
          continue;
        }
        const int left = x;
        while (x < plane_.width && pixels[x] >= kSolid) ++x;
        stretches_.push_back({left, x, -1});
      }
      starts_.push_back(stretches_.size());
    }
  }

  void follow() {
    if (stretches_.empty()) return;
    std::vector<float> lengths;
    for (std::size_t i = 0; i < stretches_.size(); i += 1 + stretches_.size() / 20000) {
      lengths.push_back(static_cast<float>(stretches_[i].length()));
    }
    const int usual = static_cast<int>(median(std::move(lengths)));
    const int thin = std::clamp(2 * usual + 1, 3, std::max(3, text_ / 3));

    for (int y = 0; y < plane_.height; ++y) {
      std::size_t above = y > 0 ? starts_[static_cast<std::size_t>(y) - 1] : 0;
      const std::size_t above_end = y > 0 ? starts_[static_cast<std::size_t>(y)] : 0;
      for (std::size_t i = starts_[static_cast<std::size_t>(y)];
           i < starts_[static_cast<std::size_t>(y) + 1]; ++i) {
        Stretch& s = stretches_[i];
        if (s.length() > thin) continue;
        while (above < above_end && stretches_[above].right < s.left) ++above;
        if (above < above_end && stretches_[above].chain >= 0 &&
            stretches_[above].left <= s.right) {
          s.chain = stretches_[above].chain;
          ++above;  // singly connected: each stretch has one successor
        } else {
          s.chain = static_cast<int>(chains_.size());
          Chain chain;
          chain.first = y;
          chain.first_x = s.middle();
          chains_.push_back(chain);
        }
        Chain& chain = chains_[static_cast<std::size_t>(s.chain)];
        chain.last = y;
        chain.last_x = s.middle();
        chain.thickness += s.length();
        chain.darkness += darkness_of(y, s.middle());
        chain.trend.add(y, s.middle());
      }
    }
  }

  int darkness_of(int y, double x) const {
    return darkness_.at(static_cast<int>(std::lround(x)), y);
  }

  const Chain& chain(int i) const { return chains_[static_cast<std::size_t>(i)]; }

  // Whether a chain before or behind a line lies on the straight way on.
  static bool continues(const Line& line, const Chain& c) {
    const int gap = std::max(c.first - line.last, line.first - c.last);
    const double tolerance = 1.5 + 0.5 * line.mean_thickness() + 0.01 * gap;
    return gap > 0 && static_cast<double>(c.thickness) <= line.thickest() * c.rows() &&
           std::abs(line.at(c.first) - c.first_x) <= tolerance &&
           std::abs(line.at(c.last) - c.last_x) <= tolerance;
  }

  // Joins chains that continue one another across strokes and faint places.
  void join() {
    const int shortest = std::max(5, text_ / 6);
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      const Chain& c = chains_[i];
      if (c.rows() < shortest) continue;
      if (std::abs(c.last_x - c.first_x) > 2 + 1.5 * kSteepest * c.rows()) continue;
      straight_.push_back(static_cast<int>(i));
    }
    keep_greatest(straight_, kMaxChains, [&](int i) { return chain(i).rows(); });
    sort_by(straight_, [&](int i) { return chain(i).first; });
    const int reach = std::max(6, text_ * 5 / 4);
    for (const int i : straight_) {
      const Chain& c = chain(i);
      Line* best = nullptr;
      double best_miss = 1e9;
      for (Line& line : lines_) {
        const int gap = c.first - line.last;
        if (gap < 1 || gap > reach) continue;
        const double tolerance = 1.5 + 0.5 * line.mean_thickness() + 0.02 * gap;
        const double miss = std::abs(line.trend.at(c.first) - c.first_x);
        if (miss > tolerance) continue;
        const int ahead = std::min(c.last, c.first + 40);
        const double way = c.rows() < 3 ? c.first_x : c.trend.at(ahead);
        if (std::abs(line.trend.at(ahead) - way) > tolerance + 0.06 * (ahead - c.first)) continue;
        const double ratio = static_cast<double>(c.thickness) / (line.mean_thickness() * c.rows());
        if (ratio > 2 || ratio < 0.5) continue;
        // What interrupts a rule is ink that crosses it.
        if (miss < best_miss && gap - 1 - crossed_rows(line.chains.back(), i) <= text_ / 4) {
          best = &line;
          best_miss = miss;
        }
      }
      if (best == nullptr) {
        lines_.emplace_back();
        best = &lines_.back();
        best->first = c.first;
        best->first_x = c.first_x;
      }
      best->chains.push_back(i);
      best->last = c.last;
      best->last_x = c.last_x;
      best->covered += c.rows();
      best->thickness += c.thickness;
      best->darkness += c.darkness;
      if (c.rows() >= 30 || best->chains.size() == 1) {
        best->trend = c.trend;
      } else {  // too short to tell a direction
        best->trend.add(c.first, c.first_x);
        best->trend.add(c.last, c.last_x);
      }
    }
    std::erase_if(lines_, [&](const Line& line) { return !is_straight(line); });
  }

  // The edges between a comb's boxes do not go on beyond it.
  bool is_long(const Line& line) const { return line.counts && line.span() >= 2 * text_; }

  // Visits the rows between two chains and the place of the straight way from one to the other.
  template <typename Visit>
  void for_rows_between(int from, int to, const Visit& visit) const {
    const Chain& a = chain(from);
    const Chain& b = chain(to);
    for (int y = a.last + 1; y < b.first; ++y)
      visit(y, a.last_x + (b.first_x - a.last_x) * (y - a.last) / (b.first - a.last));
  }

  // In how many of them there is ink, or at least half of the first one's darkness: a rule is
  // frayed where it is too faint, the strokes of digits have bare paper between them.
  int crossed_rows(int from, int to) const {
    const Chain& a = chain(from);
    int crossed = 0;
    for_rows_between(from, to, [&](int y, double x) {
      const int trace = darkness_of(y, x);
      crossed += long{2} * trace * a.rows() > a.darkness || is_inked(y, x);
    });
    return crossed;
  }

  bool is_inked(int y, double x) const {
    return std::any_of(row(y).begin(), row(y).end(),
                       [x](const Stretch& s) { return s.left - 1.5 <= x && x <= s.right + 0.5; });
  }

  bool is_straight(const Line& line) const {
    if (2 * line.covered < line.span()) return false;
    int inked = line.covered;
    for (std::size_t k = 0; k + 1 < line.chains.size(); ++k)
      inked += crossed_rows(line.chains[k], line.chains[k + 1]);
    if (10 * inked < 9 * line.span()) return false;
    const double slope = (line.last_x - line.first_x) / std::max(1, line.last - line.first);
    if (std::abs(slope) > kSteepest) return false;
    const double limit = 1.5 + 0.5 * line.mean_thickness() + 0.03 * line.span();
    for (const int i : line.chains) {
      const Chain& c = chain(i);
      if (std::abs(c.first_x - line.first_x - slope * (c.first - line.first)) > limit) return false;
      if (std::abs(c.last_x - line.first_x - slope * (c.last - line.first)) > limit) return false;
    }
    return true;
  }

  // The stretch and its soft edges.
  void erase(int y, const Stretch& s) {
    constexpr int kEdge = 2;
    std::uint8_t* pixels = plane_.pixels.data() + plane_.index(0, y);
    std::fill(pixels + s.left, pixels + s.right, std::uint8_t{0});
    for (int x = s.left - 1; x >= std::max(0, s.left - kEdge) && pixels[x] < kSolid; --x)
      pixels[x] = 0;
    for (int x = s.right; x < std::min(plane_.width, s.right + kEdge) && pixels[x] < kSolid; ++x)
      pixels[x] = 0;
  }

  Plane& plane_;
  const Plane& darkness_;
  const int text_;
  std::vector<Stretch> stretches_;
  std::vector<std::size_t> starts_;  // of each row's stretches
  std::vector<Chain> chains_;
  std::vector<int> straight_;  // chains that may be parts of a line, from the top
  std::vector<Line> lines_;
};

// Where two lines of different direction may meet. `along` of one is `across` of the other.
bool meet(double along_a, double across_a, double along_b, double across_b, double tolerance) {
  return std::abs(along_a - across_b) <= tolerance && std::abs(across_a - along_b) <= tolerance;
}

// Erases what nothing leads out of, no larger than where two lines cross at (x, y).
void erase_crossing(int x, int y, double thickness, InkImage& ink) {
  const int reach = static_cast<int>(thickness) + 2;
  const Box box{x - reach, y - reach, x + reach + 1, y + reach + 1};
  if (box.left < 0 || box.top < 0 || box.right > ink.width || box.bottom > ink.height) return;
  const auto each_pixel = [&](const auto& visit) {
    for (int v = box.top; v < box.bottom; ++v) {
      for (int u = box.left; u < box.right; ++u)
        visit(ink.at(u, v), std::max(std::abs(u - x), std::abs(v - y)) == reach);
    }
  };
  int leading = 0;
  each_pixel([&](std::uint8_t coverage, bool edge) { leading += edge ? coverage : 0; });
  if (leading == 0) each_pixel([](std::uint8_t& coverage, bool) { coverage = 0; });
}

void erase(const Run& run, InkImage& ink) {
  std::fill_n(ink.pixels.begin() + static_cast<std::ptrdiff_t>(ink.index(run.left, run.y)),
              run.right - run.left, std::uint8_t{0});
}

// Erases what is left of lines: short pieces no thicker than they are, on their way.
void erase_remains(const std::vector<Line>& upright, const std::vector<Line>& level, int text,
                   InkImage& ink) {
  const auto lies_along = [text](const Line& line, int first, int last, int left, int right) {
    const double middle = (left + right - 1) / 2.0;
    return line.counts && 3 * (last - first) <= text && right - left <= line.thickest() &&
           first >= line.first && last <= line.last + 1 &&
           std::abs(line.at((first + last) / 2.0) - middle) <= line.thickest() / 2 + 1.5;
  };
  const Runs runs = find_runs(ink, 1);
  std::vector<bool> erased;
  for (const Component& piece : measure_components(ink, runs)) {
    const Box& box = piece.box;
    const auto lies_on_upright = [&](const Line& line) {
      return lies_along(line, box.top, box.bottom, box.left, box.right);
    };
    const auto lies_on_level = [&](const Line& line) {
      return lies_along(line, box.left, box.right, box.top, box.bottom);
    };
    erased.push_back(std::any_of(upright.begin(), upright.end(), lies_on_upright) ||
                     std::any_of(level.begin(), level.end(), lies_on_level));
  }
  for (const Run& run : runs.list) {
    if (erased[static_cast<std::size_t>(run.label)]) erase(run, ink);
  }
}

void count_long(std::vector<Line>& lines, double text, int rows, double longer) {
  for (Line& line : lines) {
    const bool edge_to_edge = line.first * 50 <= rows && (rows - 1 - line.last) * 50 <= rows;
    line.counts = line.span() >= longer * text || (edge_to_edge && line.span() >= 1.2 * text);
  }
}

void count_between(LineFinder& finder, const std::vector<Line>& others, double text) {
  const double tolerance = 3 + text / 16;
  for (Line& line : finder.lines()) {
    if (line.counts || line.span() < 0.6 * text) continue;
    const auto ends_on = [&](const Line& other, int from, int to, double across) {
      const double at = other.at(across);
      return other.counts && line.mean_darkness() <= other.darkest() &&
             across >= other.first - tolerance && across <= other.last + tolerance &&
             at >= from - tolerance && at <= to + tolerance;
    };
    const int top = finder.inked_to(line, -1);
    const auto upper = std::find_if(others.begin(), others.end(), [&](const Line& other) {
      return ends_on(other, top, line.first, line.first_x);
    });
    if (upper == others.end()) continue;
    const int bottom = finder.inked_to(line, 1);
    line.counts = std::any_of(others.begin(), others.end(), [&](const Line& other) {
      return &other != &*upper && ends_on(other, line.last, bottom, line.last_x);
    });
  }
}

void keep_longest(std::vector<Line>& lines) {
  keep_greatest(lines, kMaxCandidates, [](const Line& line) { return line.span(); });
}

// Four lines that meet at their ends.
void count_rectangles(std::vector<Line>& level, std::vector<Line>& upright, double text) {
  const double tolerance = 3 + text / 8;
  for (Line& top : level) {
    if (top.span() < 0.6 * text) continue;
    for (Line& left : upright) {
      if (left.span() < 0.8 * text) continue;
      if (!meet(top.first, top.first_x, left.first, left.first_x, tolerance)) continue;
      for (Line& right : upright) {
        if (&right == &left) continue;
        if (!meet(top.last, top.last_x, right.first, right.first_x, tolerance)) continue;
        for (Line& bottom : level) {
          if (&bottom == &top) continue;
          if (!meet(bottom.first, bottom.first_x, left.last, left.last_x, tolerance)) continue;
          if (!meet(bottom.last, bottom.last_x, right.last, right.last_x, tolerance)) continue;
          top.counts = left.counts = right.counts = bottom.counts = true;
        }
      }
    }
  }
}

// A thin line about as wide as tall.
bool may_be_ring(const Component& ring) {
  constexpr int kSmallest = 16;  // rows
  constexpr int kCrossings = 3;  // of a row, on average: squared paper has more
  const int tall = ring.box.height();
  const long size = long{ring.box.width()} * tall;
  return tall >= kSmallest && 20 * ring.box.width() >= 11 * tall &&
         ring.runs <= kCrossings * tall && 10 * ring.area < 3 * size;
}

// Whether what stands in a ring is as large as what a ring is drawn around.
bool is_ringed(const Box& content, const Box& ring) {
  const int tall = content.height();
  return 5 * tall >= ring.height() && 4 * tall <= 3 * ring.height() &&
         (3 * tall >= ring.height() || 3 * content.width() >= ring.width());
}

// Where a ring lies in the row and the column through the middle of what stands in it: left of it,
// right, above and below.
class Sides {
 public:
  Sides(const Box& ring, const Box& content, int width, int height) : content_(content) {
    // On one side it may run off a plane of that width and height.
    if (ring.left <= 1) {
      sides_[0].add(ring.left);
    } else if (ring.right >= width - 1) {
      sides_[1].add(ring.right);
    } else if (ring.top <= 1) {
      sides_[2].add(ring.top);
    } else if (ring.bottom >= height - 1) {
      sides_[3].add(ring.bottom);
    }
  }

  void add(const Run& run) {
    const int x = (content_.left + content_.right) / 2;
    const int y = (content_.top + content_.bottom) / 2;
    if (run.y == y) sides_[run.right <= content_.left ? 0 : 1].add(run.left);
    if (run.left <= x && x < run.right) sides_[run.y < content_.top ? 2 : 3].add(run.y);
  }

  // Whether there is one line on every side, or the two ends of one, at most `apart` from each
  // other; and not the rungs of a table.
  bool are_closed(int apart) const {
    return std::all_of(sides_.begin(), sides_.end(), [apart](const Side& side) {
      return side.first <= side.last && side.last - side.first <= apart;
    });
  }

 private:
  struct Side {
    int first = std::numeric_limits<int>::max();
    int last = -1;

    void add(int at) {
      first = std::min(first, at);
      last = std::max(last, at);
    }
  };

  Box content_;
  std::array<Side, 4> sides_;
};

}  // namespace

std::vector<Rule> erase_rules(InkImage& ink, int text, const Plane& darkness) {
  std::vector<Rule> uprights;
  if (ink.pixels.empty() || text < 6) return uprights;
  Plane turned = transposed(ink);
  const Plane turned_darkness = transposed(darkness);
  LineFinder level(turned, turned_darkness, text);
  LineFinder upright(ink, darkness, text);
  count_long(level.lines(), text, level.rows(), 2.2);
  count_long(upright.lines(), text, upright.rows(), 2.0);
  keep_longest(level.lines());
  keep_longest(upright.lines());
  count_rectangles(level.lines(), upright.lines(), text);
  count_between(upright, level.lines(), text);
  count_between(level, upright.lines(), text);
  if (upright.is_ruled()) upright.prolong();
  if (level.is_ruled()) level.prolong();
  const auto counts = [](const Line& line) { return line.counts; };
  const bool any_level = std::any_of(level.lines().begin(), level.lines().end(), counts);
  upright.erase();
  for (const Line& line : upright.lines()) {
    if (line.counts) uprights.push_back(line);
  }
  if (!any_level) return uprights;
  // Both erase from the ink as it was.
  const Plane before = transposed(turned);
  level.erase();
  const Plane after = transposed(turned);
  for (std::size_t i = 0; i < ink.pixels.size(); ++i) {
    if (after.pixels[i] != before.pixels[i]) ink.pixels[i] = 0;
  }
  for (const Line& column : upright.lines()) {
    if (!column.counts) continue;
    for (const Line& row : level.lines()) {
      if (!row.counts) continue;
      const double x = column.at(row.at(column.first_x));
      erase_crossing(static_cast<int>(std::lround(x)), static_cast<int>(std::lround(row.at(x))),
                     row.mean_thickness(), ink);
    }
  }
  // On a lone rule a dot may stand.
  if (!uprights.empty()) erase_remains(upright.lines(), level.lines(), text, ink);
  return uprights;
}

void erase_rings(InkImage& ink) {
  const Runs runs = find_runs(ink, 1);
  const std::vector<Component> components = measure_components(ink, runs);
  for (std::size_t a = 0; a < components.size(); ++a) {
    const Component& ring = components[a];
    if (!may_be_ring(ring)) continue;
    // Runs lie in raster order: those of a ring between its first row and its last.
    const auto first = std::lower_bound(runs.list.begin(), runs.list.end(), ring.box.top,
                                        [](const Run& run, int y) { return run.y < y; });
    const auto each_run = [&](const auto& visit) {
      for (auto run = first; run != runs.list.end() && run->y < ring.box.bottom; ++run) {
        if (run->label == static_cast<int>(a)) visit(*run);
      }
    };
    Box content{};
    for (const Component& other : components) {
      const Box& box = other.box;
      if (8 * box.height() >= ring.box.height() && box.left > ring.box.left &&
          box.right < ring.box.right && box.top > ring.box.top && box.bottom < ring.box.bottom)
        content = content.width() > 0 ? united(content, box) : box;
    }
    if (!is_ringed(content, ring.box)) continue;
    Sides sides(ring.box, content, ink.width, ink.height);
    each_run([&](const Run& run) { sides.add(run); });
    if (!sides.are_closed(std::max(ring.box.width(), ring.box.height()) / 6)) continue;
    each_run([&](const Run& run) { erase(run, ink); });
  }
}

}  // namespace ziffer
