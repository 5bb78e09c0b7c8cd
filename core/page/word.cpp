#include "core/page/word.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "core/image/bilinear.h"

namespace ziffer {

Box Word::on_page(const Box& of_ink) const {
  float left = 1e9f;
  float top = 1e9f;
  float right = -1e9f;
  float bottom = -1e9f;
  for (const int x : {of_ink.left, of_ink.right}) {
    for (const int y : {of_ink.top, of_ink.bottom}) {
      const float px = origin.x + static_cast<float>(x) * across.x + static_cast<float>(y) * down.x;
      const float py = origin.y + static_cast<float>(x) * across.y + static_cast<float>(y) * down.y;
      left = std::min(left, px);
      right = std::max(right, px);
      top = std::min(top, py);
      bottom = std::max(bottom, py);
    }
  }
  // The box's edges lie between pixels.
  return {static_cast<int>(std::lround(left)), static_cast<int>(std::lround(top)),
          static_cast<int>(std::lround(right)), static_cast<int>(std::lround(bottom))};
}

Word empty_word(const Box& box) {
  Word word;
  word.box = box;
  word.ink = InkImage(box.width() + 2 * kWordMargin, box.height() + 2 * kWordMargin);
  word.origin = {static_cast<float>(box.left - kWordMargin),
                 static_cast<float>(box.top - kWordMargin)};
  word.across = {1, 0};
  word.down = {0, 1};
  return word;
}

Word word_of(const Box& box, const Plane& ink) {
  Word word = empty_word(box);
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x)
      word.ink.at(x + kWordMargin, y + kWordMargin) = ink.at(x, y);
  }
  return word;
}

void level(Word& word, float slope) {
  constexpr float kUnnoticed = 0.04f;
  if (std::abs(slope) < kUnnoticed) return;
  const float length = std::sqrt(1 + slope * slope);
  const Point across{1 / length, slope / length};
  const Point down{-across.y, across.x};
  const InkImage& ink = word.ink;
  // The corners of the ink seen from the turned axes.
  const float width = static_cast<float>(ink.width - 1);
  const float height = static_cast<float>(ink.height - 1);
  const float left = std::min(0.0f, height * across.y);
  const float right = width * across.x + std::max(0.0f, height * across.y);
  const float top = std::min(0.0f, width * down.x);
  const float bottom = height * down.y + std::max(0.0f, width * down.x);
  InkImage turned(static_cast<int>(std::ceil(right - left)) + 1 + 2 * kWordMargin,
                  static_cast<int>(std::ceil(bottom - top)) + 1 + 2 * kWordMargin);
  const float u0 = left - kWordMargin;
  const float v0 = top - kWordMargin;
  const Point origin{u0 * across.x + v0 * down.x, u0 * across.y + v0 * down.y};
  for (int y = 0; y < turned.height; ++y) {
    for (int x = 0; x < turned.width; ++x) {
      const float px = origin.x + static_cast<float>(x) * across.x + static_cast<float>(y) * down.x;
      const float py = origin.y + static_cast<float>(x) * across.y + static_cast<float>(y) * down.y;
      const float value = bilinear(ink.pixels.data(), ink.width, ink.height, px, py);
      turned.at(x, y) = static_cast<std::uint8_t>(value + 0.5f);
    }
  }
  word.origin = {word.origin.x + origin.x, word.origin.y + origin.y};
  word.across = across;
  word.down = down;
  word.ink = std::move(turned);
}

}  // namespace ziffer
