// Metrics against values worked out by hand and against their definitions, computed the slow way.
#include "core/train/metrics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/train/rng.h"

using namespace ziffer;

namespace {

// Confidences on a coarse grid, so that ties are many.
std::vector<Answer> random_answers(int count, Rng& rng) {
  std::vector<Answer> all;
  for (int i = 0; i < count; ++i) {
    const float confidence = static_cast<float>(1 + rng.below(40)) / 40;
    all.push_back({confidence, 0, rng.uniform() < confidence});
  }
  return all;
}

std::vector<float> random_scores(int count, float shift, Rng& rng) {
  std::vector<float> all;
  for (int i = 0; i < count; ++i) all.push_back(std::round(4 * (rng.normal() + shift)) / 4);
  return all;
}

int wrong_from(std::span<const Answer> answers, float threshold, int& accepted) {
  int wrong = 0;
  accepted = 0;
  for (const Answer& a : answers) {
    if (a.confidence < threshold) continue;
    ++accepted;
    wrong += a.correct ? 0 : 1;
  }
  return wrong;
}

}  // namespace

TEST_SUITE("metrics") {
  TEST_CASE("scores of the classes and their averages") {
    Evaluation e;  // 4 zeros, of which 3 read as 0 and 1 as 1; 2 ones, of which 1 read as 0
    e.count = 6;
    e.correct = 4;
    e.confusion[0][0] = 3;
    e.confusion[0][1] = 1;
    e.confusion[1][0] = 1;
    e.confusion[1][1] = 1;
    CHECK(class_scores(e, 0).precision == doctest::Approx(0.75));
    CHECK(class_scores(e, 0).recall == doctest::Approx(0.75));
    CHECK(class_scores(e, 0).support == 4);
    CHECK(class_scores(e, 1).f1 == doctest::Approx(0.5));
    CHECK(class_scores(e, 7).f1 == 0);
    CHECK(macro_average(e).f1 == doctest::Approx((0.75 + 0.5) / 10));
    CHECK(weighted_average(e).precision == doctest::Approx((4 * 0.75 + 2 * 0.5) / 6));
    CHECK(weighted_average(e).recall == doctest::Approx(e.accuracy()));  // an identity
    CHECK(macro_average(e).support == 6);
  }

  TEST_CASE("an answer is the most probable class, the first one of equals") {
    const std::vector<float> p = {0, .1F, 0, .5F, .4F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0};
    const std::vector<Answer> all = answers(p, std::vector<std::uint8_t>{3, 4});
    CHECK(all[0].digit == 3);
    CHECK(all[0].confidence == 0.5F);
    CHECK(all[0].correct);
    CHECK(all[1].digit == 8);
    CHECK_FALSE(all[1].correct);
  }

  TEST_CASE("calibration error by hand") {
    // Two bins: (0, 0.5] holds 0.4 wrong and 0.5 right; (0.5, 1] holds 0.6, 0.8, 1.0, one wrong.
    const std::vector<Answer> all = {
        {0.4F, 0, false}, {0.5F, 0, true}, {0.6F, 0, true}, {0.8F, 0, false}, {1.0F, 0, true}};
    const std::vector<ReliabilityBin> bins = reliability_bins(all, 2);
    CHECK(bins[0].count == 2);
    CHECK(bins[0].confidence == doctest::Approx(0.45));
    CHECK(bins[1].accuracy() == doctest::Approx(2.0 / 3));
    CHECK(expected_calibration_error(bins) ==
          doctest::Approx((2 * 0.05 + 3 * (0.8 - 2.0 / 3)) / 5));
    CHECK(reliability_bins(std::vector<Answer>{{0, 0, true}})[0].count == 1);
    CHECK(expected_calibration_error(reliability_bins({})) == 0);
  }

  TEST_CASE("calibration error is the sum of |right - confidence| over bins, divided by all") {
    Rng rng({5});
    const std::vector<Answer> all = random_answers(500, rng);
    double sum = 0;
    for (int b = 0; b < kReliabilityBins; ++b) {
      double surplus = 0;
      for (const Answer& a : all) {
        const double c = static_cast<double>(a.confidence);
        if (c * kReliabilityBins > b && c * kReliabilityBins <= b + 1)
          surplus += (a.correct ? 1 : 0) - c;
      }
      sum += std::abs(surplus);
    }
    CHECK(expected_calibration_error(reliability_bins(all)) == doctest::Approx(sum / 500));
  }

  TEST_CASE("coverage at an error rate, by hand") {
    const std::vector<Answer> all = {{0.5F, 0, true},  {0.9F, 0, true}, {0.7F, 0, true},
                                     {0.8F, 0, false}, {0.6F, 0, true}, {0.4F, 0, false}};
    CHECK(coverage_at_error(all, 0).count == 1);
    CHECK(coverage_at_error(all, 0).threshold == 0.9F);
    CHECK(coverage_at_error(all, 0.2).count == 5);  // past 1 of 2 and 1 of 3 wrong, to 1 of 5
    CHECK(coverage_at_error(all, 0.2).threshold == 0.5F);
    CHECK(coverage_at_error(all, 1).count == 6);
    const Coverage none =
        coverage_at_error(std::vector<Answer>{{1, 0, true}, {1, 0, false}, {0.5F, 0, false}}, 0.1);
    CHECK(none.count == 0);  // the right one cannot be told from the wrong one
    CHECK(none.threshold == std::numeric_limits<float>::infinity());
    CHECK(coverage_at_error({}, 0.1).count == 0);
  }

  TEST_CASE("no threshold covers more at the same error") {
    Rng rng({6});
    const std::vector<Answer> all = random_answers(400, rng);
    for (const double error : {0.01, 0.1, 0.3}) {
      int most = 0;
      for (int level = 1; level <= 40; ++level) {
        int accepted = 0;
        const int wrong = wrong_from(all, static_cast<float>(level) / 40, accepted);
        if (wrong <= error * accepted) most = std::max(most, accepted);
      }
      CHECK(coverage_at_error(all, error).count == most);
    }
  }

  TEST_CASE("the area under the ROC curve") {
    const std::vector<float> low = {1, 2};
    const std::vector<float> high = {3, 4, 5};
    CHECK(auroc(high, low) == 1);
    CHECK(auroc(low, high) == 0);
    CHECK(auroc(low, low) == 0.5);
    CHECK(auroc(std::vector<float>{1, 3}, std::vector<float>{1, 2}) == doctest::Approx(2.5 / 4));
    Rng rng({7});
    const std::vector<float> a = random_scores(150, 0.8F, rng);
    const std::vector<float> b = random_scores(90, 0, rng);
    // The trapezoids under the curve of (refused negatives, refused positives) as points.
    double area = 0;
    double last_x = 0;
    double last_y = 0;
    for (float t = 8; t >= -8; t -= 0.25F) {
      const auto share = [&](const std::vector<float>& scores) {
        double n = 0;
        for (const float s : scores) n += s >= t ? 1 : 0;
        return n / static_cast<double>(scores.size());
      };
      area += (share(b) - last_x) * (share(a) + last_y) / 2;
      last_x = share(b);
      last_y = share(a);
    }
    CHECK(auroc(a, b) == doctest::Approx(area));
  }

  TEST_CASE("rejection refuses no more digits than allowed, and not fewer than it could") {
    const std::vector<float> digits = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const std::vector<float> others = {0, 8, 8.5F, 20};
    const Rejection r = rejection_at(digits, others, 0.2);
    CHECK(r.threshold == 8);
    CHECK(r.digits_refused == doctest::Approx(0.2));
    CHECK(r.others_refused == doctest::Approx(0.5));
    CHECK(rejection_at(digits, others, 0).threshold == 10);
    CHECK(rejection_at(digits, others, 1).others_refused == 1);
    const std::vector<float> tied = {1, 5, 5, 5};
    CHECK(rejection_at(tied, others, 0.5).digits_refused == 0);  // the three go together or not
    std::vector<float> hundred;
    for (int i = 0; i < 100; ++i) hundred.push_back(static_cast<float>(i));
    CHECK(rejection_at(hundred, others, 0.29).digits_refused == doctest::Approx(0.29));
  }
}
