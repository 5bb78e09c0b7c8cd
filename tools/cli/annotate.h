// A reading drawn onto its picture.
#ifndef ZIFFER_TOOLS_CLI_ANNOTATE_H_
#define ZIFFER_TOOLS_CLI_ANNOTATE_H_

#include <span>
#include <string>

#include "core/image/gray_image.h"
#include "core/reading.h"
#include "tools/cli/png.h"

namespace ziffer::cli {

// What is written beside a number, and the colour of it and its boxes. There are letters for
// "0123456789.,-/:?%=|" and a space; others leave a space. What lies beyond
// 900 characters is left out.
struct Label {
  std::string text;
  Color color{};
};

// The picture in grey, small ones enlarged by a whole factor; each number's box with its label
// above; within it each symbol's box, under it its text and its confidence in percent. Refused
// symbols are red. What reaches beyond the picture gets a white margin. `picture` is the upright
// one that `reading` is of, `labels` has one for each number.
ColorImage annotated(const GrayImage& picture, const Reading& reading,
                     std::span<const Label> labels);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_ANNOTATE_H_
