#include "core/page/strip.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/ink/separate.h"
#include "core/order.h"
#include "core/page/working_page.h"

namespace ziffer {
namespace {

Box box_of(std::span<const Word> words) {
  Box all = words.front().box;
  for (const Word& word : words) all = united(all, word.box);
  return all;
}

bool is_strip(const GrayImage& picture, std::span<const Word> words) {
  if (words.empty()) return false;
  std::vector<float> heights;
  for (const Word& word : words) {
    if (word.line != words.front().line) return false;
    heights.push_back(static_cast<float>(word.box.height()));
  }
  const Box all = box_of(words);
  if (2 * all.width() <= 3 * all.height() || 5 * all.height() <= 2 * picture.height) return false;
  const float height = median(std::move(heights));
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (static_cast<float>(words[i].box.left - words[i - 1].box.right) > height) return false;
  }
  return true;
}

}  // namespace

std::optional<Word> find_strip(const GrayImage& picture, std::span<const Word> words,
                               InkImage ruled) {
  if (!is_strip(picture, words)) return std::nullopt;
  const WorkingPage working(picture);
  if (ruled.pixels.empty()) {
    Result<InkImage> ink = separate_page_ink(working.picture());
    if (!ink) return std::nullopt;
    ruled = std::move(ink).value();
  }
  // All of it: a 1 at the very edge is in no word.
  Word strip = word_of({0, 0, ruled.width, ruled.height}, ruled);
  std::vector<float> slopes;
  for (const Word& word : words) slopes.push_back(word.across.y / word.across.x);
  level(strip, median(std::move(slopes)));
  working.to_page(strip);
  return strip;
}

}  // namespace ziffer
