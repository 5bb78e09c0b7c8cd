// How a network reads: sets of digits, the robustness suite, and what is no digit. Everything but
// the sets themselves goes the way of a picture: separate_ink(), without_specks(), normalize(), as
// Recognizer::read_digit() does.
#ifndef ZIFFER_TOOLS_CLI_ASSESS_H_
#define ZIFFER_TOOLS_CLI_ASSESS_H_

#include <span>
#include <string>
#include <vector>

#include "core/nn/calibration.h"
#include "core/nn/network.h"
#include "core/train/sample.h"
#include "tools/cli/report.h"

namespace ziffer::cli {

class Assessor {
 public:
  Assessor(const Network& network, const Calibration& calibration, int threads)
      : network_(network), calibration_(calibration), threads_(threads) {}

  // Ten logits an image, divided by the temperature.
  std::vector<float> calibrated_logits(std::span<const float> glyphs) const;

  SetResult read(const std::string& name, const std::string& description,
                 const Samples& digits) const;

  // MNIST-C's corruptions, degradations, sizes, places and polarities of `planes`; pens of
  // `strokes`. Either may be empty, and its tables are left out. Seeded by what they are.
  std::vector<ConditionTable> robustness(const Samples& planes, const Samples& strokes) const;

  // Each set of non-digits against `digits`.
  std::vector<NonDigits> refusal(const Samples& digits,
                                 const std::vector<std::pair<std::string, Samples>>& others) const;

 private:
  std::vector<float> no_digit_scores(const Samples& samples) const;

  const Network& network_;
  Calibration calibration_;
  int threads_;
};

// `count` made-up non-digits of each kind but blanks, which have no ink to tell anything by, drawn
// among `digits`.
std::vector<std::pair<std::string, Samples>> made_up_non_digits(std::span<const Sample> digits,
                                                                int count);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_ASSESS_H_
