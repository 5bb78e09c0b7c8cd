// Whole pages with numbers on them, and pages with none, as a camera would have taken them: what a
// reader of pages is measured on.
#ifndef ZIFFER_CORE_TRAIN_PAGE_COMPOSER_H_
#define ZIFFER_CORE_TRAIN_PAGE_COMPOSER_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/train/composer.h"
#include "core/train/rng.h"
#include "core/train/sample.h"

namespace ziffer {

struct PageStyle {
  int width = 900;  // pixels
  int height = 1200;
  float smallest = 24;  // height of digits, pixels, at most 60; one height for a page
  float largest = 60;
  LineStyle lines;  // its smallest and largest are not used, nor are junk, rules, neighbours, paper

  float circled = 0;          // probability that a number has a ring drawn around it
  float ruling = 0.6F;        // probability of ruled or squared paper, of a table
  bool squared = false;       // all ruling is squared paper
  float palest_rule = 0.06F;  // how much darker than the paper printed lines are, as a share of it
  float darkest_rule = 0.3F;
  float desk = 0;  // probability that all of the sheet is seen, on something darker it lies on: the
                   // picture is larger by a tenth to a quarter of the sheet's width on every side
  float tilt = 3;  // degrees by which the sheet lies askew
  float perspective = 0.03F;  // how far its corners are off, as a share of its sides
  float shadow = 0.4F;        // probability of a shadow's edge; light is uneven on every page
  float noise = 5;            // deviation up to, grey levels
  float blur = 1;             // deviation up to, pixels
};

// Numbers on photographed paper, hands as in varied_lines() but no two digits joined by force.
PageStyle photographed_pages();

struct PageNumber {
  std::string text;
  int line = 0;  // from the top
  Box box;       // on the picture
  std::vector<Box> symbols;
};

struct ComposedPage {
  GrayImage picture;
  std::vector<PageNumber> numbers;  // line by line, left to right
};

// Lines of numbers to write: one to eight lines of one to four.
using PageTexts = std::vector<std::vector<std::string>>;
PageTexts random_page_texts(Rng& rng);

// What does not fit on the page is left out of picture and truth. With `letters` (strokes of them)
// each line begins with a word of three to nine, which is not in the truth.
ComposedPage compose_page(const PageTexts& texts, const DigitPool& pool, const PageStyle& style,
                          Rng& rng, std::span<const Sample> letters = {});

// What is printed for numbers to be written into.
enum class Cells {
  kTable,   // three to six columns, a number of one to four digits in most cells
  kPuzzle,  // nine by nine square cells, a digit in two of five
  kCombs,   // one below the other, each of four to nine boxes, a digit in each: one number
};

// Numbers in printed cells, lined darker than `style` says: 0.2 to 0.9 of the paper.
ComposedPage compose_cells(Cells cells, const DigitPool& pool, const PageStyle& style, Rng& rng);

enum class NumberlessPage {
  kBlank,    // paper, ruled or not
  kText,     // lines of print or writing
  kDoodles,  // shapes, faces, scribbles
  kTexture,  // stains, grain and blots: no page at all
};
std::span<const NumberlessPage> all_numberless_pages();
std::string_view name(NumberlessPage kind);

// `letters` (at least one, strokes of letters) make up kText.
GrayImage numberless_page(NumberlessPage kind, std::span<const Sample> letters,
                          const PageStyle& style, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_PAGE_COMPOSER_H_
