#include "core/nn/batch_norm.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

// Each direction reads its tensor twice: once to sum, once to write. The inner loops run along rows
// of whole pixels, several when channels are few: sums that sit side by side need not wait for each
// other.

namespace ziffer {
namespace {

constexpr std::size_t kRow = 64;    // floats that a row should have
constexpr std::size_t kBlock = 64;  // rows that are summed in single precision

struct Rows {
  std::size_t width;  // channels times a power of two
  std::size_t count;
};

Rows rows_of(std::size_t size, std::size_t channels) {
  Rows rows{channels, size / channels};
  while (rows.width * 2 <= kRow && rows.count % 2 == 0) {
    rows.width *= 2;
    rows.count /= 2;
  }
  return rows;
}

// values[c] for every channel of a row's pixels.
std::vector<float> repeated(std::span<const float> values, std::size_t width) {
  std::vector<float> row;
  row.reserve(width);
  while (row.size() < width) row.insert(row.end(), values.begin(), values.end());
  return row;
}

struct Sums {  // of each channel
  std::vector<double> a;
  std::vector<double> b;
};

// add_row(start, a, b) adds the row of values from `start` on to two rows of partial sums.
template <typename AddRow>
Sums sum_rows(const Rows& rows, std::size_t channels, const AddRow& add_row) {
  Sums sums{std::vector<double>(channels), std::vector<double>(channels)};
  std::vector<float> a(rows.width);
  std::vector<float> b(rows.width);
  for (std::size_t block = 0; block < rows.count; block += kBlock) {
    std::fill(a.begin(), a.end(), 0.0F);
    std::fill(b.begin(), b.end(), 0.0F);
    const std::size_t end = std::min(block + kBlock, rows.count);
    for (std::size_t r = block; r < end; ++r) add_row(r * rows.width, a.data(), b.data());
    for (std::size_t pixel = 0; pixel < rows.width; pixel += channels) {
      for (std::size_t c = 0; c < channels; ++c) {
        sums.a[c] += static_cast<double>(a[pixel + c]);
        sums.b[c] += static_cast<double>(b[pixel + c]);
      }
    }
  }
  return sums;
}

float inverse_deviation(float variance, const BatchNorm& norm) {
  return 1 / std::sqrt(variance + norm.epsilon);
}

}  // namespace

void batch_norm_forward(const BatchNorm& norm, std::span<const float> in,
                        std::span<const float> gamma, std::span<const float> beta,
                        std::span<float> out, BatchStatistics& statistics) {
  const std::size_t channels = gamma.size();
  assert(!in.empty() && in.size() % channels == 0 && out.size() == in.size());
  const Rows rows = rows_of(in.size(), channels);
  const double pixels = static_cast<double>(in.size() / channels);

  // Deviations from the first pixel instead of from zero: squares of a channel that is far from
  // zero and varies little would cancel (Chan, Golub and LeVeque 1983).
  const std::vector<float> pivot = repeated(in.first(channels), rows.width);
  const Sums sums = sum_rows(rows, channels, [&](std::size_t start, float* a, float* b) {
    const float* const x = in.data() + start;
    const float* const p = pivot.data();
    for (std::size_t i = 0; i < rows.width; ++i) {
      const float deviation = x[i] - p[i];
      a[i] += deviation;
      b[i] += deviation * deviation;
    }
  });

  statistics.mean.resize(channels);
  statistics.variance.resize(channels);
  std::vector<float> scales(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const double shift = sums.a[c] / pixels;
    statistics.mean[c] = static_cast<float>(static_cast<double>(in[c]) + shift);
    statistics.variance[c] = static_cast<float>(std::max(0.0, sums.b[c] / pixels - shift * shift));
    scales[c] = gamma[c] * inverse_deviation(statistics.variance[c], norm);
  }
  const std::vector<float> mean_row = repeated(statistics.mean, rows.width);
  const std::vector<float> scale_row = repeated(scales, rows.width);
  const std::vector<float> beta_row = repeated(beta, rows.width);
  for (std::size_t r = 0; r < rows.count; ++r) {
    const float* const x = in.data() + r * rows.width;
    float* const y = out.data() + r * rows.width;
    for (std::size_t i = 0; i < rows.width; ++i) {
      y[i] = (x[i] - mean_row[i]) * scale_row[i] + beta_row[i];
    }
  }
}

void batch_norm_backward(const BatchNorm& norm, std::span<const float> in,
                         std::span<const float> gamma, const BatchStatistics& statistics,
                         std::span<float> d, std::span<float> d_gamma, std::span<float> d_beta) {
  const std::size_t channels = gamma.size();
  assert(!in.empty() && in.size() % channels == 0 && d.size() == in.size());
  const Rows rows = rows_of(in.size(), channels);
  const float pixels = static_cast<float>(in.size() / channels);

  const std::vector<float> mean_row = repeated(statistics.mean, rows.width);
  const Sums sums = sum_rows(rows, channels, [&](std::size_t start, float* a, float* b) {
    const float* const x = in.data() + start;
    const float* const g = d.data() + start;
    const float* const mean = mean_row.data();
    for (std::size_t i = 0; i < rows.width; ++i) {
      a[i] += g[i];
      b[i] += g[i] * (x[i] - mean[i]);
    }
  });

  // With x' = (x - mean) / deviation: d_x = gamma / deviation * (d - mean(d) - x' * mean(d * x')),
  // which is linear in d and x.
  std::vector<float> scales(channels);
  std::vector<float> slopes(channels);
  std::vector<float> shifts(channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const float inverse = inverse_deviation(statistics.variance[c], norm);
    const float d_bias = static_cast<float>(sums.a[c]);
    const float d_scale = static_cast<float>(sums.b[c]) * inverse;
    d_beta[c] += d_bias;
    d_gamma[c] += d_scale;
    scales[c] = gamma[c] * inverse;
    slopes[c] = -scales[c] * inverse * d_scale / pixels;
    shifts[c] = -scales[c] * d_bias / pixels;
  }
  const std::vector<float> scale_row = repeated(scales, rows.width);
  const std::vector<float> slope_row = repeated(slopes, rows.width);
  const std::vector<float> shift_row = repeated(shifts, rows.width);
  for (std::size_t r = 0; r < rows.count; ++r) {
    const float* const x = in.data() + r * rows.width;
    float* const g = d.data() + r * rows.width;
    for (std::size_t i = 0; i < rows.width; ++i) {
      g[i] = scale_row[i] * g[i] + slope_row[i] * (x[i] - mean_row[i]) + shift_row[i];
    }
  }
}

}  // namespace ziffer
