#include "tools/cli/png.h"

#include <doctest/doctest.h>

#include "core/image/decode.h"

using namespace ziffer;

namespace {

// Every level, and more of them than fit one deflate block's window.
Plane gradient(int width, int height) {
  Plane plane(width, height);
  for (std::size_t i = 0; i < plane.pixels.size(); ++i)
    plane.pixels[i] = static_cast<std::uint8_t>(i * i / 7 + i);
  return plane;
}

}  // namespace

TEST_SUITE("png") {
  TEST_CASE("grey planes come back as they were") {
    for (const Plane& plane : {gradient(4, 4), gradient(301, 207), Plane(9, 300, 255)}) {
      const Result<GrayImage> picture = decode_image(cli::encode_png(plane));
      REQUIRE(picture);
      CHECK(picture->width == plane.width);
      CHECK(picture->height == plane.height);
      CHECK(picture->pixels == plane.pixels);
    }
  }

  TEST_CASE("colours come back by their luminance, red, green and blue in this order") {
    cli::ColorImage image{4, 4, std::vector<cli::Color>(16, cli::Color{255, 255, 255})};
    image.at(0, 1) = {255, 0, 0};
    image.at(1, 1) = {0, 255, 0};
    image.at(2, 1) = {0, 0, 255};
    const Result<GrayImage> picture = decode_image(cli::encode_png(image));
    REQUIRE(picture);
    CHECK(picture->at(0, 1) == doctest::Approx(0.299 * 255).epsilon(0.02));  // ITU-R BT.601
    CHECK(picture->at(1, 1) == doctest::Approx(0.587 * 255).epsilon(0.02));
    CHECK(picture->at(2, 1) == doctest::Approx(0.114 * 255).epsilon(0.05));
    CHECK(picture->at(3, 3) == 255);
  }

  TEST_CASE("flat pictures are deflated") {
    CHECK(cli::encode_png(Plane(280, 280, 255)).size() < 280 * 280 / 50);
  }

  TEST_CASE("black ink on a clear ground is read as black on white") {
    Plane alpha(40, 40);
    for (int y = 8; y < 32; ++y) {
      for (int x = 18; x < 22; ++x) alpha.at(x, y) = static_cast<std::uint8_t>(x == 18 ? 128 : 255);
    }
    const Result<GrayImage> picture = decode_image(cli::encode_png(Plane(40, 40, 0), alpha));
    REQUIRE(picture);
    CHECK(picture->at(0, 0) == 255);
    CHECK(picture->at(18, 20) == 127);
    CHECK(picture->at(20, 20) == 0);
  }

  TEST_CASE("white ink on a clear ground is read as white on black") {
    Plane alpha(40, 40);
    for (int y = 8; y < 32; ++y) alpha.at(20, y) = 255;
    const Result<GrayImage> picture = decode_image(cli::encode_png(Plane(40, 40, 255), alpha));
    REQUIRE(picture);
    CHECK(picture->at(0, 0) == 0);
    CHECK(picture->at(20, 20) == 255);
  }
}
