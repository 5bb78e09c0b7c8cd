// Reads files of tests/fixtures.
#ifndef ZIFFER_TESTS_SUPPORT_FIXTURE_H_
#define ZIFFER_TESTS_SUPPORT_FIXTURE_H_

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace ziffer::testing {

// Empty when there is no such file; tests check for that.
inline std::vector<std::uint8_t> fixture(const std::string& name) {
  std::ifstream file(std::string(ZIFFER_FIXTURES) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace ziffer::testing

#endif  // ZIFFER_TESTS_SUPPORT_FIXTURE_H_
