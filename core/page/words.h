// Words: the stretches of ink on a page that are, in all likelihood, one number each.
#ifndef ZIFFER_CORE_PAGE_WORDS_H_
#define ZIFFER_CORE_PAGE_WORDS_H_

#include <cstddef>
#include <vector>

#include "core/image/gray_image.h"
#include "core/ink/separate.h"
#include "core/page/word.h"
#include "core/result.h"

namespace ziffer {

constexpr std::size_t kMaxWords = 400;  // beyond it the ones with the most ink are kept

// The words of a photograph or a scan of any size, line by line and left to right. Whatever is
// written, printed or scribbled makes words; only what cannot be a number by size or shape does
// not: specks, ruling, borders, blobs, lone dots and dashes. Error: kNoInk when nothing is left.
//
// Steps: ink from paper (separate_page_ink()), on at most 3.2 megapixels; rings and ruling away
// (rules.h); connected components, without slivers that faint ruling left and outlines of sheets;
// broken strokes joined; neighbours of like height, baseline and distance chained from left to
// right, the bottom-up grouping of O'Gorman 1993, "The document spectrum for page layout analysis",
// on boxes instead of centroids; chains cut at the edges between a table's cells, and where a gap
// stands out from their others (after Mahadevan & Nagabhushanam 1995, "Gap metrics for word
// separation in handwritten lines"); marks between digits given to the number they stand in; slopes
// by the median of pairwise slopes (Theil 1950) over the digits' feet. Time is linear in pixels,
// and quadratic in components up to a fixed number of them.
//
// `ruled`, if given, becomes the ink with the ruling still on it, of small pages (is_small_page())
// whose shadows are kSoft; of others, for which a copy would take much memory, it stays as it is.
Result<std::vector<Word>> find_words(const GrayImage& page, Shadows shadows = Shadows::kSoft,
                                     InkImage* ruled = nullptr);

// The same for a drawing, whose ink is known exactly: nothing is ruling there, and a line is cut
// only where a gap exceeds the line's others by one and a half heights of a digit. Empty for bare
// paper. A drawing, or a small picture, that segment_digits() takes for one digit is one word: of
// MNIST's 60,000 training images 99.92 % are.
std::vector<Word> find_words(const InkImage& ink);

}  // namespace ziffer

#endif  // ZIFFER_CORE_PAGE_WORDS_H_
