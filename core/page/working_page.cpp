#include "core/page/working_page.h"

#include <algorithm>
#include <cmath>

#include "core/image/resample.h"
#include "core/ink/separate.h"

namespace ziffer {
namespace {

int working_side(const GrayImage& page) {
  constexpr double kWorkingPixels = 3.2e6;
  const double pixels = static_cast<double>(page.width) * page.height;
  const int side = std::max(page.width, page.height);
  return pixels <= kWorkingPixels ? side
                                  : static_cast<int>(side * std::sqrt(kWorkingPixels / pixels));
}

}  // namespace

WorkingPage::WorkingPage(const GrayImage& page) : WorkingPage(page, working_side(page)) {}

WorkingPage::WorkingPage(const GrayImage& page, int side) : page_(page) {
  if (std::max(page.width, page.height) > side)
    static_cast<Plane&>(resized_) = shrunk_to(page, side);
}

WorkingPage::WorkingPage(const GrayImage& page, Enlarged) : page_(page) {
  const int times = std::max(2, kSmallPage / std::max(page.width, page.height) + 1);
  static_cast<Plane&>(resized_) = resized(page, times * page.width, times * page.height);
}

void WorkingPage::to_page(Word& word) const {
  if (resized_.pixels.empty()) return;
  const float sx = static_cast<float>(page_.width) / static_cast<float>(resized_.width);
  const float sy = static_cast<float>(page_.height) / static_cast<float>(resized_.height);
  word.box = {static_cast<int>(static_cast<float>(word.box.left) * sx),
              static_cast<int>(static_cast<float>(word.box.top) * sy),
              static_cast<int>(std::ceil(static_cast<float>(word.box.right) * sx)),
              static_cast<int>(std::ceil(static_cast<float>(word.box.bottom) * sy))};
  word.origin = {word.origin.x * sx, word.origin.y * sy};
  word.across = {word.across.x * sx, word.across.y * sy};
  word.down = {word.down.x * sx, word.down.y * sy};
}

}  // namespace ziffer
