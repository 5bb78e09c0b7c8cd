// Sheets: one digit as people bring it to the reader, swept through one circumstance at a time
// while everything else stays the same.
#ifndef ZIFFER_CORE_TRAIN_SHEETS_H_
#define ZIFFER_CORE_TRAIN_SHEETS_H_

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/image/gray_image.h"
#include "core/ink/strokes.h"
#include "core/result.h"

namespace ziffer {

struct Sheet {
  std::string name;  // the setting, such as "20 px"; a sweep's names are the same for every digit
  GrayImage picture;
};

constexpr int kSheetSide = 280;  // pixels, the drawing pad's size

// All sizes of a digit are those of the longer side of its ink's box, in pixels. Digits given as
// ink are enlarged by interpolation, so their edges are as soft as the enlargement makes them. Ink
// is black, paper is white unless said otherwise. A digit without ink gives bare sheets.

// The digit on a square sheet 7/5 of `size`, its box in the middle: 20 pixels give MNIST's own 28.
InkImage enlarged(const InkImage& digit, int size);
GrayImage black_on_white(const InkImage& ink);

// The digit 20, 28, 40, 64, 100, 200 and 400 pixels large.
std::vector<Sheet> size_sheets(const InkImage& digit);

// The digit, 80 pixels large, in the middle of a sheet of kSheetSide, at its edges and corners, as
// far from these as one of the digit's own pixels is wide now: 4 for MNIST's.
std::vector<Sheet> position_sheets(const InkImage& digit);

// The digit, 80 pixels large, black on white and white on black.
std::vector<Sheet> polarity_sheets(const InkImage& digit);

constexpr std::array<float, 10> kPenWidths = {2, 3, 4, 6, 8, 12, 16, 20, 30, 40};

// Strokes moved and scaled alike on both axes, so that they span `size` pixels the longer way and
// their box lies in the middle of a pad of kSheetSide. A lone dot is only moved.
std::vector<Stroke> fitted_strokes(std::span<const Stroke> strokes, float size);

// The strokes 200 pixels large, drawn with every pen of kPenWidths on a pad of kSheetSide. Errors:
// kInvalidArgument (a coordinate that is not finite), kNoInk (no points).
Result<std::vector<Sheet>> pen_width_sheets(std::span<const Stroke> strokes);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_SHEETS_H_
