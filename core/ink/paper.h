// What the paper looks like where nothing is written, and how far from it ink begins. All functions
// take paper as the brighter of the two.
#ifndef ZIFFER_CORE_INK_PAPER_H_
#define ZIFFER_CORE_INK_PAPER_H_

#include <cstddef>
#include <vector>

#include "core/image/gray_image.h"
#include "core/image/histogram.h"
#include "core/ink/shadows.h"

namespace ziffer {

// A plane of signed values on a thumbnail's grid.
struct Field {
  int width = 0;
  int height = 0;
  std::vector<float> values;

  Field(int w, int h)
      : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
  float& at(int x, int y) { return values[index(x, y)]; }
  float at(int x, int y) const { return values[index(x, y)]; }
};

// The level of evenly lit paper, or -1 when the picture has one level only.
int paper_level(const Histogram& levels);

// A single level suits the picture when its border is even: nothing but a scan or a drawing program
// makes such paper.
bool has_flat_paper(const Plane& thumbnail, int paper);

// The same for small pictures, whose border may hold as much ink as paper, and grain: the bright
// tenths of the picture's four quarters differ by little of what ink differs from paper.
bool is_evenly_lit(const Plane& thumbnail, int paper);

// The paper's brightness under shadows and uneven light, on the thumbnail's grid. Medians
// over `smoothing` thumbnail pixels to each side take out what noise the shrinking left. What is
// narrower than `window` of the thumbnail's shorter side may be ink; wider dark places are shadows.
// Where those have edges, dark places go on beyond the border, and what seems to be ink without an
// edge in the picture is a shadow too.
Field paper_surface(const Plane& thumbnail, int smoothing, double window, Shadows shadows);

// Gives what is not on the sheet (0 in `sheet`, of the same size) the levels of the paper nearest
// to it.
void continue_paper(const Plane& sheet, Plane& thumbnail);

// Two thresholds for a picture of differences to paper: what surely is noise, and where ink begins.
struct Split {
  int noise = 0;  // differences up to this are paper
  int ink = -1;   // differences from this on are ink; -1: there is none
  int full = 0;   // what a stroke's core differs by
};

// `brighter` holds how far pixels lie above the paper, which ink never does: the paper's noise, one
// half of its bell. `darker` holds noise and ink.
Split split_differences(const Histogram& darker, const Histogram& brighter);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_PAPER_H_
