#ifndef ZIFFER_CORE_INK_SHADOWS_H_
#define ZIFFER_CORE_INK_SHADOWS_H_

namespace ziffer {

// What shadows lie on a picture: kEdged are those of hands and of things beside the paper, whose
// edges a broad surface takes for ink.
enum class Shadows { kSoft, kEdged };

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_SHADOWS_H_
