// PNG, written: the tiny part of it that grey pictures need.
#ifndef ZIFFER_TOOLS_CLI_PNG_H_
#define ZIFFER_TOOLS_CLI_PNG_H_

#include <cstdint>
#include <vector>

#include "core/image/gray_image.h"

namespace ziffer::cli {

// 8-bit greyscale, without a filter, deflated (PNG specification, 3rd edition): 0 is black. Sides
// from 1 up.
std::vector<std::uint8_t> encode_png(const Plane& gray);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_PNG_H_
