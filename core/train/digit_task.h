// DigitTask: single digits, augmented through the reader's own normalize(), with softmax
// cross-entropy.
#ifndef ZIFFER_CORE_TRAIN_DIGIT_TASK_H_
#define ZIFFER_CORE_TRAIN_DIGIT_TASK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/train/augment.h"
#include "core/train/sample.h"
#include "core/train/task.h"

namespace ziffer {

// What an epoch shows.
struct TrainingSet {
  Samples samples;          // digits, then what is no digit
  std::size_t digits = 0;   // how many of them are digits
  std::vector<int> epoch;   // indices into samples, each as often as an epoch shows it
  int made_non_digits = 0;  // examples of random_non_digit() besides, new ones every time

  int size() const { return static_cast<int>(epoch.size()) + made_non_digits; }
};

class DigitTask : public TrainingTask {
 public:
  // Validation takes digits only. A network of ten outputs must not be shown anything else.
  DigitTask(TrainingSet training, const Samples& validation, const Augmentation& augmentation,
            float label_smoothing, int threads);

  int size() const override { return training_.size(); }
  int shard_size() const override { return 32; }
  Shard make_shard(std::span<Place> places) const override;
  Score validate(const Network& network, int threads) const override;
  std::string description() const override;

 private:
  TrainingSet training_;
  std::vector<float> validation_glyphs_;
  std::vector<std::uint8_t> validation_labels_;
  Augmentation augmentation_;
  float label_smoothing_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_DIGIT_TASK_H_
