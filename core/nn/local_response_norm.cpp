#include "core/nn/local_response_norm.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace ziffer {
namespace {

// sums[c] += factor * term(channel) for all channels of c's neighbourhood.
template <typename Term>
void add_neighbours(int size, int channels, float factor, float* sums, const Term& term) {
  for (int shift = -(size / 2); shift <= size / 2; ++shift) {
    const int end = channels - std::max(0, shift);
    for (int c = std::max(0, -shift); c < end; ++c) sums[c] += factor * term(c + shift);
  }
}

// bases[c] = k + alpha * sum of squares, for one pixel.
void bases_of(const LocalResponseNorm& norm, int channels, const float* pixel, float* bases) {
  std::fill_n(bases, channels, norm.k);
  add_neighbours(norm.size, channels, norm.alpha, bases,
                 [&](int c) { return pixel[c] * pixel[c]; });
}

// values[c] = values[c]^-beta.
void to_factors(float beta, int channels, float* values) {
  if (beta == 0.75F) {  // the customary exponent is two square roots, a tenth of a power's time
    for (int c = 0; c < channels; ++c) {
      const float root = std::sqrt(values[c]);
      values[c] = 1 / (root * std::sqrt(root));
    }
  } else {
    for (int c = 0; c < channels; ++c) values[c] = std::pow(values[c], -beta);
  }
}

void normalize_pixel(const LocalResponseNorm& norm, int channels, float floor, const float* in,
                     float* out) {
  bases_of(norm, channels, in, out);
  to_factors(norm.beta, channels, out);
  for (int c = 0; c < channels; ++c) out[c] = std::max(in[c] * out[c], floor);
}

}  // namespace

void local_response_norm_forward(const LocalResponseNorm& norm, int channels,
                                 std::span<const float> in, std::span<float> out) {
  assert(in.size() == out.size() && in.size() % static_cast<std::size_t>(channels) == 0);
  for (std::size_t i = 0; i < in.size(); i += static_cast<std::size_t>(channels)) {
    normalize_pixel(norm, channels, -std::numeric_limits<float>::infinity(), in.data() + i,
                    out.data() + i);
  }
}

void local_response_norm_backward(const LocalResponseNorm& norm, int channels,
                                  std::span<const float> in, std::span<float> d) {
  const auto width = static_cast<std::size_t>(channels);
  assert(in.size() == d.size() && in.size() % width == 0);
  // With b = base and f = b^-beta: d_in[i] = d[i] f[i] - 2 alpha beta in[i] * sum over the j whose
  // neighbourhood i is in, which are its own neighbours, of d[j] in[j] f[j] / b[j].
  std::vector<float> bases(width);
  std::vector<float> factors(width);
  std::vector<float> shares(width);
  std::vector<float> sums(width);
  for (std::size_t start = 0; start < in.size(); start += width) {
    const float* const x = in.data() + start;
    float* const g = d.data() + start;
    bases_of(norm, channels, x, bases.data());
    factors = bases;
    to_factors(norm.beta, channels, factors.data());
    for (std::size_t c = 0; c < width; ++c) {
      g[c] *= factors[c];
      shares[c] = g[c] * x[c] / bases[c];
    }
    std::fill(sums.begin(), sums.end(), 0.0F);
    add_neighbours(norm.size, channels, 2 * norm.alpha * norm.beta, sums.data(),
                   [&](int c) { return shares[static_cast<std::size_t>(c)]; });
    for (std::size_t c = 0; c < width; ++c) g[c] -= x[c] * sums[c];
  }
}

void local_response_norm_planes(const LocalResponseNorm& norm, const PlaneLayout& in_plane,
                                const PlaneLayout& out_plane, float floor, int count,
                                const float* in, float* out) {
  const Shape& shape = in_plane.shape;
  for (int n = 0; n < count; ++n, in += in_plane.size(), out += out_plane.size()) {
    for (int y = 0; y < shape.height; ++y) {
      for (int x = 0; x < shape.width; ++x) {
        normalize_pixel(norm, shape.channels, floor, in + in_plane.offset(y, x),
                        out + out_plane.offset(y, x));
      }
    }
  }
}

}  // namespace ziffer
