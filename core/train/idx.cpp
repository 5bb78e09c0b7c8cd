#include "core/train/idx.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace ziffer {
namespace {

constexpr std::uint32_t kImagesMagic = 0x00000803;
constexpr std::uint32_t kLabelsMagic = 0x00000801;
constexpr std::size_t kImagesHeader = 16;
constexpr std::size_t kLabelsHeader = 8;
constexpr std::uint32_t kMaxIdxSide = 4096;

Error corrupt(std::string message) { return {ErrorCode::kCorruptDataset, std::move(message)}; }

std::uint32_t big_endian(std::span<const std::uint8_t> bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
         std::uint32_t{bytes[at + 2]} << 8 | std::uint32_t{bytes[at + 3]};
}

}  // namespace

Result<Samples> parse_idx(std::span<const std::uint8_t> images,
                          std::span<const std::uint8_t> labels) {
  if (images.size() < kImagesHeader || big_endian(images, 0) != kImagesMagic) {
    return corrupt("the images file is not IDX: it does not start with 0x00000803");
  }
  if (labels.size() < kLabelsHeader || big_endian(labels, 0) != kLabelsMagic) {
    return corrupt("the labels file is not IDX: it does not start with 0x00000801");
  }
  const std::uint32_t count = big_endian(images, 4);
  const std::uint32_t height = big_endian(images, 8);
  const std::uint32_t width = big_endian(images, 12);
  if (height < 1 || width < 1 || height > kMaxIdxSide || width > kMaxIdxSide) {
    return corrupt("the images file states images of " + std::to_string(width) + "x" +
                   std::to_string(height) + " pixels");
  }
  if (count == 0) return corrupt("the images file holds no images");
  if (images.size() - kImagesHeader != std::uint64_t{count} * height * width) {
    return corrupt("the images file states " + std::to_string(count) +
                   " images, but its length is another");
  }
  if (big_endian(labels, 4) != count) {
    return corrupt("there are " + std::to_string(count) + " images, but " +
                   std::to_string(big_endian(labels, 4)) + " labels");
  }
  if (labels.size() - kLabelsHeader != count) {
    return corrupt("the labels file states " + std::to_string(count) +
                   " labels, but its length is another");
  }
  Samples samples;
  samples.reserve(count);
  const std::size_t size = std::size_t{height} * width;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t label = labels[kLabelsHeader + i];
    if (label >= kClasses) {
      return corrupt("label " + std::to_string(i) + " is " + std::to_string(label) +
                     ", not a digit");
    }
    InkImage ink(static_cast<int>(width), static_cast<int>(height));
    const auto plane = images.subspan(kImagesHeader + i * size, size);
    std::copy(plane.begin(), plane.end(), ink.pixels.begin());
    samples.push_back({std::move(ink), label});
  }
  return samples;
}

}  // namespace ziffer
