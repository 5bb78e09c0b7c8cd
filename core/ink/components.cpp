#include "core/ink/components.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "core/ink/runs.h"
#include "core/order.h"

namespace ziffer {
namespace {

// More than a page of digits in one line. Beyond it the largest are kept.
constexpr std::size_t kMaxSegments = 64;
// Components that take part in grouping; the heaviest are kept. Bounds the quadratic part.
constexpr std::size_t kMaxParts = 512;

// A digit in the making: one component or several.
struct Group {
  Box box;
  long mass = 0;
  std::vector<int> members;  // component indices
};

int longest_side(const Box& box) { return std::max(box.width(), box.height()); }

void absorb(Group& into, Group& from) {
  into.box = united(into.box, from.box);
  into.mass += from.mass;
  into.members.insert(into.members.end(), from.members.begin(), from.members.end());
  from.members.clear();
}

// Whether two groups are parts of one digit by how they lie. `scale` is the height of the page's
// digits.
bool belong_together(const Group& a, const Group& b, int scale) {
  const int across = horizontal_overlap(a.box, b.box);
  const int down = vertical_overlap(a.box, b.box);
  if (-down * 3 > scale) return false;
  // One above the other, or one inside the other's box.
  if (2 * across >= std::min(a.box.width(), b.box.width())) return true;
  // Diagonally above, as the bar of a 5 that slipped to the right: the shorter one is no digit by
  // its height and both together are no taller than one.
  const int shorter = std::min(a.box.height(), b.box.height());
  return 5 * shorter <= 3 * scale && -across * 8 <= scale &&
         4 * united(a.box, b.box).height() <= 5 * scale;
}

// Too small for a digit of this page.
bool is_piece(const Group& group, int scale, long largest) {
  return 2 * longest_side(group.box) < scale && 4 * group.mass < largest;
}

int gap(const Box& a, const Box& b) {
  return std::max({0, -horizontal_overlap(a, b), -vertical_overlap(a, b)});
}

// Merges as long as any two groups belong together.
void join_groups(std::vector<Group>& groups, int scale) {
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t a = 0; a < groups.size(); ++a) {
      for (std::size_t b = a + 1; b < groups.size(); ++b) {
        if (groups[a].members.empty() || groups[b].members.empty()) continue;
        if (!belong_together(groups[a], groups[b], scale)) continue;
        absorb(groups[a], groups[b]);
        changed = true;
      }
    }
    std::erase_if(groups, [](const Group& group) { return group.members.empty(); });
  }
}

// Gives each piece to the digit nearest to it, if that is near; what is left alone is a speck.
void settle_pieces(std::vector<Group>& groups, int scale) {
  long largest = 0;
  for (const Group& group : groups) largest = std::max(largest, group.mass);
  const auto is_loose = [&](const Group& group) { return is_piece(group, scale, largest); };
  sort_by(groups, [&](const Group& group) { return is_loose(group) ? 1 : 0; });
  const auto digits_end = std::find_if(groups.begin(), groups.end(), is_loose);
  for (auto piece = digits_end; piece != groups.end(); ++piece) {
    const auto nearest =
        std::min_element(groups.begin(), digits_end, [&](const Group& a, const Group& b) {
          return gap(a.box, piece->box) < gap(b.box, piece->box);
        });
    if (4 * gap(nearest->box, piece->box) <= scale) absorb(*nearest, *piece);
  }
  groups.erase(digits_end, groups.end());
}

}  // namespace

std::vector<Component> measure_components(const InkImage& ink, const Runs& runs) {
  std::vector<Component> list(static_cast<std::size_t>(runs.count));
  for (const Run& run : runs.list) {
    Component& component = list[static_cast<std::size_t>(run.label)];
    const Box box{run.left, run.y, run.right, run.y + 1};
    component.box = component.area == 0 ? box : united(component.box, box);
    component.area += run.right - run.left;
    ++component.runs;
    const auto row = ink.pixels.begin() + static_cast<std::ptrdiff_t>(ink.index(0, run.y));
    component.mass += std::accumulate(row + run.left, row + run.right, 0L);
  }
  return list;
}

Components find_components(const InkImage& ink) {
  const Runs runs = find_runs(ink, 1);
  Components components;
  components.list = measure_components(ink, runs);
  components.labels.assign(ink.pixels.size(), -1);
  for (const Run& run : runs.list) {
    const auto row = components.labels.begin() + static_cast<std::ptrdiff_t>(ink.index(0, run.y));
    std::fill(row + run.left, row + run.right, run.label);
  }
  return components;
}

std::vector<Segment> segment_digits(const InkImage& ink) {
  const Runs runs = find_runs(ink, 1);
  const std::vector<Component> components = measure_components(ink, runs);
  if (components.empty()) return {};

  const auto component = [&](int i) -> const Component& {
    return components[static_cast<std::size_t>(i)];
  };
  std::vector<double> lightness;
  for (const Component& c : components) lightness.push_back(-static_cast<double>(c.mass));
  std::vector<int> order = ascending(lightness);
  order.resize(std::min(order.size(), kMaxParts));

  const long heaviest = component(order.front()).mass;
  int scale = 0;
  for (const int i : order) {
    if (component(i).mass * 4 >= heaviest) scale = std::max(scale, component(i).box.height());
  }

  std::vector<Group> groups;
  for (const int i : order) groups.push_back({component(i).box, component(i).mass, {i}});
  join_groups(groups, scale);
  settle_pieces(groups, scale);
  keep_greatest(groups, kMaxSegments, [](const Group& group) { return group.mass; });
  sort_by(groups, [](const Group& group) { return group.box.left + group.box.right; });

  std::vector<Segment> segments;
  std::vector<int> segment_of(components.size(), -1);
  for (const Group& group : groups) {
    for (const int i : group.members)
      segment_of[static_cast<std::size_t>(i)] = static_cast<int>(segments.size());
    segments.push_back({group.box, InkImage(group.box.width(), group.box.height())});
  }
  for (const Run& run : runs.list) {
    const int s = segment_of[static_cast<std::size_t>(run.label)];
    if (s < 0) continue;
    Segment& segment = segments[static_cast<std::size_t>(s)];
    std::copy(
        ink.pixels.begin() + static_cast<std::ptrdiff_t>(ink.index(run.left, run.y)),
        ink.pixels.begin() + static_cast<std::ptrdiff_t>(ink.index(run.left, run.y)) +
            (run.right - run.left),
        segment.ink.pixels.begin() + static_cast<std::ptrdiff_t>(segment.ink.index(
                                         run.left - segment.box.left, run.y - segment.box.top)));
  }
  return segments;
}

InkImage without_specks(const InkImage& ink) {
  constexpr long kLightest =
      20;  // the bar of a 5, the lightest part of any digit, is above an eighth
  const Runs runs = find_runs(ink, 1);
  const std::vector<Component> components = measure_components(ink, runs);
  long heaviest = 0;
  for (const Component& component : components) heaviest = std::max(heaviest, component.mass);
  InkImage kept(ink.width, ink.height);
  for (const Run& run : runs.list) {
    if (components[static_cast<std::size_t>(run.label)].mass * kLightest < heaviest) continue;
    const auto at = static_cast<std::ptrdiff_t>(ink.index(run.left, run.y));
    std::copy_n(ink.pixels.begin() + at, run.right - run.left, kept.pixels.begin() + at);
  }
  return kept;
}

}  // namespace ziffer
