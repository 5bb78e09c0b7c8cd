#include "core/nn/half.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace ziffer;

TEST_SUITE("half") {
  TEST_CASE("known values") {
    CHECK(to_half(0.0F) == 0x0000);
    CHECK(to_half(-0.0F) == 0x8000);
    CHECK(to_half(1.0F) == 0x3C00);
    CHECK(to_half(-2.0F) == 0xC000);
    CHECK(to_half(65504.0F) == 0x7BFF);
    CHECK(to_half(65520.0F) == 0x7C00);
    CHECK(to_half(1e6F) == 0x7C00);
    CHECK(to_half(0x1p-24F) == 0x0001);
    CHECK(to_half(0x1p-14F) == 0x0400);
    CHECK(to_half(0x1p-26F) == 0x0000);
    CHECK(to_half(std::numeric_limits<float>::infinity()) == 0x7C00);
    CHECK(std::isnan(from_half(to_half(std::nanf("")))));
  }

  TEST_CASE("ties go to even") {
    CHECK(to_half(1.0F + 0x1p-11F) == 0x3C00);
    CHECK(to_half(1.0F + 3 * 0x1p-11F) == 0x3C02);
    CHECK(to_half(3 * 0x1p-25F) == 0x0002);
  }

  TEST_CASE(
      "every half survives the way there and back, and rounding never strays further than half a "
      "step") {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
      const auto half = static_cast<std::uint16_t>(bits);
      const float value = from_half(half);
      if (std::isnan(value)) continue;
      REQUIRE(to_half(value) == half);
      if ((half & 0x7FFF) >= 0x7BFF) continue;
      const float next = from_half(static_cast<std::uint16_t>(half + 1));
      const float middle = value + (next - value) * 0.4F;
      REQUIRE(to_half(middle) == half);
    }
  }
}
