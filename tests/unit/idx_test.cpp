#include "core/train/idx.h"

#include <doctest/doctest.h>

using namespace ziffer;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes images_file() {
  Bytes bytes = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3};
  for (std::uint8_t i = 0; i < 12; ++i) bytes.push_back(i);
  return bytes;
}
Bytes labels_file() { return {0, 0, 8, 1, 0, 0, 0, 2, 9, 0}; }

std::string message_of(const Bytes& images, const Bytes& labels) {
  const Result<Samples> data = parse_idx(images, labels);
  REQUIRE(!data);
  CHECK(data.error().code == ErrorCode::kCorruptDataset);
  return data.error().message;
}

bool mentions(const std::string& message, const char* words) {
  INFO(message);
  return message.find(words) != std::string::npos;
}

}  // namespace

TEST_SUITE("idx") {
  TEST_CASE("images and labels come out in order") {
    const Result<Samples> data = parse_idx(images_file(), labels_file());
    REQUIRE(data);
    REQUIRE(data->size() == 2);
    const InkImage& second = std::get<InkImage>((*data)[1].content);
    CHECK(second.width == 3);
    CHECK(second.height == 2);
    CHECK(second.pixels == Bytes{6, 7, 8, 9, 10, 11});
    CHECK((*data)[0].label == 9);
    CHECK((*data)[1].label == 0);
  }

  TEST_CASE("every prefix is refused") {
    const Bytes images = images_file();
    const Bytes labels = labels_file();
    for (std::size_t n = 0; n < images.size(); ++n) {
      CHECK(!parse_idx(std::span(images).first(n), labels));
    }
    for (std::size_t n = 0; n < labels.size(); ++n) {
      CHECK(!parse_idx(images, std::span(labels).first(n)));
    }
  }

  TEST_CASE("each damaged field is named") {
    Bytes images = images_file();
    Bytes labels = labels_file();
    SUBCASE("images magic") {
      images[3] = 1;
      CHECK(mentions(message_of(images, labels), "0x00000803"));
    }
    SUBCASE("labels magic") {
      labels[3] = 3;
      CHECK(mentions(message_of(images, labels), "0x00000801"));
    }
    SUBCASE("no images") {
      images[7] = 0;
      CHECK(mentions(message_of(images, labels), "no images"));
    }
    SUBCASE("more images than bytes") {
      images[4] = 0xFF;
      CHECK(mentions(message_of(images, labels), "length"));
    }
    SUBCASE("sides that would overflow") {
      images[8] = 0x7F;
      CHECK(mentions(message_of(images, labels), "pixels"));
    }
    SUBCASE("no height") {
      images[11] = 0;
      CHECK(mentions(message_of(images, labels), "x0 pixels"));
    }
    SUBCASE("another count of labels") {
      labels[7] = 3;
      CHECK(mentions(message_of(images, labels), "but 3 labels"));
    }
    SUBCASE("labels too long") {
      labels.push_back(1);
      CHECK(mentions(message_of(images, labels), "length"));
    }
    SUBCASE("a label that is no digit") {
      labels[9] = 10;
      CHECK(mentions(message_of(images, labels), "label 1 is 10"));
    }
  }
}
