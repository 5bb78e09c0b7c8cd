// Trainer: the epoch loop. Mini-batches in a seeded order, augmented through the reader's own
// normalize(), Adam with a cosine learning rate (Loshchilov and Hutter 2017), the weights of the
// best validation epoch kept.
//
// A batch is cut into fixed shards, which a BatchNorm normalises one by one (gradient.h) and whose
// gradients are added in order, so the result is the same bits on any number of threads, and the
// same after a resume from a checkpoint as without one (for one build type and one instruction set:
// floating-point sums differ between those).
#ifndef ZIFFER_CORE_TRAIN_TRAINER_H_
#define ZIFFER_CORE_TRAIN_TRAINER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"
#include "core/result.h"
#include "core/train/adam.h"
#include "core/train/augment.h"
#include "core/train/gradient.h"
#include "core/train/sample.h"

namespace ziffer {

struct TrainOptions {
  int epochs = 12;
  int batch = 128;
  float learning_rate = 1e-3F;  // at its peak, after kWarmUp; falls to 0 at the end
  float weight_decay = 1e-4F;   // of kernels
  float label_smoothing = 0;
  float averaging =
      0.998F;  // decay a step of the weights' exponential moving average, which is what is kept
  bool keep_last = false;  // the last epoch's weights instead of those best on validation
  std::uint64_t seed = 1;
  Augmentation augmentation{};
  int threads = 1;  // changes the speed, never the result
};

// One line that names everything the result depends on; a checkpoint of another run is refused by
// it.
std::string describe(const TrainOptions& options);

// What an epoch shows.
struct TrainingSet {
  Samples samples;          // digits, then what is no digit
  std::size_t digits = 0;   // how many of them are digits
  std::vector<int> epoch;   // indices into samples, each as often as an epoch shows it
  int made_non_digits = 0;  // examples of random_non_digit() besides, new ones every time

  int size() const { return static_cast<int>(epoch.size()) + made_non_digits; }
};

struct EpochReport {
  int epoch = 0;               // 1 for the first
  double train_loss = 0;       // mean over the epoch, on augmented images, dropout on
  double train_accuracy = 0;   // of all classes of the network
  double validation_loss = 0;  // after the epoch, on plain images, over the ten digits
  double validation_accuracy = 0;
};

class Trainer {
 public:
  // Called after every batch with the images done and to do in this epoch.
  using Progress = std::function<void(int done, int total)>;

  // `network` names the architecture; its parameters are initialised from the seed.
  // Validation takes digits only. A network of ten outputs must not be shown anything else.
  Trainer(Network network, TrainingSet training, const Samples& validation, TrainOptions options);

  bool finished() const { return static_cast<int>(history_.size()) >= options_.epochs; }
  EpochReport run_epoch(const Progress& progress);

  const std::vector<EpochReport>& history() const { return history_; }
  // Parameters of the epoch with the highest validation accuracy, the lower loss deciding ties. Its
  // BatchNorm layers are still there: folded() takes them away.
  const Network& best() const { return best_; }
  int best_epoch() const { return best_epoch_; }

  // Everything needed to go on: parameters, moments, best so far, history. Between epochs only.
  std::vector<std::uint8_t> checkpoint() const;
  // Empty on success. Error: kInvalidArgument, for bytes that are damaged or of another run.
  std::optional<Error> restore(std::span<const std::uint8_t> bytes);

 private:
  float learning_rate_at(std::int64_t step) const;

  Network network_;
  Network average_;
  Network best_;
  int best_epoch_ = 0;
  TrainingSet training_;
  std::vector<float> validation_glyphs_;
  std::vector<std::uint8_t> validation_labels_;
  TrainOptions options_;
  Adam adam_;
  std::vector<EpochReport> history_;
  std::vector<Backpropagation> threads_;
  std::vector<std::vector<float>> shard_gradients_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_TRAINER_H_
