#include "core/nn/weights_file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/nn/byte_stream.h"
#include "core/nn/half.h"
#include "core/nn/presets.h"

namespace ziffer {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic = {'Z', 'I', 'F', 'W'};
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kChecked = 12;  // the checksum covers the bytes from here on

Error corrupt(std::string message) { return {ErrorCode::kCorruptWeights, std::move(message)}; }

std::vector<float> golden_inputs(std::span<const std::uint8_t> images) {
  std::vector<float> inputs(images.size());
  for (std::size_t i = 0; i < images.size(); ++i)
    inputs[i] = static_cast<float>(images[i]) / 255.0F;
  return inputs;
}

std::vector<float> golden_outputs(Predictor& predictor, std::span<const std::uint8_t> images) {
  const Network& network = predictor.network();
  const auto in_size = static_cast<std::size_t>(network.input.size());
  const auto out_size = static_cast<std::size_t>(network.output().size());
  const std::size_t count = images.size() / in_size;
  std::vector<float> logits(count * out_size);
  const std::vector<float> inputs = golden_inputs(images);
  // One by one: a batch's buffers would stay in memory though a drawing never needs them.
  for (std::size_t i = 0; i < count; ++i) {
    predictor.run(std::span(inputs).subspan(i * in_size, in_size), 1,
                  std::span(logits).subspan(i * out_size, out_size));
  }
  return logits;
}

int steps_of(float value, float step, int limit) {
  if (step <= 0) return 0;
  return std::clamp(static_cast<int>(std::lround(value / step)), -limit, limit);
}

bool is_integer(Precision precision) {
  return precision == Precision::kInt8 || precision == Precision::kInt6;
}

// A tensor's type by its rank: a bias has too few values to be worth integers.
Precision stored_precision(const ParameterSlice& slice, Precision wanted) {
  if (is_integer(wanted)) return slice.is_kernel() ? Precision::kInt8 : Precision::kFloat32;
  return wanted;
}

// Every `channels`-th of the values in steps of -limit .. limit: where steps are few, the step with
// the least squared error, which clips the largest values where that pays.
float best_step(std::span<const float> values, std::size_t channels, int limit) {
  float largest = 0;
  for (std::size_t i = 0; i < values.size(); i += channels)
    largest = std::max(largest, std::abs(values[i]));
  float best = 0;
  double least = std::numeric_limits<double>::max();
  constexpr int kTried = 16;
  for (int n = 0; n < (limit < 127 ? kTried : 1); ++n) {
    const float step =
        largest * (1 - 0.5F * static_cast<float>(n) / kTried) / static_cast<float>(limit);
    if (step <= 0) break;
    double error = 0;
    for (std::size_t i = 0; i < values.size(); i += channels) {
      const float off = values[i] - step * static_cast<float>(steps_of(values[i], step, limit));
      error += static_cast<double>(off * off);
    }
    if (error < least) {
      least = error;
      best = step;
    }
  }
  return best;
}

void write_values(ByteWriter& out, std::span<const float> values, std::size_t channels,
                  Precision type, int limit) {
  switch (type) {
    case Precision::kFloat32:
      out.numbers(values);
      break;
    case Precision::kHalf:
      for (const float value : values) out.number(to_half(value));
      break;
    case Precision::kInt8: {
      std::vector<float> scales;
      for (std::size_t c = 0; c < channels; ++c)
        scales.push_back(best_step(values.subspan(c), channels, limit));
      out.numbers(std::span<const float>(scales));
      for (std::size_t i = 0; i < values.size(); ++i)
        out.number(static_cast<std::int8_t>(steps_of(values[i], scales[i % channels], limit)));
      break;
    }
    case Precision::kInt6:
      assert(false);  // stored as kInt8
      break;
  }
}

// Empty when the type is unknown or the bytes end early.
std::vector<float> read_values(ByteReader& in, std::size_t count, std::size_t channels,
                               std::uint8_t type) {
  std::vector<float> values;
  switch (static_cast<Precision>(type)) {
    case Precision::kFloat32:
      values = in.numbers<float>(count);
      break;
    case Precision::kHalf:
      values.reserve(std::min(count, in.remaining() / sizeof(std::uint16_t)));
      for (const std::uint16_t half : in.numbers<std::uint16_t>(count))
        values.push_back(from_half(half));
      break;
    case Precision::kInt8: {
      const std::vector<float> scales = in.numbers<float>(channels);
      const std::vector<std::int8_t> steps = in.numbers<std::int8_t>(count);
      values.reserve(steps.size());
      for (std::size_t i = 0; i < steps.size() && in.ok(); ++i) {
        values.push_back(scales[i % channels] * static_cast<float>(steps[i]));
      }
      break;
    }
    case Precision::kInt6:
      break;
  }
  return values;
}

}  // namespace

Result<WeightsFile> parse_weights(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return corrupt("the weights file is empty");
  ByteReader reader(bytes);
  for (const std::uint8_t expected : kMagic) {
    if (reader.number<std::uint8_t>() != expected || !reader.ok()) {
      return corrupt("this is not a weights file: it does not start with ZIFW");
    }
  }
  const auto version = reader.number<std::uint32_t>();
  const auto checksum = reader.number<std::uint32_t>();
  if (!reader.ok()) return corrupt("the weights file ends within its header");
  if (version != kVersion) {
    return corrupt("weights format version " + std::to_string(version) + " is not version " +
                   std::to_string(kVersion));
  }
  if (crc32(bytes.subspan(kChecked)) != checksum) {
    return corrupt("the weights file is damaged or cut short: its checksum does not match");
  }

  const std::string name = reader.text();
  const std::string description = reader.text();
  const std::optional<Architecture> architecture = preset(name);
  if (!reader.ok() || !architecture) return corrupt("unknown network \"" + name + "\"");
  WeightsFile file{build(*architecture), {}, {}, {}};
  Network& network = file.network;
  if (description != describe(network)) {
    return corrupt("the weights are for another version of the network \"" + name + "\"");
  }

  std::vector<const ParameterSlice*> slices;
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) slices.push_back(&slice);
  }
  if (reader.number<std::uint16_t>() != slices.size()) return corrupt("wrong number of tensors");
  for (const ParameterSlice* slice : slices) {
    if (reader.text() != slice->name) return corrupt("tensor " + slice->name + " is missing");
    const auto type = reader.number<std::uint8_t>();
    if (type > static_cast<std::uint8_t>(Precision::kInt8)) {
      return corrupt("tensor " + slice->name + " has an unknown type");
    }
    bool same_shape = reader.number<std::uint8_t>() == slice->shape.size();
    for (std::size_t i = 0; same_shape && i < slice->shape.size(); ++i) {
      same_shape = reader.number<std::uint32_t>() == static_cast<std::uint32_t>(slice->shape[i]);
    }
    if (!same_shape) return corrupt("tensor " + slice->name + " has another shape");
    const std::vector<float> values =
        read_values(reader, slice->size, static_cast<std::size_t>(slice->shape.back()), type);
    if (!reader.ok()) return corrupt("the weights file ends within tensor " + slice->name);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i])) {
        return corrupt("tensor " + slice->name + " holds a value that is not finite");
      }
      network.parameters[slice->offset + i] = values[i];
    }
  }

  const auto golden = reader.number<std::uint16_t>();
  if (golden == 0) return corrupt("the golden batch is missing");
  file.golden_images = reader.numbers<std::uint8_t>(
      std::uint64_t{golden} * static_cast<std::uint64_t>(network.input.size()));
  file.golden_logits = reader.numbers<float>(std::uint64_t{golden} *
                                             static_cast<std::uint64_t>(network.output().size()));
  if (!reader.ok()) return corrupt("the weights file ends within the golden batch");
  file.calibration.temperature = reader.number<float>();
  file.calibration.refusal = reader.number<float>();
  if (!reader.ok()) return corrupt("the weights file ends within its calibration");
  const auto usable = [](float value) { return std::isfinite(value) && value > 0; };
  if (!usable(file.calibration.temperature) || !usable(file.calibration.refusal)) {
    return corrupt("the calibration holds a value that is not above 0");
  }
  if (reader.remaining() != 0) return corrupt("the weights file goes on after its end");
  return file;
}

Result<Predictor> checked_predictor(WeightsFile file) {
  Predictor predictor(std::move(file.network));
  const std::vector<float> logits = golden_outputs(predictor, file.golden_images);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    // Written so that a NaN on either side fails too.
    if (!(std::abs(logits[i] - file.golden_logits[i]) <= kGoldenTolerance)) {
      return Error{ErrorCode::kSelfTestFailed,
                   "this machine does not compute the outputs stored in the weights file"};
    }
  }
  return predictor;
}

std::vector<std::uint8_t> serialise_weights(const Network& network,
                                            std::span<const std::uint8_t> golden_images,
                                            const Calibration& calibration, Precision precision) {
  Network stored = network;
  ByteWriter body;
  body.text(network.name);
  body.text(describe(network));
  std::size_t tensors = 0;
  for (const Stage& stage : network.stages) tensors += stage.slices.size();
  body.number(static_cast<std::uint16_t>(tensors));
  for (const Stage& stage : network.stages) {
    for (const ParameterSlice& slice : stage.slices) {
      body.text(slice.name);
      const Precision type = stored_precision(slice, precision);
      body.number(static_cast<std::uint8_t>(type));
      body.number(static_cast<std::uint8_t>(slice.shape.size()));
      for (const int side : slice.shape) body.number(static_cast<std::uint32_t>(side));
      const std::size_t channels = static_cast<std::size_t>(slice.shape.back());
      ByteWriter values;
      write_values(values, network.slice(slice), channels, type,
                   precision == Precision::kInt6 ? 31 : 127);
      body.numbers(values.bytes());
      ByteReader again(values.bytes());
      const std::vector<float> rounded =
          read_values(again, slice.size, channels, static_cast<std::uint8_t>(type));
      std::copy(rounded.begin(), rounded.end(),
                stored.parameters.begin() + static_cast<std::ptrdiff_t>(slice.offset));
    }
  }
  Predictor predictor(std::move(stored));
  const std::vector<float> logits = golden_outputs(predictor, golden_images);
  body.number(static_cast<std::uint16_t>(golden_images.size() /
                                         static_cast<std::size_t>(network.input.size())));
  body.numbers(golden_images);
  body.numbers(std::span<const float>(logits));
  body.number(calibration.temperature);
  body.number(calibration.refusal);

  ByteWriter file;
  file.numbers(std::span<const std::uint8_t>(kMagic));
  file.number(kVersion);
  file.number(crc32(body.bytes()));
  file.numbers(body.bytes());
  return file.release();
}

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  static constexpr std::array<std::uint32_t, 256> kTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit)
        value = (value >> 1) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
      table[i] = value;
    }
    return table;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) crc = (crc >> 8) ^ kTable[(crc ^ byte) & 0xFFU];
  return ~crc;
}

}  // namespace ziffer
