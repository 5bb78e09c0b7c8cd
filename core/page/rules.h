// Ruling: lines on which, in boxes of which, or in tables of which numbers are written.
#ifndef ZIFFER_CORE_PAGE_RULES_H_
#define ZIFFER_CORE_PAGE_RULES_H_

#include <algorithm>
#include <vector>

#include "core/image/gray_image.h"

namespace ziffer {

// A straight line along rows (or columns) first..last, its middle first_x and last_x at the ends.
struct Rule {
  int first = 0;
  int last = 0;
  double first_x = 0;
  double last_x = 0;

  double at(double along) const {
    return first_x + (last_x - first_x) * (along - first) / std::max(1, last - first);
  }
};

// Erases rule lines, table grids, frames and combs from `ink`, nearly level or upright (up to about
// 11 degrees), straight or slightly curved. `text` is the height of the page's digits in pixels.
//
// Thin runs across the line's direction are followed from one column (row) to the next as long as
// they are singly connected, and the chains that continue one another are joined to lines: the
// directional single-connected chains of Zheng, Liu, Ding & Pan 2001, "Form frame line detection
// with directional single-connected chain". A line counts when it is far longer than a digit, runs
// from edge to edge, ends on two counted lines across it, or closes a rectangle. Along a line only
// runs about as thick as the line are erased: a stroke that crosses or touches it makes the run
// thicker and stays whole, so that nothing has to be regenerated afterwards as in Cao, Prasad &
// Natarajan 2009, "A stroke regeneration method for cleaning rule-lines in handwritten document
// images". Strokes that follow the line within it stay where they are clearly darker than it by
// `darkness` (of `ink`'s size, see separate_page_ink(); 0 everywhere: not known), and are lost
// otherwise. Where five lines of a direction count, the paper is ruled: each of them goes on,
// straight, along what else lies on its way; the edges between a comb's boxes do not. Returns the
// upright lines that were erased, in no order. Time is linear in pixels.
std::vector<Rule> erase_rules(InkImage& ink, int text, const Plane& darkness);

// Erases rings drawn around numbers, as scores are circled: a thin connected line, at least half as
// wide as tall, that is closed around what stands in it, which is a fifth to three quarters as tall
// and a third as tall or as wide. It may run off the ink on one side. On ruled paper a ring hangs
// together with the lines, and is found once they are gone. A ring that touches what it surrounds
// stays.
void erase_rings(InkImage& ink);

}  // namespace ziffer

#endif  // ZIFFER_CORE_PAGE_RULES_H_
