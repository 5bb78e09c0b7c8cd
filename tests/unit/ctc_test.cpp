// CTC: alignment and search against the enumeration of all paths, the loss against its gradient.
#include "core/line/ctc.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "core/train/ctc_loss.h"
#include "tests/support/gradient_check.h"
#include "tests/support/random_values.h"

using namespace ziffer;

namespace {

constexpr std::size_t kStride = kLineClasses;

// Logits of which only `classes` stand a chance, so that enumerating their paths is enough.
std::vector<float> logits_over(std::size_t columns, const std::vector<int>& classes, Rng& rng) {
  std::vector<float> logits(columns * kStride, -60.0F);
  for (std::size_t t = 0; t < columns; ++t) {
    for (const int k : classes)
      logits[t * kStride + static_cast<std::size_t>(k)] = rng.uniform(-2, 2);
  }
  return logits;
}

struct Enumerated {  // by the text that is spelt
  std::map<std::string, double> probabilities;
  // [labels][column * labels.size() + i]: summed over the paths that are at label i.
  std::map<std::string, std::vector<double>> occupancy;
};

// Every path over `classes`, spelt by the definition.
Enumerated enumerate(std::span<const float> likely, const std::vector<int>& classes) {
  Enumerated all;
  const std::size_t columns = likely.size() / kStride;
  std::vector<std::size_t> digits(columns, 0);
  for (;;) {
    Labels labels;
    std::vector<int> at(columns, -1);
    double log_probability = 0;
    int before = kLineBlank;
    for (std::size_t t = 0; t < columns; ++t) {
      const int k = classes[digits[t]];
      log_probability += static_cast<double>(likely[t * kStride + static_cast<std::size_t>(k)]);
      if (k != kLineBlank && k != before) labels.push_back(static_cast<std::uint8_t>(k));
      if (k != kLineBlank) at[t] = static_cast<int>(labels.size()) - 1;
      before = k;
    }
    const double probability = std::exp(log_probability);
    all.probabilities[text_of(labels)] += probability;
    std::vector<double>& occupancy = all.occupancy[text_of(labels)];
    occupancy.resize(columns * labels.size());
    for (std::size_t t = 0; t < columns; ++t) {
      if (at[t] >= 0) occupancy[t * labels.size() + static_cast<std::size_t>(at[t])] += probability;
    }
    std::size_t t = 0;
    while (t < columns && ++digits[t] == classes.size()) digits[t++] = 0;
    if (t == columns) return all;
  }
}

const std::vector<int> kFew = {1, 7, 10, kLineBlank};

}  // namespace

TEST_SUITE("ctc") {
  TEST_CASE("a string's probability is the sum over all paths that spell it") {
    Rng rng({21});
    for (const std::size_t columns : {1U, 2U, 5U, 6U}) {
      const auto likely = log_softmax_columns(logits_over(columns, kFew, rng));
      const Enumerated all = enumerate(likely, kFew);
      double total = 0;
      for (const auto& [text, probability] : all.probabilities) {
        const Alignment alignment = align(likely, labels_of(text));
        CHECK(std::exp(alignment.log_probability) == doctest::Approx(probability).epsilon(1e-4));
        total += probability;
        const std::vector<double>& occupancy = all.occupancy.at(text);
        REQUIRE(alignment.occupancy.size() == occupancy.size());
        for (std::size_t i = 0; i < occupancy.size(); ++i)
          CHECK(static_cast<double>(alignment.occupancy[i]) ==
                doctest::Approx(occupancy[i] / probability).epsilon(1e-3));
      }
      CHECK(total == doctest::Approx(1).epsilon(1e-4));
    }
  }

  TEST_CASE("a string that needs more columns than there are is impossible") {
    const std::vector<float> likely = log_softmax_columns(std::vector<float>(2 * kStride, 0.0F));
    CHECK(std::isfinite(align(likely, {1, 2}).log_probability));
    CHECK(!std::isfinite(align(likely, {1, 1}).log_probability));  // a blank must stand between
    CHECK(!std::isfinite(align(likely, {1, 2, 3}).log_probability));
    CHECK(align({}, {}).log_probability == 0);
  }

  TEST_CASE("beam search finds the most probable string, not that of the most probable path") {
    Rng rng({22});
    int unlike_path = 0;
    for (int i = 0; i < 60; ++i) {
      const auto likely = log_softmax_columns(logits_over(5, kFew, rng));
      const Enumerated all = enumerate(likely, kFew);
      const auto best =
          std::max_element(all.probabilities.begin(), all.probabilities.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      const std::vector<Hypothesis> found = beam_search(likely, 200);
      CHECK(text_of(found.front().labels) == best->first);
      CHECK(std::exp(found.front().log_probability) == doctest::Approx(best->second).epsilon(1e-3));
      for (std::size_t j = 1; j < found.size(); ++j)
        CHECK(found[j].log_probability <= found[j - 1].log_probability);
      if (text_of(best_path(likely)) != best->first) ++unlike_path;
      CHECK(text_of(beam_search(likely, 12).front().labels) == best->first);
    }
    CHECK(unlike_path > 0);
  }

  TEST_CASE("no columns spell the empty string") {
    CHECK(beam_search({}, 4).front().labels.empty());
    CHECK(best_path({}).empty());
  }

  TEST_CASE("labels and text") {
    CHECK(text_of(labels_of("12,50-/.:9")) == "12,50-/.:9");
    CHECK(labels_of("1 x2") == Labels{1, 2});
  }

  TEST_CASE("the loss is minus the log-probability, its gradient agrees with central differences") {
    Rng rng({23});
    auto logits = random_values(3 * 7 * kStride, rng);
    for (float& v : logits) v *= 3;
    const std::vector<LineTarget> targets = {
        {labels_of("11,7"), false}, {labels_of("440"), true}, {{}, false}};
    std::vector<float> d(logits.size());
    const LossSum sum = ctc_loss(logits, targets, 0.5F, d);
    CHECK(gradient_error(logits, d, [&] { return ctc_loss(logits, targets, 1, {}).loss / 2; }) <
          1e-3);
    const auto likely = log_softmax_columns(logits);
    const auto line = [&](std::size_t n) {
      return std::span(likely).subspan(n * 7 * kStride, 7 * kStride);
    };
    CHECK(sum.loss ==
          doctest::Approx(-align(line(0), targets[0].labels).log_probability -
                          align(separators_as_blank(line(1)), targets[1].labels).log_probability -
                          align(line(2), {}).log_probability));
  }

  TEST_CASE("where separators are not transcribed, they may stand anywhere") {
    // Digits only: the sum over all strings that are these digits with separators between.
    Rng rng({24});
    const auto logits = logits_over(5, kFew, rng);
    const Enumerated all = enumerate(log_softmax_columns(logits), kFew);
    // Paths are told apart by what separators count as: blank. So a separator also parts two equal
    // digits.
    double expected = 0;
    for (const auto& [text, probability] : all.probabilities) {
      if (agrees(labels_of(text), {{7, 7}, true})) expected += probability;
    }
    const std::vector<LineTarget> target = {{{7, 7}, true}};
    CHECK(std::exp(-ctc_loss(logits, target, 1, {}).loss) ==
          doctest::Approx(expected).epsilon(1e-3));
    CHECK(agrees(labels_of("1.250,00"), {labels_of("125000"), true}));
    CHECK(!agrees(labels_of("1.250,00"), {labels_of("125000"), false}));
    CHECK(!agrees(labels_of("1.250,0"), {labels_of("125000"), true}));
  }

  TEST_CASE("a line that does not fit its columns teaches nothing") {
    Rng rng({25});
    const auto logits = random_values(2 * 3 * kStride, rng);
    std::vector<float> d(logits.size(), 9.0F);
    const std::vector<LineTarget> targets = {{labels_of("1234"), false}, {labels_of("12"), false}};
    const LossSum sum = ctc_loss(logits, targets, 1, d);
    CHECK(std::isfinite(sum.loss));
    CHECK(sum.loss > 0);
    for (std::size_t i = 0; i < 3 * kStride; ++i) CHECK(d[i] == 0);
    CHECK(*std::max_element(d.begin() + 3 * kStride, d.end()) > 0);
  }
}
