#include "core/reading.h"

namespace ziffer {

std::string Reading::text() const {
  std::string line;
  for (const Symbol& symbol : symbols) line += symbol.text();
  return line;
}

float Reading::confidence() const {
  float product = 1;
  for (const Symbol& symbol : symbols) product *= symbol.confidence;
  return product;
}

}  // namespace ziffer
