#include "tools/cli/assess.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/ink/components.h"
#include "core/ink/separate.h"
#include "core/nn/activation.h"
#include "core/train/corruptions.h"
#include "core/train/degradations.h"
#include "core/train/evaluate.h"
#include "core/train/non_digits.h"
#include "core/train/parallel.h"
#include "core/train/sheets.h"

namespace ziffer::cli {
namespace {

// Sheets are large, and settings many: a fifth of the set measures a sweep to a tenth of a point.
constexpr std::size_t kSweepImages = 2000;

Glyph glyph_of(const GrayImage& picture) {
  const Result<InkImage> ink = separate_ink(picture);
  return ink ? normalize(without_specks(*ink)) : Glyph{};
}

std::vector<float> probabilities_of(std::span<const float> logits) {
  std::vector<float> probabilities(logits.size());
  for (std::size_t i = 0; i < logits.size(); i += kClasses) {
    softmax(logits.subspan(i, kClasses), std::span(probabilities).subspan(i, kClasses));
  }
  return probabilities;
}

// The pictures one digit gives, in the order of their settings' names.
using Pictures = std::vector<Sheet>;

}  // namespace

std::vector<float> Assessor::calibrated_logits(std::span<const float> glyphs) const {
  std::vector<float> logits =
      digit_logits(logits_of(network_, glyphs, threads_), network_.output().channels);
  for (float& logit : logits) logit /= calibration_.temperature;
  return logits;
}

SetResult Assessor::read(const std::string& name, const std::string& description,
                         const Samples& digits) const {
  const std::vector<float> glyphs = normalized_glyphs(digits, threads_);
  const std::vector<float> logits = calibrated_logits(glyphs);
  SetResult set{.name = name,
                .description = description,
                .evaluation = evaluate(logits, labels_of(digits)),
                .labels = labels_of(digits),
                .probabilities = probabilities_of(logits),
                .glyphs = {}};
  set.glyphs.reserve(glyphs.size());
  for (const float v : glyphs) set.glyphs.push_back(static_cast<std::uint8_t>(v * 255.0F + 0.5F));
  return set;
}

std::vector<ConditionTable> Assessor::robustness(const Samples& planes,
                                                 const Samples& strokes) const {
  // Reads every picture that `draw` makes of every digit, and sums up by setting.
  const auto table = [&](std::string title, std::string description, const Samples& digits,
                         const std::function<Pictures(const Sample&, std::uint64_t)>& draw) {
    const int count = static_cast<int>(digits.size());
    std::vector<std::string> names;
    for (const Sheet& sheet : draw(digits.front(), 0)) names.push_back(sheet.name);
    std::vector<std::vector<float>> glyphs(names.size(),
                                           std::vector<float>(digits.size() * kGlyphSize));
    parallel_for(threads_, count, [&](int, int i) {
      const Pictures pictures =
          draw(digits[static_cast<std::size_t>(i)], static_cast<std::uint64_t>(i));
      for (std::size_t s = 0; s < std::min(names.size(), pictures.size()); ++s) {
        const Glyph glyph = glyph_of(pictures[s].picture);
        std::copy(glyph.begin(), glyph.end(), glyphs[s].begin() + std::ptrdiff_t{i} * kGlyphSize);
      }
    });
    ConditionTable result{std::move(title), std::move(description), {}};
    const std::vector<std::uint8_t> labels = labels_of(digits);
    double accuracy = 0;
    double error = 0;
    for (std::size_t s = 0; s < names.size(); ++s) {
      const std::vector<float> logits = calibrated_logits(glyphs[s]);
      const Evaluation evaluation = evaluate(logits, labels);
      const double ece =
          expected_calibration_error(reliability_bins(answers(probabilities_of(logits), labels)));
      result.rows.push_back({names[s], count, evaluation.accuracy(), ece});
      accuracy += evaluation.accuracy() / static_cast<double>(names.size());
      error += ece / static_cast<double>(names.size());
    }
    result.rows.push_back({"mean", count * static_cast<int>(names.size()), accuracy, error});
    return result;
  };

  std::vector<ConditionTable> tables;
  if (!planes.empty()) {
    const auto ink = [](const Sample& sample) { return plain_ink(sample); };
    tables.push_back(table(
        "MNIST-C", "The fifteen corruptions of Mu and Gilmer (2019), drawn anew, read as pictures.",
        planes, [&](const Sample& sample, std::uint64_t i) {
          Pictures pictures;
          for (const Corruption corruption : all_corruptions()) {
            Rng rng({2019, static_cast<std::uint64_t>(corruption), i});
            Sheet sheet{std::string(name(corruption)), {}};
            static_cast<Plane&>(sheet.picture) = corrupted(ink(sample), corruption, rng);
            pictures.push_back(std::move(sheet));
          }
          return pictures;
        }));
    const Samples some(planes.begin(), planes.begin() + static_cast<std::ptrdiff_t>(
                                                            std::min(kSweepImages, planes.size())));
    tables.push_back(
        table("Bad pictures", "The digit 80 pixels large, black on white.", some,
              [&](const Sample& sample, std::uint64_t i) {
                Pictures pictures;
                const GrayImage clean = black_on_white(enlarged(ink(sample), 80));
                for (const Degradation& degradation : all_degradations()) {
                  Rng rng({1979, pictures.size(), i});
                  pictures.push_back({name(degradation), degraded(clean, degradation, rng)});
                }
                return pictures;
              }));
    tables.push_back(table("Sizes", "The digit's longer side, black on white.", some,
                           [&](const Sample& s, std::uint64_t) { return size_sheets(ink(s)); }));
    tables.push_back(
        table("Places", "The digit 80 pixels large on a sheet of 280.", some,
              [&](const Sample& s, std::uint64_t) { return position_sheets(ink(s)); }));
    tables.push_back(
        table("Polarity", "The digit 80 pixels large.", some,
              [&](const Sample& s, std::uint64_t) { return polarity_sheets(ink(s)); }));
  }
  if (!strokes.empty()) {
    tables.push_back(table("Pens", "Strokes 200 pixels large, drawn by a round pen of this width.",
                           strokes, [&](const Sample& sample, std::uint64_t) {
                             auto sheets =
                                 pen_width_sheets(std::get<std::vector<Stroke>>(sample.content));
                             return sheets ? std::move(sheets).value() : Pictures();
                           }));
  }
  return tables;
}

std::vector<float> Assessor::no_digit_scores(const Samples& samples) const {
  const std::vector<float> logits =
      logits_of(network_, normalized_glyphs(samples, threads_), threads_);
  const std::size_t row = static_cast<std::size_t>(network_.output().channels);
  std::vector<float> scores;
  for (std::size_t i = 0; i < logits.size(); i += row)
    scores.push_back(no_digit_probability(std::span(logits).subspan(i, row)));
  return scores;
}

std::vector<NonDigits> Assessor::refusal(
    const Samples& digits, const std::vector<std::pair<std::string, Samples>>& others) const {
  const std::vector<float> digit_scores = no_digit_scores(digits);
  std::vector<NonDigits> rows;
  for (const auto& [name, samples] : others) {
    const std::vector<float> scores = no_digit_scores(samples);
    rows.push_back({name, static_cast<int>(samples.size()), auroc(scores, digit_scores),
                    rejection_at(digit_scores, scores, kDigitsRefused).others_refused});
  }
  return rows;
}

std::vector<std::pair<std::string, Samples>> made_up_non_digits(std::span<const Sample> digits,
                                                                int count) {
  std::vector<std::pair<std::string, Samples>> sets;
  for (const NonDigit kind : all_non_digits()) {
    if (kind == NonDigit::kBlank) continue;
    Samples samples;
    for (int i = 0; i < count; ++i) {
      Rng rng({1804, static_cast<std::uint64_t>(kind), static_cast<std::uint64_t>(i)});
      samples.push_back(non_digit(kind, digits, rng));
    }
    sets.emplace_back(std::string(name(kind)), std::move(samples));
  }
  return sets;
}

}  // namespace ziffer::cli
