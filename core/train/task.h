// TrainingTask: what a network learns. The Trainer (trainer.h) owns the epochs, the optimiser and
// the bookkeeping; a task makes the examples, knows their loss, and judges the network between
// epochs.
#ifndef ZIFFER_CORE_TRAIN_TASK_H_
#define ZIFFER_CORE_TRAIN_TASK_H_

#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"
#include "core/train/loss.h"
#include "core/train/rng.h"

namespace ziffer {

// One of an epoch's examples, and the random numbers it may draw: always the same for a seed, an
// epoch and a place, whichever thread handles it.
struct Place {
  int index = 0;  // 0..size()-1
  Rng rng;
};

// A few examples as the network takes them.
struct Shard {
  std::vector<float> inputs;  // (N, H, W, C)
  Loss loss;                  // of their outputs
};

// How well a network does on what was held out.
struct Score {
  double loss = 0;
  double accuracy = 0;        // 0..1; the highest decides which epoch is kept
  std::vector<double> parts;  // accuracies of TrainingTask::parts(), in their order
};

class TrainingTask {
 public:
  virtual ~TrainingTask() = default;

  virtual int size() const = 0;  // examples in an epoch
  // Called before every epoch with the averaged weights of those before, on which alone, with the
  // task's own data, the examples may depend: a resumed run makes the same. Not by threads.
  virtual void prepare(const Network& /*network*/, int /*threads*/) {}
  // Examples that one thread takes at a time; a BatchNorm normalises over them.
  virtual int shard_size() const = 0;
  // Called from several threads at once.
  virtual Shard make_shard(std::span<Place> places) const = 0;
  // Neither depends on the number of threads.
  virtual Score validate(const Network& network, int threads) const = 0;
  // Names of what validation is made of, when it is more than one set.
  virtual std::vector<std::string> parts() const { return {}; }
  // One line that names every option of the task.
  virtual std::string description() const = 0;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_TASK_H_
