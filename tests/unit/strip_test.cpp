#include "core/page/strip.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "core/ink/crop.h"
#include "core/page/words.h"
#include "tests/support/script.h"

namespace ziffer {
namespace {

std::optional<Word> strip_of(const Script& script) {
  const GrayImage picture = script.photo(5);
  InkImage ruled;
  const Result<std::vector<Word>> words = find_words(picture, Shadows::kSoft, &ruled);
  REQUIRE(static_cast<bool>(words));
  std::optional<Word> strip = find_strip(picture, *words);
  // The ink that find_words() had is the same as what is separated anew.
  CHECK(ruled.pixels.size() == picture.pixels.size());
  const std::optional<Word> again = find_strip(picture, *words, std::move(ruled));
  CHECK(again.has_value() == strip.has_value());
  if (strip && again) CHECK(again->ink.pixels == strip->ink.pixels);
  return strip;
}

TEST_CASE("a number that fills its picture is a strip, with the rule it stands on") {
  Script script(420, 100);
  const Box text = script.write("2574", 60, 20, 60);
  script.line(0, 79, 420, 79);
  const std::optional<Word> strip = strip_of(script);
  REQUIRE(strip.has_value());
  CHECK(strip->box == Box{0, 0, 420, 100});
  int ruled = 0;  // columns
  for (int x = 0; x < 420; ++x) {
    bool any = false;
    for (int y = 75; y < 84; ++y) any = any || strip->ink.at(x + kWordMargin, y + kWordMargin) > 0;
    ruled += any ? 1 : 0;
  }
  CHECK(ruled > 9 * 420 / 10);
  const Box of_digit{text.left + kWordMargin, text.top + kWordMargin, text.left + 33 + kWordMargin,
                     text.bottom + kWordMargin};
  CHECK(strip->on_page(of_digit) == Box{text.left, text.top, text.left + 33, text.bottom});
}

TEST_CASE("a stroke at the edge of a strip is on it, though it is in no word") {
  Script script(420, 100);
  const Box text = script.write("2574", 90, 20, 60);
  script.write("1", -28, -40, 200);  // taken for the edge of a box
  const GrayImage picture = script.photo(5);
  const Result<std::vector<Word>> words = find_words(picture);
  REQUIRE(static_cast<bool>(words));
  const std::optional<Word> strip = find_strip(picture, *words);
  REQUIRE(strip.has_value());
  const Box inked = strip->on_page(ink_box(strip->ink));
  CHECK(inked.left < 12);
  CHECK(inked.right > text.right - 3);
}

TEST_CASE("words on a strip are one number up to a gap of their height") {
  const auto two_words = [](float gap) {
    Script script(560, 90);
    const Box left = script.write("385", 20, 15, 60);
    script.write("604", static_cast<float>(left.right) + gap, 15, 60);
    return script;
  };
  CHECK(strip_of(two_words(45)).has_value());
  CHECK_FALSE(strip_of(two_words(110)).has_value());
}

TEST_CASE("pages and single digits are no strips") {
  Script page(420, 300);
  page.write("2574", 60, 20, 60);
  CHECK_FALSE(strip_of(page).has_value());
  page.write("3806", 60, 180, 60);
  CHECK_FALSE(strip_of(page).has_value());
  Script digit(90, 100);
  digit.write("3", 30, 20, 60);
  CHECK_FALSE(strip_of(digit).has_value());
  CHECK_FALSE(find_strip(GrayImage(400, 100, 200), {}).has_value());
}

TEST_CASE("a strip with more pixels than words are looked for on keeps its places") {
  Script script(480, 90);
  const Box text = script.write("2574", 60, 15, 60);
  const GrayImage small = script.photo(5, 1 << 20, 0);
  constexpr int kTimes = 10;
  GrayImage picture(kTimes * small.width, kTimes * small.height);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) picture.at(x, y) = small.at(x / kTimes, y / kTimes);
  }
  const Result<std::vector<Word>> words = find_words(picture);
  REQUIRE(static_cast<bool>(words));
  const std::optional<Word> strip = find_strip(picture, *words);
  REQUIRE(strip.has_value());
  CHECK(strip->ink.width < picture.width);
  const Box inked = strip->on_page(ink_box(strip->ink));
  CHECK(std::abs(inked.left - kTimes * text.left) < 50);
  CHECK(std::abs(inked.right - kTimes * text.right) < 50);
  CHECK(std::abs(inked.bottom - kTimes * text.bottom) < 50);
}

}  // namespace
}  // namespace ziffer
