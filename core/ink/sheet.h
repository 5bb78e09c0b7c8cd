// A sheet of paper on a picture that shows what it lies on, too: a desk, a book, a hand.
#ifndef ZIFFER_CORE_INK_SHEET_H_
#define ZIFFER_CORE_INK_SHEET_H_

#include "core/image/gray_image.h"

namespace ziffer {

// Of the sheet's level: what it lies on may be taken for a sheet's shaded part when it is brighter.
constexpr double kDarkerThanShadows = 0.6;
// As bright at the most.
constexpr double kHardlyDarker = 0.85;

// 1 on the sheet and 0 beside it, of the thumbnail's size; empty if there is no such sheet, but
// paper everywhere. The sheet is brighter than what it lies on, which is at most `around` of its
// level.
//
// It is the largest connected part of Otsu's bright class with what is written on it: all that has
// some of that part to its left and right, above and below. It must be large, fill most of its
// outline, leave most of the picture's border dark and end there sharply on most rows, as light
// that falls off does not. Its own edge, and what a thumbnail's pixel shares of it, is left out.
Plane find_sheet(const Plane& thumbnail, double around = kDarkerThanShadows);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_SHEET_H_
