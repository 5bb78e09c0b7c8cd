// Trainer: the epoch loop, whatever the task (task.h). Mini-batches in a seeded order, Adam with a
// cosine learning rate (Loshchilov and Hutter 2017), the weights of the best validation epoch kept.
//
// A batch is cut into the task's shards, which a BatchNorm normalises one by one (gradient.h) and
// whose gradients are added in order, so the result is the same bits on any number of threads, and
// the same after a resume from a checkpoint as without one (for one build type and one instruction
// set: floating-point sums differ between those).
#ifndef ZIFFER_CORE_TRAIN_TRAINER_H_
#define ZIFFER_CORE_TRAIN_TRAINER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"
#include "core/result.h"
#include "core/train/gradient.h"
#include "core/train/optimizer.h"
#include "core/train/task.h"

namespace ziffer {

struct TrainOptions {
  int epochs = 12;
  int batch = 128;
  OptimizerMethod optimizer = OptimizerMethod::kAdam;
  float learning_rate = 1e-3F;  // at its peak, after kWarmUp; falls to 0 at the end
  float weight_decay = 1e-4F;   // of kernels
  float averaging =
      0.998F;  // decay a step of the weights' exponential moving average, which is what is kept
  bool keep_last = false;  // the last epoch's weights instead of those best on validation
  std::uint64_t seed = 1;
  int threads = 1;  // changes the speed, never the result
};

struct EpochReport {
  int epoch = 0;              // 1 for the first
  double train_loss = 0;      // mean over the epoch, on augmented examples, dropout on
  double train_accuracy = 0;  // of the same
  Score validation;           // after the epoch
};

class Trainer {
 public:
  // Called after every batch with the examples done and to do in this epoch.
  using Progress = std::function<void(int done, int total)>;

  // `network` names the architecture; its parameters are initialised from the seed.
  Trainer(Network network, std::unique_ptr<TrainingTask> task, TrainOptions options);

  bool finished() const { return static_cast<int>(history_.size()) >= options_.epochs; }
  EpochReport run_epoch(const Progress& progress);

  const TrainingTask& task() const { return *task_; }
  // One line that names every option; with the network and the examples it decides the result.
  std::string description() const;
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
  std::unique_ptr<TrainingTask> task_;
  TrainOptions options_;
  Optimizer optimizer_;
  std::vector<EpochReport> history_;
  std::vector<Backpropagation> threads_;
  std::vector<std::vector<float>> shard_gradients_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_TRAINER_H_
