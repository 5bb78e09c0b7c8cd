#include "core/train/splicer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/image/resample.h"
#include "core/ink/components.h"
#include "core/line/normalize_line.h"
#include "core/train/chance.h"
#include "core/train/lay.h"
#include "core/train/parallel.h"

namespace ziffer {
namespace {

constexpr double kSure = -1.2;       // log-probability of what is written, from which a line is cut
constexpr std::size_t kLongest = 9;  // symbols of a spliced line
constexpr int kDraws = 8;            // tries for a second line that fits
constexpr float kTallStroke = 0.4F;  // of a digit's height: a stroke that no cut may cross
constexpr float kLargestScale = 4;   // by which the second line is enlarged, or shrunk, at most
constexpr float kUsualGap = 0.3F;    // of a digit's height, where neither line has a gap
constexpr float kWidestGap = 1.5F;

// The ink of the components on one side of a cut, on a sheet as large as the line's.
struct Side {
  InkImage ink;
  int edge = 0;  // where it ends towards the cut; of no meaning without ink
  bool bare = true;
};

struct Sides {
  Side left;
  Side right;
  bool has_gap() const { return !left.bare && !right.bare; }
  float gap() const { return static_cast<float>(right.edge - left.edge); }
};

Sides sides_of(const InkImage& line, int cut) {
  const Components components = find_components(line);
  Sides sides{{InkImage(line.width, line.height), 0},
              {InkImage(line.width, line.height), line.width}};
  const auto is_left = [&](const Box& box) { return (box.left + box.right) / 2 < cut; };
  for (const Component& c : components.list) {
    if (is_left(c.box)) {
      sides.left.edge = std::max(sides.left.edge, c.box.right);
      sides.left.bare = false;
    } else {
      sides.right.edge = std::min(sides.right.edge, c.box.left);
      sides.right.bare = false;
    }
  }
  for (std::size_t i = 0; i < line.pixels.size(); ++i) {
    const int label = components.labels[i];
    if (label < 0) continue;
    const Box& box = components.list[static_cast<std::size_t>(label)].box;
    (is_left(box) ? sides.left : sides.right).ink.pixels[i] = line.pixels[i];
  }
  return sides;
}

}  // namespace

Splicer::CutLine Splicer::cut_line(const LineExample& line, SequenceReader& reader) {
  CutLine result;
  const LinePlane plane = normalize_line(line.ink);
  const std::size_t count = line.target.labels.size();
  if (plane.width == 0 || count == 0) return result;
  result.scale = plane.scale;
  result.middle = plane.middle;
  std::vector<float> likely = reader.log_probabilities(plane);
  if (line.target.digits_only) likely = separators_as_blank(likely);
  const Alignment alignment = ziffer::align(likely, line.target.labels);
  if (!(alignment.log_probability >= kSure)) return result;
  const std::vector<float> centres = symbol_centres(alignment, count, plane);

  const Components components = find_components(line.ink);
  const float tall = kTallStroke * static_cast<float>(kLineDigit) / plane.scale;
  const auto tall_at = [&](float x, auto&& use) {
    for (const Component& c : components.list) {
      if (static_cast<float>(c.box.height()) >= tall && static_cast<float>(c.box.left) <= x &&
          static_cast<float>(c.box.right) > x)
        use(c.box);
    }
  };
  // Where the tall strokes at x begin and end; about x where there are none.
  const auto left_edge = [&](float x) {
    int edge = static_cast<int>(x);
    tall_at(x, [&](const Box& box) { edge = std::min(edge, box.left); });
    return edge;
  };
  const auto right_edge = [&](float x) {
    int edge = static_cast<int>(x);
    tall_at(x, [&](const Box& box) { edge = std::max(edge, box.right); });
    return edge;
  };
  result.cuts.push_back({0, left_edge(centres.front())});
  for (std::size_t i = 1; i < count; ++i) {
    const float left = centres[i - 1];
    const float right = centres[i];
    const int end = right_edge(left);
    if (right - left < 1 || static_cast<float>(end) > right) continue;  // one stroke is at both
    result.cuts.push_back({i, (left_edge(right) + end) / 2});
  }
  const float last = centres.back();
  result.cuts.push_back({count, std::max(static_cast<int>(last) + 1, right_edge(last))});
  return result;
}

void Splicer::align(std::span<const LineExample> lines, std::span<SequenceReader> readers) {
  lines_.assign(lines.size(), {});
  parallel_for(static_cast<int>(readers.size()), static_cast<int>(lines.size()),
               [&](int thread, int i) {
                 const auto n = static_cast<std::size_t>(i);
                 lines_[n] = cut_line(lines[n], readers[static_cast<std::size_t>(thread)]);
               });
  cuttable_.clear();
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (!lines_[i].cuts.empty()) cuttable_.push_back(i);
  }
}

LineExample Splicer::splice(std::span<const LineExample> lines, std::size_t first, Rng& rng) const {
  const LineExample& a = lines[first];
  if (first >= lines_.size() || lines_[first].cuts.empty()) return a;
  const CutLine& cut_a = lines_[first];
  for (int draw = 0; draw < kDraws; ++draw) {
    const std::size_t second = cuttable_[rng.below(cuttable_.size())];
    const LineExample& b = lines[second];
    const CutLine& cut_b = lines_[second];
    const Cut& before = cut_a.cuts[rng.below(cut_a.cuts.size())];
    const Cut& behind = cut_b.cuts[rng.below(cut_b.cuts.size())];
    const std::size_t count = before.symbols + b.target.labels.size() - behind.symbols;
    const float enlarged = cut_b.scale / cut_a.scale;
    if (b.target.digits_only != a.target.digits_only || count < 1 || count > kLongest ||
        enlarged > kLargestScale || enlarged < 1 / kLargestScale)
      continue;

    Sides left = sides_of(a.ink, before.x);
    Sides right = sides_of(b.ink, behind.x);
    // Either hand's distance, where it has one.
    const float digit = static_cast<float>(kLineDigit) / cut_a.scale;
    const bool own = happens(0.5F, rng) ? left.has_gap() : !right.has_gap();
    float gap = kUsualGap * digit;
    if (own && left.has_gap()) gap = left.gap();
    if (!own && right.has_gap()) gap = enlarged * right.gap();
    gap = std::clamp(gap, -kWidestGap / 2 * digit, kWidestGap * digit);
    const InkImage& tail = right.right.ink;
    const auto scaled = [&](int side) {
      return std::max(1, static_cast<int>(std::lround(enlarged * static_cast<float>(side))));
    };
    const Plane resized_tail = resized(tail, scaled(tail.width), scaled(tail.height));
    const int dx = left.left.edge + static_cast<int>(std::lround(gap)) -
                   static_cast<int>(enlarged * static_cast<float>(right.right.edge));
    const int dy = static_cast<int>(std::lround(cut_a.middle - enlarged * cut_b.middle));
    const int x0 = std::min(0, dx);
    const int y0 = std::min(0, dy);
    LineExample made;
    made.ink = InkImage(std::max(a.ink.width, dx + resized_tail.width) - x0,
                        std::max(a.ink.height, dy + resized_tail.height) - y0);
    lay(left.left.ink, -x0, -y0, made.ink);
    lay(resized_tail, dx - x0, dy - y0, made.ink);
    const Labels& head_labels = a.target.labels;
    const Labels& tail_labels = b.target.labels;
    made.target.digits_only = a.target.digits_only;
    made.target.labels.assign(head_labels.begin(),
                              head_labels.begin() + static_cast<std::ptrdiff_t>(before.symbols));
    made.target.labels.insert(made.target.labels.end(),
                              tail_labels.begin() + static_cast<std::ptrdiff_t>(behind.symbols),
                              tail_labels.end());
    return made;
  }
  return a;
}

}  // namespace ziffer
