// A reading drawn onto its picture.
#ifndef ZIFFER_TOOLS_CLI_ANNOTATE_H_
#define ZIFFER_TOOLS_CLI_ANNOTATE_H_

#include <span>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/reading.h"
#include "tools/cli/png.h"

namespace ziffer::cli {

// What is written beside a number, and the colour of it and its boxes. There are letters for
// "0123456789.,-/:?%=|" and a space; others leave a space. What lies beyond
// 680 characters is left out.
struct Label {
  std::string text;
  Color color{};
};

// "42 97%": what was read and how sure it is, for a picture on which there is no more to say.
Label plain_label(const Reading& reading, const Number& number);

// The picture in grey; each number's box with its label above; within it each symbol's box, under
// it its text and its confidence in percent, on white. Refused symbols are red. No label lies over
// another or over a number: where there is no room it is written smaller, or stands elsewhere with
// a thin line to what it tells about. Small pictures and crowded ones are enlarged by a whole
// factor; where even that gives a symbol's label no room near by, it is left out. What reaches
// beyond the picture gets a white margin. `picture` is the upright one that `reading` is of,
// `labels` has one for each number.
ColorImage annotated(const GrayImage& picture, const Reading& reading,
                     std::span<const Label> labels);

// Where it all stands, in the enlarged picture's pixels.
struct Layout {
  Box sheet;                 // the whole drawing, margins included
  std::vector<Box> numbers;  // in their frames
  std::vector<Box> labels;   // all that are written: of numbers, then of symbols
};
Layout annotation_layout(const GrayImage& picture, const Reading& reading,
                         std::span<const Label> labels);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_ANNOTATE_H_
