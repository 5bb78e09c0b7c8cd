// Strips: pictures that hold one line of writing and little else, as a field cut out of a form or a
// cheque does.
#ifndef ZIFFER_CORE_PAGE_STRIP_H_
#define ZIFFER_CORE_PAGE_STRIP_H_

#include <optional>
#include <span>

#include "core/image/gray_image.h"
#include "core/page/word.h"

namespace ziffer {

// All ink of the picture as one word, if it is a strip: its `words`, those of find_words(), stand
// on one line, fill a good part of its height, and no gap between them is wider than they are tall.
// Ruling is still on it, and with it the feet of digits that stand on it, and so is what
// find_words() took for specks, or left out at the edges. Levelled as the words are. Nothing where
// they are about as tall as wide, as single digits are. Time is linear in pixels.
// `ruled` is find_words()'s; where it is empty the ink is separated from the paper once more.
std::optional<Word> find_strip(const GrayImage& picture, std::span<const Word> words,
                               InkImage ruled = {});

}  // namespace ziffer

#endif  // ZIFFER_CORE_PAGE_STRIP_H_
