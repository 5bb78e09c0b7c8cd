#include "core/nn/weights_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <tuple>

#include "core/nn/presets.h"
#include "core/train/gradient.h"
#include "tests/support/random_values.h"

using namespace ziffer;

namespace {

std::vector<std::uint8_t> golden() {
  std::vector<std::uint8_t> images(2 * 784);
  Rng rng({7});
  for (auto& v : images) v = static_cast<std::uint8_t>(rng.below(256));
  return images;
}

const Network& network() {
  static const Network made = [] {
    Network n = build(classic());
    Rng rng({1});
    initialise(n, rng);
    return n;
  }();
  return made;
}

std::vector<std::uint8_t> good_file() {
  return serialise_weights(network(), golden(), {.temperature = 1.5F, .refusal = 0.25F});
}

void sign(std::vector<std::uint8_t>& bytes) {
  const std::uint32_t checksum = crc32(std::span<const std::uint8_t>(bytes).subspan(12));
  std::memcpy(bytes.data() + 8, &checksum, 4);
}

// Where the body's fields lie: two texts, the tensor count, then the first tensor.
struct Layout {
  std::size_t name = 12;
  std::size_t description;
  std::size_t tensor_count;
  std::size_t first_name;
  std::size_t first_type;
  std::size_t golden_count;
};
Layout layout() {
  Layout l{};
  l.name = 12;
  l.description = l.name + 2 + network().name.size();
  l.tensor_count = l.description + 2 + describe(network()).size();
  l.first_name = l.tensor_count + 2;
  l.first_type = l.first_name + 2 + network().stages[0].slices[0].name.size();
  l.golden_count = good_file().size() - 8 - 2 * (784 + 40) - 2;
  return l;
}

// The error's message after `damage` and a corrected checksum: what the checksum alone would not
// catch.
template <typename Damage>
std::string message_after(const Damage& damage) {
  std::vector<std::uint8_t> bytes = good_file();
  damage(bytes);
  sign(bytes);
  const Result<WeightsFile> file = parse_weights(bytes);
  REQUIRE(!file);
  CHECK(file.error().code == ErrorCode::kCorruptWeights);
  return file.error().message;
}

bool mentions(const std::string& message, const char* words) {
  INFO(message);
  return message.find(words) != std::string::npos;
}

}  // namespace

TEST_SUITE("weights_file") {
  TEST_CASE("what was written is read back bit for bit and passes its golden batch") {
    Result<WeightsFile> file = parse_weights(good_file());
    REQUIRE(file);
    CHECK(file->network.parameters == network().parameters);
    CHECK(file->golden_images == golden());
    CHECK(file->calibration.temperature == 1.5F);
    CHECK(file->calibration.refusal == 0.25F);
    CHECK(checked_predictor(std::move(file).value()));
  }

  TEST_CASE(
      "half precision, int8 and int6 files are smaller, near, and pass their own golden batch") {
    const std::size_t full = good_file().size();
    for (const auto& [precision, share, error] :
         {std::tuple{Precision::kHalf, 0.51, 1e-3}, std::tuple{Precision::kInt8, 0.27, 2e-2},
          std::tuple{Precision::kInt6, 0.27, 6e-2}}) {
      const std::vector<std::uint8_t> bytes = serialise_weights(network(), golden(), {}, precision);
      CHECK(static_cast<double>(bytes.size()) < share * static_cast<double>(full));
      Result<WeightsFile> file = parse_weights(bytes);
      REQUIRE(file);
      const auto largest =
          *std::max_element(network().parameters.begin(), network().parameters.end());
      CHECK(largest_difference(file->network.parameters, network().parameters) <
            error * static_cast<double>(largest));
      // Stored once, the values are exact: writing them again changes nothing.
      CHECK(serialise_weights(file->network, golden(), {}, precision) == bytes);
      CHECK(checked_predictor(std::move(file).value()));
      CHECK(!parse_weights(std::span(bytes).first(bytes.size() - 1)));
    }
  }

  TEST_CASE("crc32 of the standard check text") {
    const char text[] = "123456789";
    CHECK(crc32({reinterpret_cast<const std::uint8_t*>(text), 9}) == 0xCBF43926U);
  }

  TEST_CASE("every prefix of the file is refused") {
    const std::vector<std::uint8_t> bytes = good_file();
    for (std::size_t length = 0; length < bytes.size(); length += length < 400 ? 1 : 7919) {
      CAPTURE(length);
      const Result<WeightsFile> file = parse_weights(std::span(bytes).first(length));
      REQUIRE(!file);
      CHECK(file.error().code == ErrorCode::kCorruptWeights);
    }
  }

  TEST_CASE("a flipped bit anywhere is refused") {
    std::vector<std::uint8_t> bytes = good_file();
    for (std::size_t i = 0; i < bytes.size(); i += 9973) {
      CAPTURE(i);
      bytes[i] ^= 0x10;
      CHECK(!parse_weights(bytes));
      bytes[i] ^= 0x10;
    }
    CHECK(parse_weights(bytes));
  }

  TEST_CASE("each damaged field is named, even when the checksum fits") {
    const Layout l = layout();
    using Bytes = std::vector<std::uint8_t>;
    CHECK(mentions(message_after([](Bytes& b) { b[0] = 'z'; }), "ZIFW"));
    CHECK(mentions(message_after([](Bytes& b) { b[4] = 9; }), "version 9"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.name + 2] = 'k'; }), "unknown network"));
    CHECK(
        mentions(message_after([&](Bytes& b) { b[l.description + 2] = '3'; }), "another version"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.tensor_count] = 5; }), "number of tensors"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.first_name + 2] = 'k'; }), "is missing"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.first_type] = 77; }), "unknown type"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.first_type + 1] = 3; }), "another shape"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.first_type + 2] = 4; }), "another shape"));
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(mentions(message_after([&](Bytes& b) { std::memcpy(&b[l.first_type + 18], &nan, 4); }),
                   "not finite"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.golden_count] = 0; }),
                   "golden batch is missing"));
    CHECK(mentions(message_after([&](Bytes& b) { b[l.golden_count] = 3; }),
                   "within the golden batch"));
    // With a golden image less, bytes of the second one stand where the calibration should.
    CHECK(mentions(message_after([&](Bytes& b) { b[l.golden_count] = 1; }), "calibration"));
    CHECK(mentions(message_after([](Bytes& b) { b.push_back(0); }), "goes on after its end"));
    const float zero = 0;
    for (const std::size_t from_end : {std::size_t{8}, std::size_t{4}}) {
      for (const float* value : {&nan, &zero}) {
        CHECK(mentions(
            message_after([&](Bytes& b) { std::memcpy(&b[b.size() - from_end], value, 4); }),
            "calibration"));
      }
    }
  }

  TEST_CASE("outputs that differ from the golden ones fail the self-test") {
    Result<WeightsFile> file = parse_weights(good_file());
    REQUIRE(file);
    file->golden_logits[11] += 2 * kGoldenTolerance;
    const Result<Predictor> predictor = checked_predictor(std::move(file).value());
    REQUIRE(!predictor);
    CHECK(predictor.error().code == ErrorCode::kSelfTestFailed);

    file = parse_weights(good_file());
    file->golden_logits[0] = std::numeric_limits<float>::quiet_NaN();
    CHECK(!checked_predictor(std::move(file).value()));
  }
}
