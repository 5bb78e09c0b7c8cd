#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/nn/byte_stream.h"
#include "core/nn/weights_file.h"
#include "core/train/parallel.h"

namespace ziffer {
namespace {

constexpr double kWarmUp = 0.2;  // epochs of linear growth before the learning rate's peak
constexpr std::uint32_t kCheckpointMagic = 0x4b435a5a;

// What a stream of random numbers is for: the second key after the seed.
enum Purpose : std::uint64_t { kInitialise, kOrder, kExample, kDropout };

std::uint64_t key(int value) { return static_cast<std::uint64_t>(value); }

}  // namespace

Trainer::Trainer(Network network, std::unique_ptr<TrainingTask> task, TrainOptions options)
    : network_(std::move(network)),
      average_(network_),
      best_(network_),
      task_(std::move(task)),
      options_(options),
      optimizer_(options.optimizer, network_.parameters.size()),
      threads_(static_cast<std::size_t>(std::max(1, options.threads))),
      shard_gradients_(static_cast<std::size_t>((options.batch + task_->shard_size() - 1) /
                                                task_->shard_size())) {
  Rng rng({options_.seed, kInitialise});
  initialise(network_, rng);
  average_.parameters = network_.parameters;
  for (std::vector<float>& gradient : shard_gradients_) gradient.resize(network_.parameters.size());
}

std::string Trainer::description() const {
  const TrainOptions& o = options_;
  return "epochs " + std::to_string(o.epochs) + ", batch " + std::to_string(o.batch) +
         (o.optimizer == OptimizerMethod::kMuon ? ", Muon" : "") + ", learning rate " +
         std::to_string(o.learning_rate) + ", weight decay " + std::to_string(o.weight_decay) +
         ", averaging " + std::to_string(o.averaging) + (o.keep_last ? ", last epoch kept" : "") +
         ", seed " + std::to_string(o.seed) + ", " + task_->description();
}

float Trainer::learning_rate_at(std::int64_t step) const {
  const double per_epoch = std::ceil(static_cast<double>(task_->size()) / options_.batch);
  const double epoch = static_cast<double>(step) / per_epoch;
  const double warm_up = std::min(1.0, (epoch + 1.0 / per_epoch) / kWarmUp);
  const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * epoch / options_.epochs));
  return static_cast<float>(static_cast<double>(options_.learning_rate) * warm_up * cosine);
}

EpochReport Trainer::run_epoch(const Progress& progress) {
  const int epoch = static_cast<int>(history_.size()) + 1;
  const int size = task_->size();
  task_->prepare(average_, options_.threads);
  std::vector<int> order(static_cast<std::size_t>(size));
  std::iota(order.begin(), order.end(), 0);
  Rng({options_.seed, kOrder, key(epoch)}).shuffle(order);
  LossSum epoch_sum;
  std::vector<float> gradient(network_.parameters.size());
  const int shard_size = task_->shard_size();
  for (int first = 0; first < size; first += options_.batch) {
    const int examples = std::min(options_.batch, size - first);
    const int shards = (examples + shard_size - 1) / shard_size;
    std::vector<LossSum> sums(static_cast<std::size_t>(shards));
    parallel_for(options_.threads, shards, [&](int thread, int shard) {
      const int begin = first + shard * shard_size;
      const int end = std::min(begin + shard_size, first + examples);
      std::vector<Place> places;
      for (int i = begin; i < end; ++i) {
        const int place = order[static_cast<std::size_t>(i)];
        places.push_back({place, Rng({options_.seed, kExample, key(epoch), key(place)})});
      }
      const Shard made = task_->make_shard(places);
      Rng dropout({options_.seed, kDropout, key(epoch), key(begin)});
      std::vector<float>& shard_gradient = shard_gradients_[static_cast<std::size_t>(shard)];
      std::fill(shard_gradient.begin(), shard_gradient.end(), 0.0F);
      sums[static_cast<std::size_t>(shard)] = threads_[static_cast<std::size_t>(thread)].run(
          network_, made.inputs, end - begin, made.loss, 1.0F / static_cast<float>(examples),
          dropout, shard_gradient);
    });
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    for (int shard = 0; shard < shards; ++shard) {
      const std::vector<float>& shard_gradient = shard_gradients_[static_cast<std::size_t>(shard)];
      for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] += shard_gradient[i];
      epoch_sum.loss += sums[static_cast<std::size_t>(shard)].loss;
      epoch_sum.correct += sums[static_cast<std::size_t>(shard)].correct;
    }
    optimizer_.step(network_, gradient, learning_rate_at(optimizer_.steps), options_.weight_decay);
    update_statistics(network_, gradient);
    // Early averages would remember the random start, so the decay grows into its value.
    const float steps = static_cast<float>(optimizer_.steps);
    const float decay = std::min(options_.averaging, (1.0F + steps) / (10.0F + steps));
    for (std::size_t i = 0; i < average_.parameters.size(); ++i) {
      average_.parameters[i] += (1.0F - decay) * (network_.parameters[i] - average_.parameters[i]);
    }
    if (progress) progress(first + examples, size);
  }

  EpochReport report;
  report.epoch = epoch;
  report.train_loss = epoch_sum.loss / size;
  report.train_accuracy = static_cast<double>(epoch_sum.correct) / size;
  report.validation = task_->validate(average_, options_.threads);
  const EpochReport* champion =
      best_epoch_ == 0 ? nullptr : &history_[static_cast<std::size_t>(best_epoch_) - 1];
  const auto rank = [](const EpochReport& r) {
    return std::pair(r.validation.accuracy, -r.validation.loss);
  };
  if (champion == nullptr || options_.keep_last || rank(report) > rank(*champion)) {
    best_ = average_;
    best_epoch_ = epoch;
  }
  history_.push_back(report);
  return report;
}

std::vector<std::uint8_t> Trainer::checkpoint() const {
  ByteWriter body;
  body.text(describe(network_) + "; " + description());
  body.number(static_cast<std::uint32_t>(task_->size()));
  body.number(static_cast<std::uint32_t>(best_epoch_));
  body.number(static_cast<std::uint32_t>(history_.size()));
  for (const EpochReport& r : history_) {
    for (const double value :
         {r.train_loss, r.train_accuracy, r.validation.loss, r.validation.accuracy}) {
      body.number(value);
    }
    body.numbers(std::span<const double>(r.validation.parts));
  }
  body.number(optimizer_.steps);
  for (const std::vector<float>* block :
       {&network_.parameters, &average_.parameters, &best_.parameters, &optimizer_.mean,
        &optimizer_.variance}) {
    body.numbers(std::span<const float>(*block));
  }
  ByteWriter file;
  file.number(kCheckpointMagic);
  file.number(crc32(body.bytes()));
  file.numbers(body.bytes());
  return file.release();
}

std::optional<Error> Trainer::restore(std::span<const std::uint8_t> bytes) {
  const auto refuse = [](const char* message) {
    return Error{ErrorCode::kInvalidArgument, message};
  };
  ByteReader reader(bytes);
  const bool magic = reader.number<std::uint32_t>() == kCheckpointMagic;
  const auto checksum = reader.number<std::uint32_t>();
  if (!magic || !reader.ok() || crc32(bytes.subspan(8)) != checksum) {
    return refuse("the checkpoint is damaged");
  }
  const bool same_run = reader.text() == describe(network_) + "; " + description();
  if (!same_run || reader.number<std::uint32_t>() != static_cast<std::uint32_t>(task_->size())) {
    return refuse("the checkpoint is of a run with another network, data or options");
  }
  const auto best_epoch = reader.number<std::uint32_t>();
  const auto epochs = reader.number<std::uint32_t>();
  std::vector<EpochReport> history;
  for (std::uint32_t i = 0; i < epochs && reader.ok(); ++i) {
    EpochReport r;
    r.epoch = static_cast<int>(i) + 1;
    for (double* value :
         {&r.train_loss, &r.train_accuracy, &r.validation.loss, &r.validation.accuracy}) {
      *value = reader.number<double>();
    }
    r.validation.parts = reader.numbers<double>(task_->parts().size());
    history.push_back(r);
  }
  const auto steps = reader.number<std::int64_t>();
  std::vector<std::vector<float>> blocks;
  for (int i = 0; i < 5; ++i) blocks.push_back(reader.numbers<float>(network_.parameters.size()));
  if (!reader.ok() || reader.remaining() != 0) return refuse("the checkpoint is damaged");
  network_.parameters = std::move(blocks[0]);
  average_.parameters = std::move(blocks[1]);
  best_.parameters = std::move(blocks[2]);
  optimizer_.mean = std::move(blocks[3]);
  optimizer_.variance = std::move(blocks[4]);
  optimizer_.steps = steps;
  best_epoch_ = static_cast<int>(best_epoch);
  history_ = std::move(history);
  return std::nullopt;
}

}  // namespace ziffer
