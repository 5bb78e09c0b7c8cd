// normalize_line(): the one way a word's ink becomes the line network's input, in training as in
// reading.
#ifndef ZIFFER_CORE_LINE_NORMALIZE_LINE_H_
#define ZIFFER_CORE_LINE_NORMALIZE_LINE_H_

#include <cstddef>
#include <vector>

#include "core/image/gray_image.h"

namespace ziffer {

constexpr int kLineRows = 40;
constexpr int kLineDigit = 24;       // rows that a digit fills
constexpr int kLineMargin = 20;      // columns of paper on either side
constexpr int kLineStep = 4;         // columns of the plane for one column of the net's outputs
constexpr int kMaxLineWidth = 4096;  // columns of ink

struct LinePlane {
  int width = 0;              // a multiple of kLineStep; 0 without ink
  std::vector<float> pixels;  // row-major, kLineRows x width, 0 paper .. 1 full ink
  float left = 0;             // of the ink: column kLineMargin of the plane, in the word's pixels
  float scale = 1;            // columns of the plane for one pixel of the word
  float middle = 0;           // of the plane's rows, in the word's pixels

  float word_x(float column) const {
    return left + (column - static_cast<float>(kLineMargin)) / scale;
  }
};

// Scaled so that the digits are kLineDigit rows tall and stand in the middle, aspect kept. How tall
// they are is told by the connected components that hold most of the ink, so that points, commas,
// hyphens, specks and a tail here or there have no say; writing that rises, falls or is broken to
// pieces is shrunk until the rows of nine tenths of its ink fit in. Thin strokes are kept as
// normalize() keeps them. Words longer than kMaxLineWidth at that size are scaled to it.
LinePlane normalize_line(const InkImage& word);

}  // namespace ziffer

#endif  // ZIFFER_CORE_LINE_NORMALIZE_LINE_H_
