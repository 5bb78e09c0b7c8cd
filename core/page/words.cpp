#include "core/page/words.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/ink/components.h"
#include "core/ink/runs.h"
#include "core/ink/separate.h"
#include "core/order.h"
#include "core/page/rules.h"
#include "core/page/working_page.h"

namespace ziffer {
namespace {

// A page of digits has a few hundred. The heaviest components take part in grouping, which is
// quadratic in them.
constexpr std::size_t kMaxParts = 6000;

// One component, or several that broke apart: a digit, touching digits, or a mark.
struct Part {
  Box box;
  long mass = 0;
  long area = 0;
  std::vector<int> members;  // components
  int runs = 0;              // over all rows
};

// Parts of one number in the making, left to right.
struct Chain {
  Box box;
  long mass = 0;
  int height = 0;           // of its digits
  std::vector<int> digits;  // parts, by their middle from left to right
  std::vector<int> marks;   // parts too small for digits
  int line = 0;             // from the top, set by order()
};

// How generously ink is put together.
struct Spacing {
  bool exact_ink = false;      // nothing near a digit is a speck
  double widest = 1.5;         // a gap wider than this many heights always separates...
  bool beyond_others = false;  // ...counted beyond the line's usual gap
  bool cut_outliers = true;    // cut at gaps that stand out from the others
};
constexpr Spacing kPageSpacing{false, 1.5, false, true};
constexpr Spacing kDrawingSpacing{true, 1.5, true, false};

int middle_x(const Box& box) { return (box.left + box.right) / 2; }
int middle_y(const Box& box) { return (box.top + box.bottom) / 2; }

int gap_between(const Box& a, const Box& b) {
  return std::max({0, -horizontal_overlap(a, b), -vertical_overlap(a, b)});
}

// The heaviest components.
std::vector<Part> parts_of(const InkImage& ink, const Runs& runs) {
  const std::vector<Component> components = measure_components(ink, runs);
  std::vector<Part> parts;
  parts.reserve(components.size());
  for (std::size_t i = 0; i < components.size(); ++i) {
    const Component& component = components[i];
    parts.push_back(
        {component.box, component.mass, component.area, {static_cast<int>(i)}, component.runs});
  }
  keep_greatest(parts, kMaxParts, [](const Part& part) { return part.mass; });
  return parts;
}

// Where half of the ink is in taller components and half in shorter ones. Components as large as
// the page count only when there is little else. On a large page what runs off it or reaches far
// across it beside several smaller parts, such as the edge of a shadow or of the sheet, or a thumb
// that holds it, counts only when there is nothing else; and so does squared paper, whose uprights
// each row crosses, with its squares' size. What is lower than half a square is a piece of it, what
// is taller than several is no writing. A part in whose box several smaller ones stand is a table.
int text_height(const std::vector<Part>& parts, int width, int height) {
  const bool page = !is_small_page(width, height);
  const int longest = std::max(width, height);
  const auto reaches_far = [&](const Part& part) {
    return page && 5 * std::max(part.box.width(), part.box.height()) > 2 * longest;
  };
  const auto is_grid = [&](const Part& part) {
    constexpr int kLines = 4;  // touching digits are crossed as often, but are not that tall
    return reaches_far(part) && part.runs > kLines * std::max(part.box.width(), part.box.height());
  };
  const auto spans_page = [&](const Part& part) {
    return part.box.width() * 10 > width * 6 || part.box.height() * 10 > height * 6 ||
           reaches_far(part);
  };
  const auto runs_off = [&](const Part& part) {
    constexpr int kBroad = 16;  // of the longer side: no stroke beside other writing
    return touches_border(part.box, width, height) &&
           (spans_page(part) || kBroad * part.area > longest * part.runs);
  };
  const auto size_of = [&](const Part& part) {
    const int rows = part.box.height();
    return is_grid(part) ? part.box.width() * rows / part.runs : rows;
  };
  constexpr int kSmallest = 60;  // of a page's longer side: what is shorter is specks
  int square = 0;
  for (const Part& part : parts) {
    if (is_grid(part)) square = std::max(square, size_of(part));
  }
  const auto is_piece = [&](const Part& part) {
    constexpr int kTallest = 5;  // squares
    const int rows = part.box.height();
    return 2 * rows < square || (square > 0 && !is_grid(part) && rows > kTallest * square);
  };
  const auto readable = std::count_if(parts.begin(), parts.end(), [&](const Part& part) {
    return !spans_page(part) && !runs_off(part) && !is_piece(part) &&
           part.box.height() * kSmallest >= longest;
  });
  const auto is_table = [&](const Part& part) {
    constexpr int kLeast = 8;  // of the longer side
    constexpr int kCells = 6;  // a drawn face has fewer
    return kLeast * std::max(part.box.width(), part.box.height()) > longest &&
           std::count_if(parts.begin(), parts.end(), [&](const Part& inner) {
             return 2 * inner.box.height() < part.box.height() &&
                    inner.box.height() * kSmallest >= longest &&
                    united(inner.box, part.box) == part.box;
           }) >= kCells;
  };
  const auto is_paper = [&](const Part& part) {
    constexpr int kSeveral = 3;
    return is_piece(part) || is_table(part) ||
           (page && (reaches_far(part) || runs_off(part)) &&
            readable >= (is_grid(part) ? 1 : kSeveral));
  };
  long large = 0;
  long others = 0;
  for (const Part& part : parts) {
    if (!is_paper(part)) (spans_page(part) ? large : others) += part.mass;
  }
  const bool with_large = others * 4 < large;
  std::vector<double> heights;
  std::vector<double> masses;
  for (const Part& part : parts) {
    const bool counts = !is_paper(part) && (with_large || !spans_page(part));
    if (!counts && large + others > 0) continue;
    heights.push_back(size_of(part));
    masses.push_back(static_cast<double>(part.mass));
  }
  return static_cast<int>(weighted_median(heights, masses));
}

void absorb(Part& into, Part& from) {
  into.box = united(into.box, from.box);
  into.mass += from.mass;
  into.area += from.area;
  into.members.insert(into.members.end(), from.members.begin(), from.members.end());
  from.members.clear();
}

// Whether two boxes are those of a broken 9: a ring too low for a digit, and an upright stroke that
// begins at its right side and reaches well below it, as no digit on the same line would.
bool are_ring_and_leg(const Box& ring, const Box& leg, int scale) {
  return 20 * ring.height() <= 13 * scale && 5 * ring.width() >= 4 * ring.height() &&
         5 * leg.width() <= 2 * leg.height() && leg.left >= middle_x(ring) &&
         -8 * horizontal_overlap(ring, leg) <= scale && -8 * vertical_overlap(ring, leg) <= scale &&
         3 * (leg.top - ring.top) >= ring.height() &&
         2 * (leg.bottom - ring.bottom) >= ring.height();
}

// Whether one is as large as a digit of the page and the other far larger: what is left of a table
// or a picture, in whose box digits stand.
bool frames_digit(const Box& a, const Box& b, int text) {
  constexpr int kFarLarger = 3;
  const auto is_digit = [text](const Box& box) {
    return 3 * box.height() >= 2 * text && 2 * box.height() <= 3 * text && box.width() <= 2 * text;
  };
  const auto is_frame = [text](const Box& box) {
    return std::max(box.width(), box.height()) > kFarLarger * text;
  };
  return (is_digit(a) && is_frame(b)) || (is_digit(b) && is_frame(a));
}

// Whether a and b are one broken digit: they lie above each other, nearly touch, and are no taller
// together than a digit.
bool is_broken_digit(const Box& a, const Box& b, int text) {
  const int across = horizontal_overlap(a, b);
  const int gap = -vertical_overlap(a, b);
  const int taller = std::max(a.height(), b.height());
  const int scale = std::max(text, taller);
  const int together = united(a, b).height();
  if (together * 20 > scale * 27 || frames_digit(a, b, text)) return false;
  // A line under or through it.
  const auto is_line = [scale](const Box& box) {
    return box.width() > 2 * scale ||
           (box.width() > 3 * box.height() && 4 * box.width() > 5 * scale);
  };
  if (is_line(a) || is_line(b)) return false;
  const int narrower = std::min(a.width(), b.width());
  const int shorter = std::min(a.height(), b.height());
  if (2 * across >= narrower) {
    if (gap <= 0) return true;  // one inside the other's box, or interlocked
    // Stacked: a bar over the body of a 5, or the two halves of any digit. A speck must touch.
    const Box& lesser = a.height() < b.height() ? a : b;
    const bool speck = 4 * std::max(lesser.width(), lesser.height()) < scale;
    return gap * (speck ? 20 : (3 * shorter >= scale ? 5 : 6)) <= scale;
  }
  if (are_ring_and_leg(a.left < b.left ? a : b, a.left < b.left ? b : a, scale)) return true;
  // The bar of a 5 that slipped to the right: flat, at the height of the other's upper half.
  const Box& bar = a.height() < b.height() ? a : b;
  const Box& body = a.height() < b.height() ? b : a;
  return 2 * body.height() >= scale && 4 * gap <= scale && bar.height() * 5 <= 2 * body.height() &&
         bar.width() * 4 >= body.width() && bar.bottom <= middle_y(body) && -across * 8 <= scale &&
         bar.left >= middle_x(body);
}

void join_broken(std::vector<Part>& parts, int text) {
  sort_by(parts, [](const Part& part) { return part.box.left; });
  bool changed = true;
  for (int round = 0; changed && round < 4; ++round) {
    changed = false;
    for (std::size_t a = 0; a < parts.size(); ++a) {
      for (std::size_t b = a + 1; b < parts.size(); ++b) {
        if (parts[a].members.empty()) break;
        if (parts[b].box.left > parts[a].box.right + text / 4) break;  // sorted
        if (parts[b].members.empty()) continue;
        if (!is_broken_digit(parts[a].box, parts[b].box, text)) continue;
        absorb(parts[a], parts[b]);
        changed = true;
      }
    }
    std::erase_if(parts, [](const Part& part) { return part.members.empty(); });
  }
}

// Whether two may be digits of one line: neither is twice as tall as the other, and half of the
// smaller stands beside it.
bool are_alike(const Box& a, const Box& b) {
  const int taller = std::max(a.height(), b.height());
  const int shorter = std::min(a.height(), b.height());
  return 2 * shorter >= taller && 2 * vertical_overlap(a, b) >= shorter;
}

// Whether two that are alike stand level. A carried digit stands smaller and higher, raised
// cents no higher; a 9's tail hangs lower.
bool are_level(const Box& a, const Box& b) {
  const int taller = std::max(a.height(), b.height());
  const int shorter = std::min(a.height(), b.height());
  const int feet = std::abs(a.bottom - b.bottom);
  const int middles = std::abs(middle_y(a) - middle_y(b));
  if (4 * taller <= 5 * shorter) return 10 * middles <= 4 * taller;
  if (2 * taller <= 3 * shorter && 10 * middles <= 3 * taller) return true;
  return 10 * feet <= 3 * taller || 10 * middles <= 2 * taller ||
         10 * vertical_overlap(a, b) >= 9 * shorter;
}

class Grouping {
 public:
  // `uprights`: rules that stood on `ink`.
  Grouping(const InkImage& ink, const Spacing& spacing, std::vector<Rule> uprights = {})
      : ink_(ink), spacing_(spacing), columns_(std::move(uprights)) {}

  std::vector<Word> words() {
    runs_ = find_runs(ink_, 1);
    parts_ = parts_of(ink_, runs_);
    drop_slivers();
    if (parts_.empty()) return {};
    text_ = text_height(parts_, ink_.width, ink_.height);
    keep_columns();
    drop_outlines();
    join_broken(parts_, text_);
    chain_digits();
    drop_signs();
    give_marks();
    take_in();
    drop_impossible();
    find_skew();
    order();
    return cut_out();
  }

 private:
  const Part& part(int i) const { return parts_[static_cast<std::size_t>(i)]; }

  // An upright sliver along a page's side is the edge of the paper or of a shadow, not a 1. Many
  // slivers much thinner than the writing are what is left of faint ruling.
  void drop_slivers() {
    if (spacing_.exact_ink) return;
    constexpr int kMany = 8;
    double mass = 0;
    double width = 0;
    for (const Part& p : parts_) {
      mass += static_cast<double>(p.mass);
      width += static_cast<double>(p.mass) * static_cast<double>(p.area) / p.runs;
    }
    const auto is_fine = [&](const Part& p) {
      const int length = std::max(p.box.width(), p.box.height());
      return 5 * std::min(p.box.width(), p.box.height()) < length &&
             3 * mass * static_cast<double>(p.area) < width * length;
    };
    const bool many = std::count_if(parts_.begin(), parts_.end(), is_fine) >= kMany;
    const bool page = !is_small_page(ink_);
    std::erase_if(parts_, [&](const Part& p) {
      return (page && (p.box.left <= 1 || p.box.right >= ink_.width - 1) &&
              5 * p.box.width() < p.box.height()) ||
             (many && is_fine(p));
    });
  }

  // What is far taller than the writing around which it stands: the edges of a sheet on a desk.
  void drop_outlines() {
    constexpr int kFarTaller = 6;
    if (spacing_.exact_ink || is_small_page(ink_)) return;
    std::erase_if(parts_, [&](const Part& p) {
      const int rows = p.box.height();
      return rows > kFarTaller * text_ && 10 * rows > 3 * ink_.height;
    });
  }

  // Keeps of all uprights those that part cells: they are as long as several rows are high, and
  // further from each other than those between a comb's boxes and on squared paper.
  void keep_columns() {
    constexpr int kRows = 4;
    constexpr std::size_t kMost = 14;
    std::erase_if(columns_,
                  [&](const Rule& rule) { return rule.last - rule.first < kRows * text_; });
    sort_by(columns_, [](const Rule& rule) { return rule.first_x + rule.last_x; });
    std::vector<float> pitches;
    for (std::size_t i = 1; i < columns_.size(); ++i)
      pitches.push_back(static_cast<float>(columns_[i].first_x - columns_[i - 1].first_x));
    if (columns_.size() > kMost ||
        (!pitches.empty() && 5 * median(std::move(pitches)) < 7 * static_cast<float>(text_)))
      columns_.clear();
  }

  // Whether the edge of a column stands in the bare paper between two. Some write across it.
  bool are_parted(const Box& from, const Box& to) const {
    constexpr double kNarrowest = 0.3;
    constexpr double kSlack = 0.1;
    const int taller = std::max(from.height(), to.height());
    if (to.left - from.right < kNarrowest * taller) return false;
    return std::any_of(columns_.begin(), columns_.end(), [&](const Rule& edge) {
      const int y = (middle_y(from) + middle_y(to)) / 2;
      const double x = edge.at(y);
      return y > edge.first && y < edge.last && x > from.right - kSlack * taller &&
             x < to.left + kSlack * taller;
    });
  }

  // Too small or too flat for a digit among neighbours of the page's height.
  bool is_mark(const Part& p) const {
    constexpr long kHaze = 80;  // mean coverage of what has no core
    const int height = p.box.height();
    return 5 * height < 2 * text_ || p.mass < kHaze * p.area || p.box.width() > 6 * height ||
           (2 * height < text_ && p.box.width() > 3 * height);
  }

  // A comma may be as tall as a small digit, but hangs at the foot of the line.
  static bool is_comma(const Box& box, const Box& line) {
    return 3 * box.height() < 2 * line.height() && 3 * box.width() < 2 * line.height() &&
           box.top > middle_y(line) && box.top < line.bottom;
  }

  // Whether b may follow a at all. Further than `reach` heights away it may where a mark fills most
  // of the gap: the long dash of a telephone number.
  bool may_follow(int a, int b, double reach) const {
    constexpr double kFurthest = 2;  // times `reach`
    constexpr double kBeside = 0.9;  // heights of paper on either side of the dash
    const Box& from = part(a).box;
    const Box& to = part(b).box;
    const int taller = std::max(from.height(), to.height());
    const int gap = -horizontal_overlap(from, to);
    if (gap > kFurthest * reach * taller || !are_alike(from, to) || are_parted(from, to))
      return false;
    if (!are_level(from, to) && (gap > taller || !has_comma_between(from, to))) return false;
    return gap <= reach * taller || widest_gap(from.right, b, from) <= kBeside * taller;
  }

  // After a comma cents may stand as high as a carried digit does.
  bool has_comma_between(const Box& a, const Box& b) const {
    const int slack = a.height() / 8;
    return std::any_of(parts_.begin(), parts_.end(), [&](const Part& p) {
      return p.box.left >= a.right - slack && p.box.right <= b.left + slack && is_comma(p.box, a);
    });
  }

  // Every digit is tied to the nearest one that may follow it, rather not to a comma or a piece.
  void chain_digits() {
    std::vector<int> order;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (!is_mark(parts_[i])) order.push_back(static_cast<int>(i));
    }
    sort_by(order, [&](int i) { return middle_x(part(i).box); });
    const double reach = spacing_.beyond_others ? 2.5 * spacing_.widest : spacing_.widest;
    RunForest forest;
    for (std::size_t i = 0; i < order.size(); ++i) forest.add();
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Box& a = part(order[i]).box;
      std::size_t nearest = order.size();
      bool found_tall = false;
      for (std::size_t k = i + 1; k < order.size(); ++k) {
        const Box& b = part(order[k]).box;
        if (!may_follow(order[i], order[k], reach)) continue;
        const bool tall = 5 * b.height() >= 3 * a.height();
        // A piece of the same digit, or one that leans over it: not yet the next one.
        if (2 * horizontal_overlap(a, b) > std::min(a.width(), b.width())) {
          forest.unite(static_cast<int>(i), static_cast<int>(k));
        } else if (nearest == order.size() || tall > found_tall ||
                   (tall == found_tall && b.left < part(order[nearest]).box.left)) {
          nearest = k;
          found_tall = tall;
        }
      }
      if (nearest < order.size()) forest.unite(static_cast<int>(i), static_cast<int>(nearest));
    }
    std::vector<int> chain_of(order.size(), -1);
    std::vector<std::vector<int>> chains;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t root = static_cast<std::size_t>(forest.root(static_cast<int>(i)));
      if (chain_of[root] < 0) {
        chain_of[root] = static_cast<int>(chains.size());
        chains.emplace_back();
      }
      chains[static_cast<std::size_t>(chain_of[root])].push_back(order[i]);
    }
    for (const std::vector<int>& chain : chains) cut_chain(chain);
  }

  // Cuts a line's digits where the gap is wide, or stands out from the line's others.
  void cut_chain(const std::vector<int>& digits) {
    std::vector<float> heights;
    for (const int d : digits) heights.push_back(static_cast<float>(part(d).box.height()));
    const int height = static_cast<int>(median(std::move(heights)));
    std::vector<int> gaps;
    int reached = part(digits.front()).box.right;
    for (std::size_t i = 1; i < digits.size(); ++i) {
      gaps.push_back(widest_gap(reached, digits[i], part(digits[i - 1]).box));
      reached = std::max(reached, part(digits[i]).box.right);
    }
    double widest = spacing_.widest * height;
    if (spacing_.beyond_others && gaps.size() > 1) {
      std::vector<int> sorted = gaps;
      sort_by(sorted, [](int gap) { return gap; });
      widest += sorted[(sorted.size() - 1) / 2];
    }
    if (spacing_.cut_outliers) widest = std::min(widest, outlying_gap(gaps, height));
    Chain chain;
    const auto close = [&] {
      chain.height = height;
      chains_.push_back(std::move(chain));
      chain = {};
    };
    for (std::size_t i = 0; i < digits.size(); ++i) {
      if (i > 0 && gaps[i - 1] > widest) close();
      const Part& digit = part(digits[i]);
      chain.box = chain.digits.empty() ? digit.box : united(chain.box, digit.box);
      chain.mass += digit.mass;
      chain.digits.push_back(digits[i]);
    }
    close();
  }

  // Bare paper between `reached` and a digit; the marks in between, at the height of their line,
  // divide it.
  int widest_gap(int reached, int digit, const Box& before) const {
    const Box& after = part(digit).box;
    if (after.left <= reached) return 0;
    std::vector<std::pair<int, int>> marks;
    const Box both = united(before, after);
    for (const Part& mark : parts_) {
      const Box& box = mark.box;
      if (middle_x(box) < reached || middle_x(box) >= after.left) continue;
      const int y = middle_y(box);
      // A dash may stand higher than a dot does.
      const bool dash = 2 * box.width() > 3 * box.height() && 3 * box.width() > both.height();
      const bool in_line = is_mark(mark) && y > both.top + both.height() / (dash ? 8 : 4) &&
                           y < both.bottom + both.height() / 4;
      if (!in_line && !is_comma(box, both)) continue;
      marks.push_back({box.left, box.right});
    }
    sort_by(marks, [](const std::pair<int, int>& mark) { return mark.first; });
    int widest = 0;
    for (const auto& [left, right] : marks) {
      widest = std::max(widest, left - reached);
      reached = std::max(reached, right);
    }
    return std::max(widest, after.left - reached);
  }

  // The gap above which a line falls into words: the widest jump between two of its gaps in order
  // of size, if it is a clear one.
  static double outlying_gap(std::vector<int> gaps, int height) {
    sort_by(gaps, [](int gap) { return gap; });
    double limit = 1e9;
    // Two gaps hardly tell what is usual.
    const double least = 0.9 + 0.3 / std::max<double>(1, static_cast<double>(gaps.size()) - 1);
    double best = 1.8;
    for (std::size_t i = 1; i < gaps.size(); ++i) {
      const double below = std::max<double>(gaps[i - 1], 0.15 * height);
      const double ratio = gaps[i] / below;
      if (ratio <= best || gaps[i] < least * height || gaps[i] - gaps[i - 1] < 0.35 * height)
        continue;
      best = ratio;
      limit = (gaps[i - 1] + gaps[i]) / 2.0;
    }
    return limit;
  }

  // A plus is as large as a digit, but nearly all of its ink lies on two strokes, one across, one
  // down, of which few rows cross more than one: many 4s are much like it, but for what stands
  // beside their stem. Only the first sign of a line may be one.
  bool is_plus(int i, int height) const {
    const Box& box = part(i).box;
    if (10 * box.height() > 11 * height || 2 * box.width() < box.height() ||
        2 * box.height() < box.width() || part(i).members.size() != 1 ||
        4 * part(i).runs > 5 * box.height())
      return false;
    std::vector<long> rows(static_cast<std::size_t>(box.height()));
    std::vector<long> columns(static_cast<std::size_t>(box.width()));
    const auto visit = [&](const auto& pixel) {
      for (const Run& run : runs_.list) {
        if (run.y >= box.bottom) break;
        if (run.label != part(i).members.front()) continue;
        for (int x = run.left; x < run.right; ++x)
          pixel(static_cast<std::size_t>(x - box.left), static_cast<std::size_t>(run.y - box.top),
                ink_.at(x, run.y));
      }
    };
    visit([&](std::size_t x, std::size_t y, int v) {
      columns[x] += v;
      rows[y] += v;
    });
    const auto peak = [](const std::vector<long>& profile) {
      return static_cast<double>(std::max_element(profile.begin(), profile.end()) -
                                 profile.begin()) /
             static_cast<double>(profile.size());
    };
    const double across = peak(rows);
    const double down = peak(columns);
    if (across < 0.25 || across > 0.75 || down < 0.15 || down > 0.85) return false;
    long outside = 0;
    visit([&](std::size_t x, std::size_t y, int v) {
      const double u = static_cast<double>(x) / box.width() - down;
      const double w = static_cast<double>(y) / box.height() - across;
      if (std::abs(u) > 0.17 && std::abs(w) > 0.17) outside += v;
    });
    return outside * 16 < part(i).mass;
  }

  void drop_signs() {
    for (Chain& chain : chains_) {
      if (!is_plus(chain.digits.front(), std::max(chain.height, text_))) continue;
      chain.mass -= part(chain.digits.front()).mass;
      chain.digits.erase(chain.digits.begin());
      if (chain.digits.empty()) continue;
      chain.box = part(chain.digits.front()).box;
      for (const int digit : chain.digits) chain.box = united(chain.box, part(digit).box);
    }
    std::erase_if(chains_, [](const Chain& chain) { return chain.digits.empty(); });
  }

  // Dots, dashes, commas and splinters between or on a number's digits.
  void give_marks() {
    sort_by(chains_, [](const Chain& chain) { return -chain.mass; });
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (!is_mark(parts_[i])) continue;
      for (Chain& chain : chains_) {
        if (!may_hold(chain, parts_[i].box)) continue;
        chain.marks.push_back(static_cast<int>(i));
        break;
      }
    }
    give_lone([&](const Chain& comma, Chain& chain) {
      const int x = middle_x(comma.box);
      if (x < chain.box.left || x >= chain.box.right || !is_comma(comma.box, chain.box))
        return false;
      chain.marks.push_back(comma.digits.front());
      return true;
    });
    for (Chain& chain : chains_) {
      for (const int mark : chain.marks) {
        chain.box = united(chain.box, part(mark).box);
        chain.mass += part(mark).mass;
      }
    }
  }

  bool may_hold(const Chain& chain, const Box& mark) const {
    const int x = middle_x(mark);
    const int y = middle_y(mark);
    if (spacing_.exact_ink && gap_between(chain.box, mark) * 4 <= chain.height) return true;
    if (x < chain.box.left || x >= chain.box.right || y < chain.box.top) return false;
    if (2 * mark.width() > 3 * chain.height) return false;
    // A mark may be as small as the pen's point.
    if (16 * std::max(mark.width(), mark.height()) < chain.height) return false;
    // What is flat and low is left over from a line.
    const bool flat = mark.width() > 2 * mark.height();
    return y < chain.box.bottom + (flat ? -chain.height / 8 : chain.height / 3);
  }

  // A single part that stands among a longer number's digits, no higher and no lower, is one of
  // them, or a piece that broke off: too small or too close to have been chained with them.
  void take_in() {
    give_lone([&](const Chain& lone, Chain& chain) {
      if (chain.digits.size() < 2 || !is_among(lone.box, chain)) return false;
      chain.digits.push_back(lone.digits.front());
      sort_by(chain.digits, [&](int i) { return middle_x(part(i).box); });
      chain.marks.insert(chain.marks.end(), lone.marks.begin(), lone.marks.end());
      chain.box = united(chain.box, lone.box);
      chain.mass += lone.mass;
      return true;
    });
  }

  // Offers each chain of one part to the others; where one takes it, it is no chain any more.
  template <typename Take>
  void give_lone(Take&& take) {
    for (Chain& lone : chains_) {
      if (lone.digits.size() != 1) continue;
      for (Chain& chain : chains_) {
        if (chain.digits.empty() || &chain == &lone || !take(lone, chain)) continue;
        lone.digits.clear();
        break;
      }
    }
    std::erase_if(chains_, [](const Chain& chain) { return chain.digits.empty(); });
  }

  bool is_among(const Box& box, const Chain& chain) const {
    const int x = middle_x(box);
    if (x < chain.box.left || x >= chain.box.right) return false;
    Box before = part(chain.digits.front()).box;
    Box after = part(chain.digits.back()).box;
    for (const int digit : chain.digits) {
      const Box& other = part(digit).box;
      if (middle_x(other) <= x) before = other;
      if (middle_x(other) >= x) {
        after = other;
        break;
      }
    }
    const Box both = united(before, after);
    return 5 * vertical_overlap(box, both) >= 4 * box.height();
  }

  void drop_impossible() {
    std::erase_if(chains_,
                  [&](const Chain& chain) { return chain.height < 5 || 5 * chain.height < text_; });
    keep_greatest(chains_, kMaxWords, [](const Chain& chain) { return chain.mass; });
  }

  // The slope of the line on which a chain's digits stand: the median of the slopes between any
  // two of their feet (Theil 1950), so that a few descending 9s do not matter.
  std::vector<float> slopes_of(const Chain& chain) const {
    std::vector<float> slopes;
    const std::size_t count = std::min<std::size_t>(chain.digits.size(), 40);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = i + 1; k < count; ++k) {
        const Box& a = part(chain.digits[i]).box;
        const Box& b = part(chain.digits[k]).box;
        const int run = middle_x(b) - middle_x(a);
        if (2 * run < chain.height) continue;
        slopes.push_back(static_cast<float>(b.bottom - a.bottom) / static_cast<float>(run));
      }
    }
    return slopes;
  }

  void find_skew() {
    std::vector<float> all;
    for (const Chain& chain : chains_) {
      if (chain.digits.size() < 3) continue;
      all.push_back(median(slopes_of(chain)));
    }
    // A few lines may slope for other reasons than the page's.
    constexpr std::size_t kLinesOfPage = 5;
    if (all.size() >= kLinesOfPage) skew_ = median(all);
  }

  // The page's, unless the chain clearly has its own: feet of unlike digits vary by as much as half
  // of their height, of a few with a sign before them by more.
  float slope_of(const Chain& chain) const {
    constexpr float kSteepest = 0.3f;
    constexpr std::size_t kMany = 6;
    if (chain.digits.size() < 4) return skew_;
    const float slope = median(slopes_of(chain));
    const float rise = std::abs(slope - skew_) * static_cast<float>(chain.box.width());
    const int least = chain.digits.size() < kMany ? chain.box.height() : chain.height;
    return std::abs(slope) <= kSteepest && 2 * rise > static_cast<float>(least) ? slope : skew_;
  }

  // Lines from the top, each from the left, on the page turned level.
  void order() {
    const auto level = [&](const Chain& chain) {
      return static_cast<float>(middle_y(chain.box)) -
             skew_ * static_cast<float>(middle_x(chain.box));
    };
    sort_by(chains_, level);
    int line = -1;
    float top = 0;
    float bottom = 0;
    for (Chain& chain : chains_) {
      const float middle = level(chain);
      const float half = static_cast<float>(chain.box.height()) / 2;
      const float shared = std::min(bottom, middle + half) - std::max(top, middle - half);
      if (line < 0 || shared < 0.9f * std::min(half, (bottom - top) / 2)) {
        ++line;
        top = middle - half;
        bottom = middle + half;
      }
      chain.line = line;
    }
    sort_by(chains_, [](const Chain& chain) { return chain.box.left; });
    sort_by(chains_, [](const Chain& chain) { return chain.line; });
  }

  std::vector<Word> cut_out() const {
    std::vector<int> word_of(static_cast<std::size_t>(runs_.count), -1);
    std::vector<Word> words;
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      const Chain& chain = chains_[i];
      for (const std::vector<int>* list : {&chain.digits, &chain.marks}) {
        for (const int p : *list) {
          for (const int member : part(p).members)
            word_of[static_cast<std::size_t>(member)] = static_cast<int>(i);
        }
      }
      Word word = empty_word(chain.box);
      word.line = chains_[i].line;
      words.push_back(std::move(word));
    }
    for (const Run& run : runs_.list) {
      const int w = word_of[static_cast<std::size_t>(run.label)];
      if (w < 0) continue;
      Word& word = words[static_cast<std::size_t>(w)];
      std::copy_n(ink_.pixels.begin() + static_cast<std::ptrdiff_t>(ink_.index(run.left, run.y)),
                  run.right - run.left,
                  word.ink.pixels.begin() + static_cast<std::ptrdiff_t>(word.ink.index(
                                                run.left - word.box.left + kWordMargin,
                                                run.y - word.box.top + kWordMargin)));
    }
    for (std::size_t i = 0; i < words.size(); ++i) level(words[i], slope_of(chains_[i]));
    return words;
  }

  const InkImage& ink_;
  const Spacing spacing_;
  Runs runs_;
  std::vector<Part> parts_;
  std::vector<Rule> columns_;  // edges between a table's cells
  int text_ = 0;               // height of the page's digits, in pixels
  std::vector<Chain> chains_;
  float skew_ = 0;  // rows a line of writing falls per column
};

// What segment_digits() takes for a single digit is one: it is surer of single digits than the
// grouping, which expects lines. Two lines of writing, which it was not made for, are taller.
std::vector<Word> words_or_digit(const InkImage& ink, const Spacing& spacing,
                                 std::vector<Rule> uprights = {}) {
  const std::vector<Part> parts = parts_of(ink, find_runs(ink, 1));
  std::vector<Segment> segments = segment_digits(ink);
  if (segments.size() == 1 && parts.size() < kMaxParts) {
    const Segment& segment = segments.front();
    if (3 * segment.box.height() <= 4 * text_height(parts, ink.width, ink.height) &&
        2 * segment.box.width() <= 3 * segment.box.height())
      return {word_of(segment.box, segment.ink)};
  }
  return Grouping(ink, spacing, std::move(uprights)).words();
}

}  // namespace

std::vector<Word> find_words(const InkImage& ink) { return words_or_digit(ink, kDrawingSpacing); }

Result<std::vector<Word>> find_words(const GrayImage& page, Shadows shadows, InkImage* ruled) {
  const WorkingPage working(page);
  Plane darkness;
  Result<InkImage> ink = separate_page_ink(working.picture(), shadows, &darkness);
  if (!ink) return ink.error();
  const bool small = is_small_page(page);
  // Before the ruling, as a ring's top and bottom may pass for rules; and after it, for rings that
  // it crossed.
  erase_rings(*ink);
  if (ruled != nullptr && small && shadows == Shadows::kSoft) *ruled = *ink;
  const int text = text_height(parts_of(*ink, find_runs(*ink, 1)), ink->width, ink->height);
  std::vector<Rule> uprights = erase_rules(*ink, text, darkness);
  erase_rings(*ink);
  std::vector<Word> words = small ? words_or_digit(*ink, kPageSpacing, std::move(uprights))
                                  : Grouping(*ink, kPageSpacing, std::move(uprights)).words();
  if (words.empty()) return Error{ErrorCode::kNoInk, "There is ink on the page, but no number."};
  for (Word& word : words) working.to_page(word);
  return words;
}

}  // namespace ziffer
