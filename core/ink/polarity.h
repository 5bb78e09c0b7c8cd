// Which of paper and ink is the dark one.
#ifndef ZIFFER_CORE_INK_POLARITY_H_
#define ZIFFER_CORE_INK_POLARITY_H_

#include "core/image/gray_image.h"

namespace ziffer {

// True when the paper is the darker of the two. A uniform border is paper, whatever it surrounds;
// otherwise border, corners, majority and fine detail vote. `thumbnail` should be at most some
// hundred pixels wide.
bool is_paper_dark(const Plane& thumbnail);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_POLARITY_H_
