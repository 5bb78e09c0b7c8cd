// Planes to PNG files (ISO/IEC 15948), deflated by zlib.
#ifndef ZIFFER_TOOLS_CLI_PNG_H_
#define ZIFFER_TOOLS_CLI_PNG_H_

#include "core/image/gray_image.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

// 8-bit grey. The plane must have at least one pixel.
Bytes encode_png(const Plane& gray);

// 8-bit grey with transparency: alpha 0 clear .. 255 opaque, of the same size.
Bytes encode_png(const Plane& gray, const Plane& alpha);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_PNG_H_
