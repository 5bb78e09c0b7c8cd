#include "core/ink/components.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "tests/support/ascii_art.h"

namespace ziffer {
namespace {

using testing::as_text;
using testing::enlarged;
using testing::ink_art;

// The naive definition: flood fill with a stack.
std::vector<int> flood_labels(const InkImage& ink) {
  std::vector<int> labels(ink.pixels.size(), -1);
  int next = 0;
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      if (ink.at(x, y) == 0 || labels[ink.index(x, y)] >= 0) continue;
      std::vector<std::pair<int, int>> stack = {{x, y}};
      labels[ink.index(x, y)] = next;
      while (!stack.empty()) {
        const auto [cx, cy] = stack.back();
        stack.pop_back();
        for (int ny = std::max(0, cy - 1); ny <= std::min(ink.height - 1, cy + 1); ++ny) {
          for (int nx = std::max(0, cx - 1); nx <= std::min(ink.width - 1, cx + 1); ++nx) {
            if (ink.at(nx, ny) == 0 || labels[ink.index(nx, ny)] >= 0) continue;
            labels[ink.index(nx, ny)] = next;
            stack.push_back({nx, ny});
          }
        }
      }
      ++next;
    }
  }
  return labels;
}

void check_invariants(const std::vector<Segment>& segments, const InkImage& page) {
  CHECK(segments.size() <= 64);
  for (const Segment& segment : segments) {
    CHECK(segment.box.left >= 0);
    CHECK(segment.box.top >= 0);
    CHECK(segment.box.right <= page.width);
    CHECK(segment.box.bottom <= page.height);
    REQUIRE(segment.ink.width == segment.box.width());
    REQUIRE(segment.ink.height == segment.box.height());
    bool copied = true;
    bool any = false;
    for (int y = 0; y < segment.ink.height; ++y) {
      for (int x = 0; x < segment.ink.width; ++x) {
        const std::uint8_t v = segment.ink.at(x, y);
        any = any || v > 0;
        copied = copied && (v == 0 || v == page.at(segment.box.left + x, segment.box.top + y));
      }
    }
    CHECK(any);
    CHECK(copied);
  }
}

std::vector<Segment> segmented(const InkImage& page) {
  std::vector<Segment> segments = segment_digits(page);
  check_invariants(segments, page);
  return segments;
}

TEST_SUITE("components") {
  TEST_CASE("bare paper") {
    CHECK(find_components(InkImage(5, 4)).list.empty());
    CHECK(find_components(InkImage(5, 4)).labels == std::vector<int>(20, -1));
    CHECK(find_components(InkImage()).list.empty());
    CHECK(segment_digits(InkImage(5, 4)).empty());
    CHECK(segment_digits(InkImage()).empty());
  }

  TEST_CASE("boxes, areas, masses and raster order") {
    const InkImage ink = ink_art({
        "....#.",
        "#...#.",
        "#.....",
        "..5...",
    });
    const Components components = find_components(ink);
    REQUIRE(components.list.size() == 3);
    CHECK(components.list[0].box == Box{4, 0, 5, 2});
    CHECK(components.list[1].box == Box{0, 1, 1, 3});
    CHECK(components.list[2].box == Box{2, 3, 3, 4});
    CHECK(components.list[0].area == 2);
    CHECK(components.list[0].mass == 510);
    CHECK(components.list[2].mass == 127);
    CHECK(components.labels[ink.index(4, 1)] == 0);
    CHECK(components.labels[ink.index(0, 2)] == 1);
    CHECK(components.labels[ink.index(1, 2)] == -1);
  }

  TEST_CASE("diagonal neighbours are connected, also from right to left") {
    CHECK(find_components(ink_art({"#.", ".#"})).list.size() == 1);
    CHECK(find_components(ink_art({".#", "#."})).list.size() == 1);
    CHECK(find_components(ink_art({"#..", "..#"})).list.size() == 2);
    CHECK(find_components(ink_art({"##..##", "..##.."})).list.size() == 1);
  }

  TEST_CASE("arms that meet late are one component, named after its first pixel") {
    const InkImage ink = ink_art({
        "..#.#.#",
        "#.#.#.#",
        "#.#.###",
        "###....",
    });
    const Components components = find_components(ink);
    REQUIRE(components.list.size() == 2);
    CHECK(components.labels[ink.index(2, 0)] == 0);
    CHECK(components.labels[ink.index(0, 1)] == 0);
    CHECK(components.labels[ink.index(6, 0)] == 1);
  }

  TEST_CASE("random noise agrees with a flood fill") {
    std::mt19937 random(5);
    for (const int density : {10, 35, 50, 80}) {
      for (int round = 0; round < 20; ++round) {
        InkImage ink(1 + static_cast<int>(random() % 40), 1 + static_cast<int>(random() % 30));
        for (std::uint8_t& v : ink.pixels) v = static_cast<int>(random() % 100) < density ? 200 : 0;
        const Components components = find_components(ink);
        REQUIRE(components.labels == flood_labels(ink));
      }
    }
  }

  TEST_CASE("one digit, with its own ink only") {
    const InkImage page = ink_art({
        "............",
        "...####.....",
        "......#.....",
        ".....#......",
        "....#.......",
        "....#.......",
        "............",
    });
    const auto segments = segmented(page);
    REQUIRE(segments.size() == 1);
    CHECK(segments[0].box == Box{3, 1, 7, 6});
    CHECK(segments[0].ink.at(0, 0) == 255);
    CHECK(segments[0].ink.at(0, 4) == 0);
  }

  TEST_CASE("a single pixel is a segment") {
    CHECK(segmented(InkImage(1, 1, 9)).size() == 1);
    CHECK(segmented(InkImage(1, 100, 255)).size() == 1);
    CHECK(segmented(InkImage(100, 1, 255)).size() == 1);
  }

  TEST_CASE("broken strokes stay one digit") {
    for (const int factor : {1, 4, 20}) {
      CAPTURE(factor);
      // The bar of a 5 apart from its body, above and to the right.
      CHECK(segmented(enlarged(ink_art({
                                   "..........####",
                                   "..............",
                                   "....##........",
                                   "...##.........",
                                   "...##.........",
                                   "...######.....",
                                   "........##....",
                                   ".........##...",
                                   ".........##...",
                                   "...##...##....",
                                   "....#####.....",
                               }),
                               factor))
                .size() == 1);
      // A gap in an 8.
      CHECK(segmented(enlarged(ink_art({
                                   "...####...",
                                   "..#....#..",
                                   "..#....#..",
                                   "...#..#...",
                                   "..........",
                                   "...#..#...",
                                   "..#....#..",
                                   ".#......#.",
                                   "..#....#..",
                                   "...####...",
                               }),
                               factor))
                .size() == 1);
      // An open 4: the stem crosses without touching.
      CHECK(segmented(enlarged(ink_art({
                                   ".#.....#..",
                                   ".#.....#..",
                                   "#......#..",
                                   "#......#..",
                                   "#####..#..",
                                   "....##.#..",
                                   ".......#..",
                                   ".......#..",
                                   ".......#..",
                               }),
                               factor))
                .size() <= 2);
    }
  }

  TEST_CASE("digits side by side stay apart, left to right") {
    const InkImage page = ink_art({
        "..#....###....#...#..####.",
        ".##...#...#...#...#.....#.",
        "..#...#...#...#...#....#..",
        "..#...#...#...#####...#...",
        "..#...#...#.......#...#...",
        "..#....###........#...#...",
    });
    for (const int factor : {1, 5}) {
      const auto segments = segmented(enlarged(page, factor));
      REQUIRE(segments.size() == 4);
      for (std::size_t i = 1; i < segments.size(); ++i) {
        CHECK(segments[i - 1].box.left < segments[i].box.left);
      }
      CHECK(segments[1].box == Box{6 * factor, 0, 11 * factor, 6 * factor});
    }
  }

  TEST_CASE("an 11 with a narrow gap") {
    CHECK(segmented(ink_art({
                        "#...#",
                        "#...#",
                        "#...#",
                        "#...#",
                        "#...#",
                        "#...#",
                        "#...#",
                        "#...#",
                        "#...#",
                    }))
              .size() == 2);
  }

  TEST_CASE("a speck far away is dropped, also from the plane") {
    const InkImage page = enlarged(ink_art({
                                       "5.....................",
                                       "..........#####.......",
                                       "..........#...#.......",
                                       "..........#...#.......",
                                       "..........#...#.......",
                                       "..........#...#.......",
                                       "..........#####.......",
                                   }),
                                   4);
    const auto segments = segmented(page);
    REQUIRE(segments.size() == 1);
    CHECK(segments[0].box.left == 40);
  }

  TEST_CASE("a neighbour's ink is erased where boxes overlap") {
    const InkImage page = ink_art({
        "..........##.....#",
        ".........##.....##",
        "........##.....##.",
        ".......##.....##..",
        "......##.....##...",
        ".....##.....##....",
        "....##.....##.....",
        "...##.....##......",
        "..##.....##.......",
        ".##.....##........",
    });
    const auto segments = segmented(page);
    REQUIRE(segments.size() == 2);
    REQUIRE(horizontal_overlap(segments[0].box, segments[1].box) > 0);
    CHECK(find_components(segments[0].ink).list.size() == 1);
    CHECK(find_components(segments[1].ink).list.size() == 1);
  }

  TEST_CASE("hundreds of thousands of components neither hang nor overflow") {
    InkImage dots(1600, 1200);
    for (int y = 0; y < dots.height; y += 2) {
      for (int x = 0; x < dots.width; x += 2) dots.at(x, y) = 200;
    }
    CHECK(find_components(dots).list.size() == 480000);
    segmented(dots);

    std::mt19937 random(3);
    InkImage noise(1600, 1200);
    for (std::uint8_t& v : noise.pixels) v = random() % 4 == 0 ? 255 : 0;
    segmented(noise);
  }

  TEST_CASE("one component with a very long union chain") {
    InkImage comb(2001, 400);
    for (int y = 0; y < comb.height; ++y) {
      for (int x = 0; x < comb.width; x += 2) comb.at(x, y) = 255;
    }
    for (int x = 0; x < comb.width; ++x) comb.at(x, comb.height - 1) = 255;
    CHECK(find_components(comb).list.size() == 1);
  }

  TEST_CASE("never more than 64 segments") {
    InkImage bars(1200, 40);
    for (int i = 0; i < 100; ++i) {
      for (int y = 5; y < 35; ++y) bars.at(6 + i * 11, y) = 255;
    }
    CHECK(segmented(bars).size() == 64);
  }

  TEST_CASE("specks go, the parts of a lone digit stay wherever they lie") {
    InkImage ink(60, 60);
    const auto fill = [&](int left, int top, int width, int height) {
      for (int y = top; y < top + height; ++y) {
        for (int x = left; x < left + width; ++x) ink.at(x, y) = 255;
      }
    };
    fill(10, 10, 5, 40);  // 200 pixels
    fill(40, 10, 10, 2);  // a tenth of it, far away
    fill(55, 55, 3, 3);   // less than a twentieth
    const InkImage kept = without_specks(ink);
    CHECK(kept.at(12, 30) == 255);
    CHECK(kept.at(45, 11) == 255);
    CHECK(kept.at(56, 56) == 0);
    CHECK(without_specks(InkImage(5, 5)).pixels == InkImage(5, 5).pixels);
  }
}

}  // namespace
}  // namespace ziffer
