// Shadows on pictures.
#ifndef ZIFFER_CORE_INK_SHADOWS_H_
#define ZIFFER_CORE_INK_SHADOWS_H_

#include "core/image/gray_image.h"

namespace ziffer {

// What is darker than paper in the light, and not ink: kEdged are shadows of hands and of things
// beside the paper, whose edges a broad surface takes for ink; where they are kNone a sheet may lie
// on what is hardly darker than a shadow on it would be.
enum class Shadows { kSoft, kEdged, kNone };

// Whether the paper is lit so unevenly that a part of the picture may lie in a shadow: the medians
// of its parts, a twelfth of each side large, differ by more than a third of what ink and paper do.
// Ink fills few of them.
bool may_be_shaded(const GrayImage& picture);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_SHADOWS_H_
