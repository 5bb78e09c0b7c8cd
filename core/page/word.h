// A word on a page: its ink, and where each pixel of it lies.
#ifndef ZIFFER_CORE_PAGE_WORD_H_
#define ZIFFER_CORE_PAGE_WORD_H_

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/ink/strokes.h"

namespace ziffer {

constexpr int kWordMargin = 2;  // pixels

// Ink that stands together on a line.
struct Word {
  Box box;       // around its ink, in pixels of the upright page
  int line = 0;  // 0 for the topmost line of writing
  InkImage ink;  // its ink alone, deskewed, with an empty margin of at least kWordMargin
  Point origin;  // page position of `ink`'s pixel (0, 0)...
  Point across;  // ...and the steps on the page to the next column...
  Point down;    // ...and the next row: page = origin + x * across + y * down

  // The page's pixels around a box of `ink`.
  Box on_page(const Box& of_ink) const;
};

// A word of the first line, on the page's axes, without its ink.
Word empty_word(const Box& box);

// The same with its ink, which is as large as `box`.
Word word_of(const Box& box, const Plane& ink);

// Turns the word's ink until what falls by `slope` rows a column stands level. Slopes that no
// reader minds stay, because every turn blurs.
void level(Word& word, float slope);

}  // namespace ziffer

#endif  // ZIFFER_CORE_PAGE_WORD_H_
