#include "core/train/digit_task.h"

#include <utility>

#include "core/train/evaluate.h"
#include "core/train/non_digits.h"

namespace ziffer {

DigitTask::DigitTask(TrainingSet training, const Samples& validation,
                     const Augmentation& augmentation, float label_smoothing, int threads)
    : training_(std::move(training)),
      validation_glyphs_(normalized_glyphs(validation, threads)),
      validation_labels_(labels_of(validation)),
      augmentation_(augmentation),
      label_smoothing_(label_smoothing) {}

Shard DigitTask::make_shard(std::span<Place> places) const {
  const std::span digits = std::span(training_.samples).first(training_.digits);
  Shard shard;
  std::vector<std::uint8_t> labels;
  for (auto& [index, rng] : places) {
    const auto place = static_cast<std::size_t>(index);
    const bool is_made = place >= training_.epoch.size();
    const Sample made = is_made ? random_non_digit(digits, rng) : Sample{};
    const Sample& sample =
        is_made ? made : training_.samples[static_cast<std::size_t>(training_.epoch[place])];
    const Sample& neighbour = digits[rng.below(digits.size())];
    const Glyph glyph = training_glyph(sample, &neighbour, augmentation_, rng);
    shard.inputs.insert(shard.inputs.end(), glyph.begin(), glyph.end());
    labels.push_back(sample.label);
  }
  shard.loss = softmax_cross_entropy_of(std::move(labels), label_smoothing_);
  return shard;
}

Score DigitTask::validate(const Network& network, int threads) const {
  const Evaluation evaluation = evaluate(
      digit_logits(logits_of(network, validation_glyphs_, threads), network.output().channels),
      validation_labels_);
  return {evaluation.loss, evaluation.accuracy(), {}};
}

std::string DigitTask::description() const {
  const Augmentation& a = augmentation_;
  return "label smoothing " + std::to_string(label_smoothing_) + ", rotation " +
         std::to_string(a.rotation) + ", shear " + std::to_string(a.shear) + ", stretch " +
         std::to_string(a.stretch) + ", elastic " + std::to_string(a.elastic) + ", scale " +
         std::to_string(a.scale) + ", shift " + std::to_string(a.shift) + ", pen " +
         std::to_string(a.pen) + ", texture " + std::to_string(a.texture) + ", clutter " +
         std::to_string(a.clutter) + ", paper " + std::to_string(a.paper);
}

}  // namespace ziffer
