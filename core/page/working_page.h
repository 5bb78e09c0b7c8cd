// A page as words are looked for on it.
#ifndef ZIFFER_CORE_PAGE_WORKING_PAGE_H_
#define ZIFFER_CORE_PAGE_WORKING_PAGE_H_

#include "core/image/gray_image.h"
#include "core/page/word.h"

namespace ziffer {

// A picture of at most 3.2 megapixels, or with a longer side of at most `side`, or a small one
// (separate.h) enlarged, at least twice, until it is none. A larger photograph is reduced: in 3.2
// megapixels its digits are still taller than the 20 pixels a glyph has. `page` must outlive it.
class WorkingPage {
 public:
  explicit WorkingPage(const GrayImage& page);
  WorkingPage(const GrayImage& page, int side);
  enum class Enlarged { kToPage };
  WorkingPage(const GrayImage& page, Enlarged);
  WorkingPage(const WorkingPage&) = delete;
  WorkingPage& operator=(const WorkingPage&) = delete;

  const GrayImage& page() const { return page_; }
  const GrayImage& picture() const { return resized_.pixels.empty() ? page_ : resized_; }

  // From places on picture() to places on the page.
  void to_page(Word& word) const;

 private:
  const GrayImage& page_;
  GrayImage resized_;  // empty where the page itself will do
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_PAGE_WORKING_PAGE_H_
