#include "core/train/calibrate.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/reading.h"
#include "core/train/rng.h"

using namespace ziffer;

namespace {

// Labels drawn from softmax(logits): a network that is calibrated as it is.
struct Drawn {
  std::vector<float> logits;
  std::vector<std::uint8_t> labels;
};
Drawn drawn(int count) {
  Drawn d;
  Rng rng({7});
  for (int n = 0; n < count; ++n) {
    std::array<double, kClasses> weights{};
    double total = 0;
    for (double& w : weights) {
      const float logit = 2 * rng.normal();
      d.logits.push_back(logit);
      w = std::exp(static_cast<double>(logit));
      total += w;
    }
    double left = static_cast<double>(rng.uniform()) * total;
    std::uint8_t label = 0;
    while (label + 1 < kClasses && left >= weights[label]) left -= weights[label++];
    d.labels.push_back(label);
  }
  return d;
}

}  // namespace

TEST_SUITE("calibrate") {
  TEST_CASE("the temperature of honest logits is 1, of exaggerated ones their factor") {
    Drawn d = drawn(20000);
    CHECK(fitted_temperature(d.logits, d.labels) == doctest::Approx(1).epsilon(0.05));
    for (float& logit : d.logits) logit *= 3;
    CHECK(fitted_temperature(d.logits, d.labels) == doctest::Approx(3).epsilon(0.05));
    for (float& logit : d.logits) logit /= 12;
    CHECK(fitted_temperature(d.logits, d.labels) == doctest::Approx(0.25).epsilon(0.05));
  }

  TEST_CASE("the refusal turns away no more than its share of the digits, and nearly that") {
    Rng rng({3});
    std::vector<float> logits;
    std::vector<std::uint8_t> labels;
    for (int n = 0; n < 1000; ++n) {
      for (int k = 0; k < kClasses; ++k) logits.push_back(k == n % 10 ? 5.0F : 0.0F);
      logits.push_back(rng.normal());
      labels.push_back(static_cast<std::uint8_t>(n % 10));
    }
    const Calibration calibration = calibrated(logits, 11, labels, 0.01);
    int refused = 0;
    for (int n = 0; n < 1000; ++n) {
      Symbol symbol;
      decide(std::span(logits).subspan(static_cast<std::size_t>(n) * 11, 11), calibration, symbol);
      CHECK(symbol.digit == n % 10);
      refused += symbol.rejected() ? 1 : 0;
    }
    CHECK(refused == 10);
  }

  TEST_CASE("a network of ten outputs never refuses") {
    const Drawn d = drawn(100);
    const Calibration calibration = calibrated(d.logits, 10, d.labels, 0.5);
    Symbol symbol;
    decide(std::span(d.logits).first(10), calibration, symbol);
    CHECK(symbol.no_digit == 0);
    CHECK(!symbol.rejected());
  }

  TEST_CASE("a refused symbol reads as ? and keeps its best guess") {
    std::vector<float> logits(11, 0.0F);
    logits[4] = 2;
    logits[10] = 9;
    Symbol symbol;
    decide(logits, {.temperature = 2, .refusal = 0.5F}, symbol);
    CHECK(symbol.text() == "?");
    CHECK(symbol.digit == 4);
    CHECK(symbol.no_digit > 0.99F);
    // exp(2 / 2) against nine times exp(0)
    CHECK(symbol.confidence == doctest::Approx(std::exp(1.0) / (std::exp(1.0) + 9)));
    Reading reading;
    reading.symbols = {symbol};
    reading.numbers = {{.first = 0, .count = 1, .line = 0, .box = {}, .confidence = 1}};
    CHECK(reading.rejected());
    CHECK(reading.text() == "?");
  }

  TEST_CASE("extreme logits give a probability, never NaN") {
    std::vector<float> logits(11, 1e4F);
    logits[10] = -1e4F;
    CHECK(no_digit_probability(logits) == 0);
    logits[10] = 1e5F;
    CHECK(no_digit_probability(logits) == 1);
  }
}
