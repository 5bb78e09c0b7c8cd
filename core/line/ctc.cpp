#include "core/line/ctc.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "core/order.h"

namespace ziffer {
namespace {

constexpr std::size_t kStride = kLineClasses;
constexpr double kNever = -std::numeric_limits<double>::infinity();
// A class less likely than this in its column starts no new prefix.
constexpr float kNegligible = -9.2F;  // 1e-4

double log_add(double a, double b) {
  if (a < b) std::swap(a, b);
  // In single precision: the tables of the double functions would weigh 4 KB in the page's module.
  return b == kNever ? a : a + static_cast<double>(std::log1p(std::exp(static_cast<float>(b - a))));
}

}  // namespace

std::vector<float> log_softmax_columns(std::span<const float> logits) {
  std::vector<float> result(logits.begin(), logits.end());
  for (auto column = result.begin(); column != result.end(); column += kLineClasses) {
    const auto end = column + kLineClasses;
    const float highest = *std::max_element(column, end);
    float total = 0;
    for (auto v = column; v != end; ++v) total += std::exp(*v - highest);
    const float log_total = highest + std::log(total);
    for (auto v = column; v != end; ++v) *v -= log_total;
  }
  return result;
}

std::vector<float> separators_as_blank(std::span<const float> log_probabilities) {
  std::vector<float> merged(log_probabilities.begin(), log_probabilities.end());
  for (std::size_t at = 0; at < merged.size(); at += kStride) {
    float* const column = merged.data() + at;
    const float highest = *std::max_element(column + kClasses, column + kStride);
    float total = 0;
    for (std::size_t k = kClasses; k < kStride; ++k) total += std::exp(column[k] - highest);
    std::fill(column + kClasses, column + kLineBlank, -std::numeric_limits<float>::infinity());
    column[kLineBlank] = highest + std::log(total);
  }
  return merged;
}

Alignment align(std::span<const float> log_probabilities, const Labels& labels) {
  const std::size_t columns = log_probabilities.size() / kStride;
  const std::size_t count = labels.size();
  Alignment result{columns == 0 && count == 0 ? 0 : kNever,
                   std::vector<float>(columns * count, 0.0F)};
  if (columns == 0) return result;

  // States: a blank, then every label with a blank after it.
  const std::size_t states = 2 * count + 1;
  const auto emits = [&](std::size_t t, std::size_t s) {
    const std::size_t symbol = s % 2 == 0 ? std::size_t{kLineBlank} : labels[s / 2];
    return static_cast<double>(log_probabilities[t * kStride + symbol]);
  };
  // From one label straight to the next, without a blank, unless they are equal.
  const auto may_skip_to = [&](std::size_t s) {
    return s % 2 == 1 && s >= 3 && labels[s / 2] != labels[s / 2 - 1];
  };
  std::vector<double> forward(columns * states, kNever);
  forward[0] = emits(0, 0);
  if (states > 1) forward[1] = emits(0, 1);
  for (std::size_t t = 1; t < columns; ++t) {
    const double* before = forward.data() + (t - 1) * states;
    for (std::size_t s = 0; s < states; ++s) {
      double sum = before[s];
      if (s >= 1) sum = log_add(sum, before[s - 1]);
      if (may_skip_to(s)) sum = log_add(sum, before[s - 2]);
      forward[t * states + s] = sum + emits(t, s);
    }
  }
  const double* last = forward.data() + (columns - 1) * states;
  result.log_probability = last[states - 1];
  if (states > 1) result.log_probability = log_add(result.log_probability, last[states - 2]);
  if (result.log_probability == kNever) return result;

  // backward[s]: from state s in column t, everything after it.
  std::vector<double> backward(states, kNever);
  backward[states - 1] = 0;
  if (states > 1) backward[states - 2] = 0;
  std::vector<double> ahead(states);
  for (std::size_t t = columns; t-- > 0;) {
    if (t + 1 < columns) {
      for (std::size_t s = 0; s < states; ++s) ahead[s] = backward[s] + emits(t + 1, s);
      for (std::size_t s = 0; s < states; ++s) {
        double sum = ahead[s];
        if (s + 1 < states) sum = log_add(sum, ahead[s + 1]);
        if (s + 2 < states && may_skip_to(s + 2)) sum = log_add(sum, ahead[s + 2]);
        backward[s] = sum;
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t s = 2 * i + 1;
      result.occupancy[t * count + i] = std::exp(
          static_cast<float>(forward[t * states + s] + backward[s] - result.log_probability));
    }
  }
  return result;
}

std::vector<Hypothesis> beam_search(std::span<const float> log_probabilities, int width) {
  struct Prefix {
    Labels labels;
    double blank = kNever;  // of its paths that end in a blank
    double label = kNever;  // of those that end in its last label
    double total() const { return log_add(blank, label); }
  };
  std::vector<Prefix> beam(1);
  beam[0].blank = 0;
  std::vector<Prefix> next;
  const std::size_t columns = log_probabilities.size() / kStride;
  for (std::size_t t = 0; t < columns; ++t) {
    const float* const column = log_probabilities.data() + t * kStride;
    next.clear();
    for (const Prefix& prefix : beam) {  // that stay as they are, in the same places
      const double stays = prefix.labels.empty()
                               ? kNever
                               : prefix.label + static_cast<double>(column[prefix.labels.back()]);
      next.push_back({prefix.labels, prefix.total() + static_cast<double>(column[kLineBlank]), stays});
    }
    for (const Prefix& prefix : beam) {  // that grow
      for (int symbol = 0; symbol < kLineBlank; ++symbol) {
        if (column[symbol] < kNegligible) continue;
        const auto label = static_cast<std::uint8_t>(symbol);
        // The same label twice needs a blank between.
        const bool repeats = !prefix.labels.empty() && prefix.labels.back() == label;
        const double gained =
            (repeats ? prefix.blank : prefix.total()) + static_cast<double>(column[symbol]);
        if (gained == kNever) continue;
        Labels grown = prefix.labels;
        grown.push_back(label);
        // Only a prefix that was there already can be spelt in two ways.
        const auto same = std::find_if(next.begin(), next.begin() + std::ssize(beam),
                                       [&](const Prefix& p) { return p.labels == grown; });
        if (same != next.begin() + std::ssize(beam)) {
          same->label = log_add(same->label, gained);
        } else {
          next.push_back({std::move(grown), kNever, gained});
        }
      }
    }
    sort_by(next, [](const Prefix& prefix) { return -prefix.total(); });
    if (std::ssize(next) > width) next.resize(static_cast<std::size_t>(width));
    std::swap(beam, next);
  }
  std::vector<Hypothesis> found;
  for (Prefix& prefix : beam) {
    const double total = prefix.total();
    found.push_back({std::move(prefix.labels), total});
  }
  return found;
}

Labels best_path(std::span<const float> log_probabilities) {
  Labels labels;
  int before = kLineBlank;
  for (auto column = log_probabilities.begin(); column != log_probabilities.end();
       column += kLineClasses) {
    const int best = static_cast<int>(std::max_element(column, column + kLineClasses) - column);
    if (best != before && best != kLineBlank) labels.push_back(static_cast<std::uint8_t>(best));
    before = best;
  }
  return labels;
}

}  // namespace ziffer
