#include "core/train/idx.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/reading.h"

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

InkImage Dataset::image(int index) const {
  InkImage ink(width, height);
  const auto first = images.begin() + static_cast<std::ptrdiff_t>(ink.pixels.size()) * index;
  std::copy(first, first + static_cast<std::ptrdiff_t>(ink.pixels.size()), ink.pixels.begin());
  return ink;
}

Dataset Dataset::slice(int first, int last) const {
  const std::ptrdiff_t size = std::ptrdiff_t{height} * width;
  return {last - first,
          height,
          width,
          {images.begin() + first * size, images.begin() + last * size},
          {labels.begin() + first, labels.begin() + last}};
}

Result<Dataset> parse_idx(std::span<const std::uint8_t> images,
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
  Dataset data;
  data.count = static_cast<int>(count);
  data.height = static_cast<int>(height);
  data.width = static_cast<int>(width);
  data.images.assign(images.begin() + kImagesHeader, images.end());
  data.labels.assign(labels.begin() + kLabelsHeader, labels.end());
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    if (data.labels[i] >= kClasses) {
      return corrupt("label " + std::to_string(i) + " is " + std::to_string(data.labels[i]) +
                     ", not a digit");
    }
  }
  return data;
}

}  // namespace ziffer
