// Pictures drawn in the test's source: '.' or ' ' is 0, '#' is 255, the digits 1..9 are the tenths
// between.
#ifndef ZIFFER_TESTS_SUPPORT_ASCII_ART_H_
#define ZIFFER_TESTS_SUPPORT_ASCII_ART_H_

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/image/gray_image.h"

namespace ziffer::testing {

template <typename Image>
Image drawn(std::initializer_list<std::string_view> rows) {
  std::size_t width = 0;
  for (const std::string_view row : rows) width = std::max(width, row.size());
  Image image(static_cast<int>(width), static_cast<int>(rows.size()));
  int y = 0;
  for (const std::string_view row : rows) {
    for (std::size_t x = 0; x < row.size(); ++x) {
      const char c = row[x];
      int level = 0;
      if (c == '#') level = 255;
      if (c >= '1' && c <= '9') level = (c - '0') * 255 / 10;
      image.at(static_cast<int>(x), y) = static_cast<std::uint8_t>(level);
    }
    ++y;
  }
  return image;
}

inline InkImage ink_art(std::initializer_list<std::string_view> rows) {
  return drawn<InkImage>(rows);
}
inline GrayImage gray_art(std::initializer_list<std::string_view> rows) {
  return drawn<GrayImage>(rows);
}

// Each pixel as a factor x factor block.
template <typename Image>
Image enlarged(const Image& image, int factor) {
  Image out(image.width * factor, image.height * factor);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) out.at(x, y) = image.at(x / factor, y / factor);
  }
  return out;
}

// The other way round, to read a failing test: one character a pixel.
inline std::string as_text(const Plane& plane) {
  std::string text = "\n";
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      const int v = plane.at(x, y);
      text += v == 0 ? '.' : (v == 255 ? '#' : static_cast<char>('0' + std::max(1, v * 10 / 256)));
    }
    text += '\n';
  }
  return text;
}

}  // namespace ziffer::testing

#endif  // ZIFFER_TESTS_SUPPORT_ASCII_ART_H_
