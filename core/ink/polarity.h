// Which of paper and ink is the dark one.
#ifndef ZIFFER_CORE_INK_POLARITY_H_
#define ZIFFER_CORE_INK_POLARITY_H_

#include "core/image/gray_image.h"

namespace ziffer {

// True when the paper is the darker of the two. A uniform border is paper, whatever it surrounds;
// otherwise border, corners, majority and fine detail vote. `thumbnail` should be at most some
// hundred pixels wide.
bool is_paper_dark(const Plane& thumbnail);

// The same for a whole page, most of which is paper and whose shadows may be darker than its ink:
// where the border is not that of a scan, detail decides that is finer than a 32nd of the page,
// since beside a shadow's edge there is as much light as shade. `thumbnail` should be some hundred
// pixels wide, or strokes are lost.
bool is_page_dark(const Plane& thumbnail);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_POLARITY_H_
