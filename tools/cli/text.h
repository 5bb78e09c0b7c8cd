// Figures as text, the same way everywhere.
#ifndef ZIFFER_TOOLS_CLI_TEXT_H_
#define ZIFFER_TOOLS_CLI_TEXT_H_

#include <string>

namespace ziffer::cli {

// printf into a string of any length.
[[gnu::format(printf, 1, 2)]] std::string format(const char* pattern, ...);

// 203434 -> "203,434".
std::string grouped(long long value);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_TEXT_H_
