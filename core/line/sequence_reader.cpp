#include "core/line/sequence_reader.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "core/geometry.h"
#include "core/nn/presets.h"
#include "core/nn/weights_file.h"

namespace ziffer {
namespace {

constexpr int kBeamWidth = 12;
// Output columns at either end of a window that see beyond it: the network's two padded
// convolutions reach one column each. Nothing is read from them.
constexpr int kPadded = 2;
constexpr std::size_t kStride = kLineClasses;

std::size_t z(int value) { return static_cast<std::size_t>(value); }

// Other symbols never; what is left adds up to 1 again.
std::vector<float> restricted(std::vector<float> log_probabilities, std::string_view allowed) {
  std::vector<int> banned;
  for (int symbol = 0; symbol < kLineBlank; ++symbol) {
    if (allowed.find(kLineSymbols[z(symbol)]) == std::string_view::npos) banned.push_back(symbol);
  }
  if (banned.empty()) return log_probabilities;
  for (std::size_t at = 0; at < log_probabilities.size(); at += kStride) {
    for (const int symbol : banned)
      log_probabilities[at + z(symbol)] = -std::numeric_limits<float>::infinity();
  }
  return log_softmax_columns(log_probabilities);
}

// Ink in each column of the word.
std::vector<int> column_profile(const InkImage& word) {
  std::vector<int> ink(z(word.width), 0);
  for (int y = 0; y < word.height; ++y) {
    for (int x = 0; x < word.width; ++x) ink[z(x)] += word.at(x, y);
  }
  return ink;
}

// The column between two symbols with the least ink, near the middle among equals.
int cut_between(const std::vector<int>& profile, float left, float right) {
  const int last = static_cast<int>(profile.size());
  const float middle = (left + right) / 2;
  int best = std::clamp(static_cast<int>(std::lround(middle)), 0, last);
  const float reach = 0.3F * (right - left);
  const int from = std::clamp(static_cast<int>(std::ceil(middle - reach)), 0, last);
  const int to = std::clamp(static_cast<int>(std::floor(middle + reach)), 0, last);
  const auto cost = [&](int x) {
    const int ink = x < last ? profile[z(x)] : 0;
    return std::pair(ink, std::abs(static_cast<float>(x) - middle));
  };
  for (int x = from; x <= to; ++x) {
    if (cost(x) < cost(best)) best = x;
  }
  return best;
}

// Around the ink of columns left..right-1; those columns at full height where there is none.
Box ink_within(const InkImage& word, int left, int right) {
  Box box{right, word.height, left, 0};
  for (int y = 0; y < word.height; ++y) {
    for (int x = left; x < right; ++x) {
      if (word.at(x, y) > 0) box = united(box, {x, y, x + 1, y + 1});
    }
  }
  return box.width() > 0 ? box : Box{left, 0, right, word.height};
}

}  // namespace

std::vector<float> symbol_centres(const Alignment& alignment, std::size_t count,
                                  const LinePlane& line) {
  std::vector<float> centres(count);
  const std::size_t columns = count == 0 ? 0 : alignment.occupancy.size() / count;
  for (std::size_t i = 0; i < count; ++i) {
    float total = 0;
    float moment = 0;
    for (std::size_t t = 0; t < columns; ++t) {
      const float here = alignment.occupancy[t * count + i];
      total += here;
      moment += here * static_cast<float>(t);
    }
    centres[i] = line.word_x(kLineStep * moment / std::max(1e-6F, total) + kLineMargin);
  }
  return centres;
}

Result<SequenceReader> SequenceReader::load(std::span<const std::uint8_t> weights_file) {
  Result<WeightsFile> file = parse_weights(weights_file);
  if (!file) return file.error();
  if (file->network.name != line().name)
    return Error{ErrorCode::kCorruptWeights, "the weights are of a network that reads no lines"};
  const Calibration calibration = file->calibration;
  Result<Predictor> predictor = checked_predictor(std::move(file).value());
  if (!predictor) return predictor.error();
  predictor->forget_parameters();
  return SequenceReader(std::move(predictor).value(), calibration);
}

SequenceReader::SequenceReader(Predictor predictor, const Calibration& calibration)
    : predictor_(std::move(predictor)), calibration_(calibration) {
  assert(predictor_.network().input.height == kLineRows);
  assert(predictor_.network().output().channels == kLineClasses);
}

std::vector<float> SequenceReader::log_probabilities(const LinePlane& line) {
  if (line.width == 0) return {};
  const Network& network = predictor_.network();
  const int window = network.input.width;
  const int window_columns = network.output().width;
  const int columns = (line.width - kLineRows) / kLineStep + 1;
  const int step = window_columns - 2 * kPadded;
  const int windows = (columns + step - 1) / step;
  std::vector<float> inputs(z(windows) * z(network.input.size()), 0.0F);
  for (int w = 0; w < windows; ++w) {
    const int first = (w * step - kPadded) * kLineStep;  // the window's, on the plane
    const int from = std::max(0, first);
    const int to = std::min(line.width, first + window);
    for (int y = 0; y < kLineRows; ++y) {
      std::copy_n(
          line.pixels.data() + y * line.width + from, to - from,
          inputs.data() + z(w) * z(network.input.size()) + z(y) * z(window) + z(from - first));
    }
  }
  std::vector<float> logits(z(windows) * z(network.output().size()));
  predictor_.run(inputs, windows, logits);
  std::vector<float> read(z(windows * step) * kStride);
  for (int w = 0; w < windows; ++w) {
    std::copy_n(logits.data() + z(w * window_columns + kPadded) * kStride, z(step) * kStride,
                read.data() + z(w * step) * kStride);
  }
  read.resize(z(columns) * kStride);
  return log_softmax_columns(read);
}

std::vector<Hypothesis> SequenceReader::hypotheses(std::span<const float> log_probabilities) const {
  std::vector<Hypothesis> found = beam_search(log_probabilities, kBeamWidth);
  const double temperature = static_cast<double>(calibration_.temperature);
  double total = 0;
  const double best = found.front().log_probability;
  for (const Hypothesis& h : found) {
    total +=
        static_cast<double>(std::exp(static_cast<float>((h.log_probability - best) / temperature)));
  }
  const double log_total = static_cast<double>(std::log(static_cast<float>(total)));
  for (Hypothesis& h : found)
    h.log_probability = (h.log_probability - best) / temperature - log_total;
  return found;
}

LineReading SequenceReader::read(const InkImage& word, std::string_view allowed) {
  LineReading reading;
  const LinePlane line = normalize_line(word);
  if (line.width == 0) return reading;
  const std::vector<float> likely = restricted(log_probabilities(line), allowed);
  reading.log_probabilities = likely;
  const Hypothesis best = hypotheses(likely).front();
  reading.confidence = std::exp(static_cast<float>(best.log_probability));
  const std::size_t count = best.labels.size();
  const Alignment alignment = align(likely, best.labels);
  const std::size_t columns = likely.size() / kStride;

  const std::vector<float> centres = symbol_centres(alignment, count, line);
  for (std::size_t i = 0; i < count; ++i) {
    // What the network thinks where the paths are at this symbol.
    std::array<double, kLineClasses> mass{};
    for (std::size_t t = 0; t < columns; ++t) {
      const double here = static_cast<double>(alignment.occupancy[t * count + i]);
      for (std::size_t k = 0; k < kStride; ++k)
        mass[k] += here * static_cast<double>(std::exp(likely[t * kStride + k]));
    }
    LineSymbol symbol;
    double digits = 0;
    double symbols = 0;
    for (std::size_t k = 0; k < z(kLineBlank); ++k) (k < kClasses ? digits : symbols) += mass[k];
    symbols += digits;
    for (std::size_t k = 0; k < kClasses; ++k)
      symbol.probabilities[k] = digits > 0 ? static_cast<float>(mass[k] / digits) : 1.0F / kClasses;
    symbol.no_digit = static_cast<float>(1 - digits / symbols);
    const std::size_t label = best.labels[i];
    if (label < kClasses) {
      symbol.digit = static_cast<int>(label);
      symbol.confidence = symbol.probabilities[label];
    } else {
      symbol.separator = kLineSymbols[label];
      symbol.confidence = static_cast<float>(mass[label] / symbols);
    }
    reading.symbols.push_back(symbol);
  }

  // A symbol's box goes no further from its middle than half the plane's height.
  const std::vector<int> profile = column_profile(word);
  const float reach = static_cast<float>(kLineRows) / 2 / line.scale;
  for (std::size_t i = 0; i < count; ++i) {
    int left = static_cast<int>(std::floor(centres[i] - reach));
    int right = static_cast<int>(std::ceil(centres[i] + reach)) + 1;
    if (i > 0) left = std::max(left, cut_between(profile, centres[i - 1], centres[i]));
    if (i + 1 < count) right = std::min(right, cut_between(profile, centres[i], centres[i + 1]));
    left = std::clamp(left, 0, word.width - 1);
    right = std::clamp(right, left + 1, word.width);
    reading.symbols[i].box = ink_within(word, left, right);
  }
  return reading;
}

}  // namespace ziffer
