#include "core/train/gaussian_blur.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace ziffer {
namespace {

// 2 * radius + 1 weights that add up to 1.
std::vector<float> gaussian_kernel(float sigma) {
  const int radius = static_cast<int>(std::lround(4 * sigma));
  std::vector<float> kernel;
  float sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    const float at = static_cast<float>(i) / sigma;
    kernel.push_back(std::exp(-0.5F * at * at));
    sum += kernel.back();
  }
  for (float& weight : kernel) weight /= sum;
  return kernel;
}

// to[i] += weight * from[i].
void add_scaled(float* to, const float* from, float weight, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) to[i] += weight * from[i];
}

}  // namespace

void gaussian_blur(std::span<float> plane, int width, int height, float sigma_x, float sigma_y) {
  const std::size_t columns = static_cast<std::size_t>(width);
  const std::size_t rows = static_cast<std::size_t>(height);
  assert(plane.size() == columns * rows);
  if (plane.empty()) return;
  if (sigma_x > 0) {
    const std::vector<float> kernel = gaussian_kernel(sigma_x);
    const std::size_t radius = kernel.size() / 2;
    std::vector<float> padded(columns + 2 * radius);
    for (std::size_t y = 0; y < rows; ++y) {
      float* row = plane.data() + y * columns;
      std::fill_n(padded.begin(), radius, row[0]);
      std::copy_n(row, columns, padded.data() + radius);
      std::fill_n(padded.data() + radius + columns, radius, row[columns - 1]);
      std::fill_n(row, columns, 0.0F);
      for (std::size_t k = 0; k < kernel.size(); ++k)
        add_scaled(row, padded.data() + k, kernel[k], columns);
    }
  }
  if (sigma_y > 0) {
    const std::vector<float> kernel = gaussian_kernel(sigma_y);
    const int radius = static_cast<int>(kernel.size() / 2);
    const std::vector<float> source(plane.begin(), plane.end());
    std::fill(plane.begin(), plane.end(), 0.0F);
    for (int y = 0; y < height; ++y) {
      float* row = plane.data() + static_cast<std::size_t>(y) * columns;
      for (int k = -radius; k <= radius; ++k) {
        const std::size_t from = static_cast<std::size_t>(std::clamp(y + k, 0, height - 1));
        add_scaled(row, source.data() + from * columns,
                   kernel[static_cast<std::size_t>(k + radius)], columns);
      }
    }
  }
}

}  // namespace ziffer
