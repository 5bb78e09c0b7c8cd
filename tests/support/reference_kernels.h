// The naive twins of the optimised layers: loops a reader can check against the definition, sums in
// double.
#ifndef ZIFFER_TESTS_SUPPORT_REFERENCE_KERNELS_H_
#define ZIFFER_TESTS_SUPPORT_REFERENCE_KERNELS_H_

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/nn/conv2d.h"

namespace ziffer::reference {

inline std::vector<float> conv2d(const Conv2dGeometry& g, int count, std::span<const float> in,
                                 std::span<const float> kernel, std::span<const float> bias) {
  std::vector<float> out;
  const auto at = [&](int n, int y, int x, int c) -> double {
    if (y < 0 || x < 0 || y >= g.in.height || x >= g.in.width) return 0;
    return in[static_cast<std::size_t>(((n * g.in.height + y) * g.in.width + x) * g.in.channels +
                                       c)];
  };
  for (int n = 0; n < count; ++n) {
    for (int y = 0; y < g.out.height; ++y) {
      for (int x = 0; x < g.out.width; ++x) {
        for (int k = 0; k < g.out.channels; ++k) {
          double sum = bias[static_cast<std::size_t>(k)];
          for (int ky = 0; ky < g.kernel; ++ky) {
            for (int kx = 0; kx < g.kernel; ++kx) {
              for (int c = 0; c < g.in.channels; ++c) {
                const int w = ((ky * g.kernel + kx) * g.in.channels + c) * g.out.channels + k;
                sum += at(n, y * g.stride + ky - g.pad_top, x * g.stride + kx - g.pad_left, c) *
                       static_cast<double>(kernel[static_cast<std::size_t>(w)]);
              }
            }
          }
          out.push_back(static_cast<float>(sum));
        }
      }
    }
  }
  return out;
}

inline std::vector<float> dense(int count, std::span<const float> in, std::span<const float> kernel,
                                std::span<const float> bias) {
  const std::size_t outputs = bias.size();
  const std::size_t inputs = kernel.size() / outputs;
  std::vector<float> out;
  for (std::size_t n = 0; n < static_cast<std::size_t>(count); ++n) {
    for (std::size_t o = 0; o < outputs; ++o) {
      double sum = bias[o];
      for (std::size_t i = 0; i < inputs; ++i) {
        sum +=
            static_cast<double>(in[n * inputs + i]) * static_cast<double>(kernel[i * outputs + o]);
      }
      out.push_back(static_cast<float>(sum));
    }
  }
  return out;
}

inline std::vector<float> max_pool2d(const MaxPool2d& pool, const Shape& in_shape,
                                     const Shape& out_shape, int count, std::span<const float> in) {
  std::vector<float> out;
  const auto at = [&](int n, int y, int x, int c) {
    return in[static_cast<std::size_t>(
        ((n * in_shape.height + y) * in_shape.width + x) * in_shape.channels + c)];
  };
  for (int n = 0; n < count; ++n) {
    for (int y = 0; y < out_shape.height; ++y) {
      for (int x = 0; x < out_shape.width; ++x) {
        for (int c = 0; c < out_shape.channels; ++c) {
          float largest = at(n, y * pool.stride, x * pool.stride, c);
          for (int wy = 0; wy < pool.size; ++wy) {
            for (int wx = 0; wx < pool.size; ++wx) {
              largest = std::max(largest, at(n, y * pool.stride + wy, x * pool.stride + wx, c));
            }
          }
          out.push_back(largest);
        }
      }
    }
  }
  return out;
}

inline std::vector<float> local_response_norm(const LocalResponseNorm& norm, int channels,
                                              std::span<const float> in) {
  std::vector<float> out;
  for (int i = 0; i < static_cast<int>(in.size()); ++i) {
    const int c = i % channels;
    double sum = 0;
    for (int j = std::max(0, c - norm.size / 2); j <= std::min(channels - 1, c + norm.size / 2);
         ++j) {
      const double value = in[static_cast<std::size_t>(i - c + j)];
      sum += value * value;
    }
    out.push_back(static_cast<float>(in[static_cast<std::size_t>(i)] /
                                     std::pow(norm.k + norm.alpha * sum, norm.beta)));
  }
  return out;
}

struct ChannelStatistics {
  std::vector<float> mean;
  std::vector<float> variance;
};

inline ChannelStatistics channel_statistics(std::span<const float> in, std::size_t channels) {
  ChannelStatistics result;
  const double pixels = static_cast<double>(in.size() / channels);
  for (std::size_t c = 0; c < channels; ++c) {
    double mean = 0;
    double variance = 0;
    for (std::size_t i = c; i < in.size(); i += channels) mean += in[i] / pixels;
    for (std::size_t i = c; i < in.size(); i += channels) {
      variance += (in[i] - mean) * (in[i] - mean) / pixels;
    }
    result.mean.push_back(static_cast<float>(mean));
    result.variance.push_back(static_cast<float>(variance));
  }
  return result;
}

inline std::vector<float> batch_norm(const BatchNorm& norm, std::span<const float> in,
                                     std::span<const float> gamma, std::span<const float> beta,
                                     std::span<const float> mean, std::span<const float> variance) {
  std::vector<float> out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const std::size_t c = i % gamma.size();
    const double deviation = std::sqrt(static_cast<double>(variance[c]) + norm.epsilon);
    out.push_back(static_cast<float>(gamma[c] * (static_cast<double>(in[i]) - mean[c]) / deviation +
                                     beta[c]));
  }
  return out;
}

// The whole network, one layer after the other.
inline std::vector<float> logits(const Network& network, int count, std::vector<float> values) {
  for (const Stage& stage : network.stages) {
    if (const auto* conv = std::get_if<Conv2d>(&stage.layer)) {
      values = conv2d(geometry(*conv, stage.in, stage.out), count, values,
                      network.slice(stage.slices[0]), network.slice(stage.slices[1]));
    } else if (std::holds_alternative<Dense>(stage.layer)) {
      values = dense(count, values, network.slice(stage.slices[0]), network.slice(stage.slices[1]));
    } else if (const auto* pool = std::get_if<MaxPool2d>(&stage.layer)) {
      values = max_pool2d(*pool, stage.in, stage.out, count, values);
    } else if (const auto* response = std::get_if<LocalResponseNorm>(&stage.layer)) {
      values = local_response_norm(*response, stage.in.channels, values);
    } else if (const auto* norm = std::get_if<BatchNorm>(&stage.layer)) {
      values =
          batch_norm(*norm, values, network.slice(stage.slices[0]), network.slice(stage.slices[1]),
                     network.slice(stage.slices[2]), network.slice(stage.slices[3]));
    } else if (std::holds_alternative<Relu>(stage.layer)) {
      for (float& v : values) v = std::max(v, 0.0F);
    }
  }
  return values;
}

}  // namespace ziffer::reference

#endif  // ZIFFER_TESTS_SUPPORT_REFERENCE_KERNELS_H_
