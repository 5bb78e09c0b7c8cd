// The classes of the line network: ten digits, five separators, and CTC's blank.
#ifndef ZIFFER_CORE_LINE_ALPHABET_H_
#define ZIFFER_CORE_LINE_ALPHABET_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/reading.h"

namespace ziffer {

constexpr std::string_view kLineSymbols = "0123456789.,-/:";  // class = place in this string
static_assert(kLineSymbols.substr(kClasses) == kSeparators);
constexpr int kLineBlank = static_cast<int>(kLineSymbols.size());
constexpr int kLineClasses = kLineBlank + 1;

// Classes of symbols, each 0..14. A label that is no symbol is a programmer's error.
using Labels = std::vector<std::uint8_t>;

inline std::string text_of(const Labels& labels) {
  std::string text;
  for (const std::uint8_t label : labels) text += kLineSymbols[label];
  return text;
}

// Characters that are no symbol are left out.
inline Labels labels_of(std::string_view text) {
  Labels labels;
  for (const char c : text) {
    const std::size_t place = kLineSymbols.find(c);
    if (place != std::string_view::npos) labels.push_back(static_cast<std::uint8_t>(place));
  }
  return labels;
}

}  // namespace ziffer

#endif  // ZIFFER_CORE_LINE_ALPHABET_H_
