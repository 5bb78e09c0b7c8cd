#include "core/train/page_composer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "core/train/augment.h"

using namespace ziffer;

namespace {

Samples bars() {
  Samples samples;
  for (std::uint8_t digit = 0; digit < kClasses; ++digit)
    samples.push_back({std::vector<Stroke>{{{0, 0}, {10.0F * digit, 50}, {20, 100}}}, digit});
  return samples;
}

PageStyle still() {
  PageStyle style = photographed_pages();
  style.width = 500;
  style.height = 400;
  style.lines = touching_lines();
  style.lines.ligature = 0;  // as photographed_pages() has it: a ligature is in no symbol's box
  style.noise = style.blur = style.shadow = style.ruling = 0;
  return style;
}

double mean(const Plane& plane, const Box& box) {
  double sum = 0;
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) sum += plane.at(x, y);
  }
  return sum / (box.width() * box.height());
}

}  // namespace

TEST_SUITE("page composer") {
  TEST_CASE("every number's box is darker than the paper beside it, also on a tilted page") {
    const Samples samples = bars();
    const DigitPool pool(samples);
    int numbers = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      CAPTURE(seed);
      Rng rng({seed});
      const ComposedPage page = compose_page({{"123", "45"}, {"6789"}}, pool, still(), rng);
      REQUIRE(page.numbers.size() >= 1);
      GrayImage rest = page.picture;
      int line = 0;
      for (const PageNumber& number : page.numbers) {
        ++numbers;
        CHECK(number.symbols.size() == number.text.size());
        CHECK(number.line >= line);
        line = number.line;
        const Box& box = number.box;
        const Box above{box.left, std::max(0, box.top - 6), box.right, box.top - 2};
        CHECK(mean(page.picture, box) < 0.97 * mean(page.picture, above));
        for (int y = number.box.top; y < number.box.bottom; ++y) {
          for (int x = number.box.left; x < number.box.right; ++x) rest.at(x, y) = 255;
        }
      }
      // Outside the boxes there is paper only: uneven light at most.
      for (int y = 1; y < rest.height; ++y) {
        for (int x = 1; x < rest.width; ++x) {
          const int v = rest.at(x, y);
          if (v == 255 || rest.at(x - 1, y) == 255) continue;
          CHECK_MESSAGE(std::abs(v - rest.at(x - 1, y)) < 12, x << ", " << y);
        }
      }
    }
    CHECK(numbers >= 20);
  }

  TEST_CASE("a sheet on a desk is seen whole, darker around it, its numbers where they are told") {
    const Samples samples = bars();
    const DigitPool pool(samples);
    PageStyle style = still();
    style.desk = 1;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      CAPTURE(seed);
      Rng rng({seed});
      const ComposedPage page = compose_page({{"123", "45"}}, pool, style, rng);
      const GrayImage& picture = page.picture;
      const int beyond = (picture.width - style.width) / 2;
      CHECK(beyond >= style.width / 10);
      CHECK(beyond <= style.width / 4);
      CHECK(picture.height == style.height + 2 * beyond);
      const int bottom = picture.height - beyond / 2;
      const double desk = (mean(picture, {0, 0, picture.width, beyond / 2}) +
                           mean(picture, {0, bottom, picture.width, picture.height})) /
                          2;
      const Box inner{2 * beyond, 2 * beyond, picture.width - 2 * beyond,
                      picture.height - 2 * beyond};
      CHECK(desk < 0.9 * mean(picture, inner));
      for (const PageNumber& number : page.numbers) {
        const Box& box = number.box;
        const Box above{box.left, std::max(0, box.top - 6), box.right, box.top - 2};
        CHECK(mean(picture, box) < 0.97 * mean(picture, above));
      }
    }
  }

  TEST_CASE("cells hold a number each, in a comb a box for each digit, and lines part them") {
    const Samples samples = bars();
    const DigitPool pool(samples);
    for (const Cells cells : {Cells::kTable, Cells::kPuzzle, Cells::kCombs}) {
      const bool combs = cells == Cells::kCombs;
      CAPTURE(static_cast<int>(cells));
      for (std::uint64_t seed = 0; seed < 5; ++seed) {
        CAPTURE(seed);
        Rng rng({seed});
        const ComposedPage page = compose_cells(cells, pool, still(), rng);
        const GrayImage& picture = page.picture;
        CHECK(page.numbers.size() >= (combs ? 2 : 5));
        const PageNumber* before = nullptr;
        for (const PageNumber& number : page.numbers) {
          CHECK(number.text.size() >= (combs ? 4 : 1));
          CHECK(number.text.size() <= (combs ? 9 : cells == Cells::kPuzzle ? 1 : 4));
          REQUIRE(number.symbols.size() == number.text.size());
          const Box& box = number.box;
          CHECK(box.left >= 0);
          CHECK(box.right <= picture.width);
          // An upright line stands between two boxes of a comb, and between two cells of a row.
          const auto has_line = [&](const Box& a, const Box& b) {
            const int top = std::max(a.top, b.top);
            const int bottom = std::min(a.bottom, b.bottom);
            double darkest = 255;
            for (int x = a.right; x < b.left; ++x)
              darkest = std::min(darkest, mean(picture, {x, top, x + 1, bottom}));
            const Box whole{a.right, top, b.left, bottom};
            return darkest < 0.97 * mean(picture, whole);
          };
          for (std::size_t i = 1; combs && i < number.symbols.size(); ++i)
            CHECK(has_line(number.symbols[i - 1], number.symbols[i]));
          if (!combs && before != nullptr && before->line == number.line)
            CHECK(has_line(before->box, box));
          before = &number;
        }
      }
    }
  }

  TEST_CASE("a ring goes around a number and leaves it clear") {
    const Samples samples = bars();
    const DigitPool pool(samples);
    PageStyle style = still();
    style.circled = 1;
    int rings = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      CAPTURE(seed);
      Rng rng({seed});
      const ComposedPage page = compose_page({{"45"}}, pool, style, rng);
      if (page.numbers.empty()) continue;
      const Box& box = page.numbers.front().box;
      const int x = (box.left + box.right) / 2;
      const int y = (box.top + box.bottom) / 2;
      // How much darker than its neighbours the darkest pixel is on the way from the box.
      const auto darkest = [&](int dx, int dy, int from) {
        int most = 0;
        int before = page.picture.at(x + dx * from, y + dy * from);
        for (int n = from; n < from + 2 * box.width(); ++n) {
          const int at_x = x + dx * n;
          const int at_y = y + dy * n;
          if (at_x < 0 || at_x >= style.width || at_y < 0 || at_y >= style.height) break;
          most = std::max(most, before - page.picture.at(at_x, at_y));
          before = page.picture.at(at_x, at_y);
        }
        return most;
      };
      const int right = darkest(1, 0, box.width() / 2 + 2);
      const int below = darkest(0, 1, box.height() / 2 + 2);
      CHECK(right > 12);
      CHECK(below > 12);
      ++rings;
    }
    CHECK(rings >= 8);
  }

  TEST_CASE("words stand before the numbers and are not in the truth") {
    const Samples samples = bars();
    const DigitPool pool(samples);
    const auto page = [&](std::span<const Sample> letters) {
      Rng rng({3});
      PageStyle style = still();
      style.width = 900;
      return compose_page({{"45"}, {"67"}}, pool, style, rng, letters);
    };
    // How far the darkest pixel left of the first number is below the mean there.
    const auto contrast = [](const ComposedPage& made) {
      const Box& number = made.numbers.front().box;
      const Box left{0, number.top, number.left - 4, number.bottom};
      int darkest = 255;
      for (int y = left.top; y < left.bottom; ++y) {
        for (int x = left.left; x < left.right; ++x)
          darkest = std::min<int>(darkest, made.picture.at(x, y));
      }
      return mean(made.picture, left) - darkest;
    };
    const ComposedPage plain = page({});
    const ComposedPage form = page(samples);
    REQUIRE(plain.numbers.size() == 2);
    REQUIRE(form.numbers.size() == 2);
    CHECK(form.numbers[0].text == "45");
    CHECK(form.numbers[0].box.left > plain.numbers[0].box.left + 50);
    CHECK(contrast(plain) < 25);
    CHECK(contrast(form) > 50);
  }

  TEST_CASE("a seed gives the same page") {
    const Samples samples = bars();
    const DigitPool pool(samples);
    const auto page = [&](std::uint64_t seed) {
      Rng rng({seed});
      return compose_page(random_page_texts(rng), pool, photographed_pages(), rng);
    };
    CHECK(page(1).picture.pixels == page(1).picture.pixels);
    CHECK(page(1).picture.pixels != page(2).picture.pixels);
  }

  TEST_CASE("pages without numbers: blank ones are even, others are not") {
    const Samples letters = bars();
    for (const NumberlessPage kind : all_numberless_pages()) {
      CAPTURE(name(kind));
      Rng rng({7});
      const GrayImage page = numberless_page(kind, letters, still(), rng);
      CHECK(page.width == 500);
      const auto [low, high] = std::minmax_element(page.pixels.begin(), page.pixels.end());
      // Uneven light alone makes some of the difference.
      if (kind == NumberlessPage::kBlank)
        CHECK(*high - *low < 0.5 * *high);
      else
        CHECK(*high - *low > 0.5 * *high);
    }
  }
}
