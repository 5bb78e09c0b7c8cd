#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

#include "core/nn/byte_stream.h"
#include "core/nn/weights_file.h"
#include "core/train/evaluate.h"
#include "core/train/non_digits.h"
#include "core/train/parallel.h"

namespace ziffer {
namespace {

constexpr int kShard = 32;       // images whose gradients are added by one thread
constexpr double kWarmUp = 0.2;  // epochs of linear growth before the learning rate's peak
constexpr std::uint32_t kCheckpointMagic = 0x4b435a5a;

// What a stream of random numbers is for: the second key after the seed.
enum Purpose : std::uint64_t { kInitialise, kOrder, kImage, kDropout };

std::uint64_t key(int value) { return static_cast<std::uint64_t>(value); }

}  // namespace

std::string describe(const TrainOptions& o) {
  const Augmentation& a = o.augmentation;
  return "epochs " + std::to_string(o.epochs) + ", batch " + std::to_string(o.batch) +
         ", learning rate " + std::to_string(o.learning_rate) + ", weight decay " +
         std::to_string(o.weight_decay) + ", label smoothing " + std::to_string(o.label_smoothing) +
         ", averaging " + std::to_string(o.averaging) + (o.keep_last ? ", last epoch kept" : "") +
         ", seed " + std::to_string(o.seed) + ", rotation " + std::to_string(a.rotation) +
         ", shear " + std::to_string(a.shear) + ", stretch " + std::to_string(a.stretch) +
         ", elastic " + std::to_string(a.elastic) + ", scale " + std::to_string(a.scale) +
         ", shift " + std::to_string(a.shift) + ", pen " + std::to_string(a.pen) + ", texture " +
         std::to_string(a.texture) + ", clutter " + std::to_string(a.clutter) + ", paper " +
         std::to_string(a.paper);
}

Trainer::Trainer(Network network, TrainingSet training, const Samples& validation,
                 TrainOptions options)
    : network_(std::move(network)),
      average_(network_),
      best_(network_),
      training_(std::move(training)),
      validation_glyphs_(normalized_glyphs(validation, options.threads)),
      validation_labels_(labels_of(validation)),
      options_(options),
      adam_(network_.parameters.size()),
      threads_(static_cast<std::size_t>(std::max(1, options.threads))),
      shard_gradients_(static_cast<std::size_t>((options.batch + kShard - 1) / kShard)) {
  Rng rng({options_.seed, kInitialise});
  initialise(network_, rng);
  average_.parameters = network_.parameters;
  for (std::vector<float>& gradient : shard_gradients_) gradient.resize(network_.parameters.size());
}

float Trainer::learning_rate_at(std::int64_t step) const {
  const double per_epoch = std::ceil(static_cast<double>(training_.size()) / options_.batch);
  const double epoch = static_cast<double>(step) / per_epoch;
  const double warm_up = std::min(1.0, (epoch + 1.0 / per_epoch) / kWarmUp);
  const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * epoch / options_.epochs));
  return static_cast<float>(static_cast<double>(options_.learning_rate) * warm_up * cosine);
}

EpochReport Trainer::run_epoch(const Progress& progress) {
  const int epoch = static_cast<int>(history_.size()) + 1;
  const int size = training_.size();
  std::vector<int> order(static_cast<std::size_t>(size));
  std::iota(order.begin(), order.end(), 0);
  Rng({options_.seed, kOrder, key(epoch)}).shuffle(order);
  const std::span digits = std::span(training_.samples).first(training_.digits);

  LossSum epoch_sum;
  std::vector<float> gradient(network_.parameters.size());
  for (int first = 0; first < size; first += options_.batch) {
    const int images = std::min(options_.batch, size - first);
    const int shards = (images + kShard - 1) / kShard;
    std::vector<LossSum> sums(static_cast<std::size_t>(shards));
    parallel_for(options_.threads, shards, [&](int thread, int shard) {
      const int begin = first + shard * kShard;
      const int end = std::min(begin + kShard, first + images);
      std::vector<float> glyphs;
      std::vector<std::uint8_t> labels;
      for (int i = begin; i < end; ++i) {
        const std::size_t place = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
        Rng rng({options_.seed, kImage, key(epoch), place});
        const bool is_made = place >= training_.epoch.size();
        const Sample made = is_made ? random_non_digit(digits, rng) : Sample{};
        const Sample& sample =
            is_made ? made : training_.samples[static_cast<std::size_t>(training_.epoch[place])];
        const Sample& neighbour = digits[rng.below(digits.size())];
        const Glyph glyph = training_glyph(sample, &neighbour, options_.augmentation, rng);
        glyphs.insert(glyphs.end(), glyph.begin(), glyph.end());
        labels.push_back(sample.label);
      }
      Rng dropout({options_.seed, kDropout, key(epoch), key(begin)});
      std::vector<float>& shard_gradient = shard_gradients_[static_cast<std::size_t>(shard)];
      std::fill(shard_gradient.begin(), shard_gradient.end(), 0.0F);
      sums[static_cast<std::size_t>(shard)] = threads_[static_cast<std::size_t>(thread)].run(
          network_, glyphs, labels, options_.label_smoothing, 1.0F / static_cast<float>(images),
          dropout, shard_gradient);
    });
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    for (int shard = 0; shard < shards; ++shard) {
      const std::vector<float>& shard_gradient = shard_gradients_[static_cast<std::size_t>(shard)];
      for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] += shard_gradient[i];
      epoch_sum.loss += sums[static_cast<std::size_t>(shard)].loss;
      epoch_sum.correct += sums[static_cast<std::size_t>(shard)].correct;
    }
    adam_.step(network_, gradient, learning_rate_at(adam_.steps), options_.weight_decay);
    update_statistics(network_, gradient);
    // Early averages would remember the random start, so the decay grows into its value.
    const float steps = static_cast<float>(adam_.steps);
    const float decay = std::min(options_.averaging, (1.0F + steps) / (10.0F + steps));
    for (std::size_t i = 0; i < average_.parameters.size(); ++i) {
      average_.parameters[i] += (1.0F - decay) * (network_.parameters[i] - average_.parameters[i]);
    }
    if (progress) progress(first + images, size);
  }

  const Evaluation validation =
      evaluate(digit_logits(logits_of(average_, validation_glyphs_, options_.threads),
                            network_.output().channels),
               validation_labels_);
  EpochReport report;
  report.epoch = epoch;
  report.train_loss = epoch_sum.loss / size;
  report.train_accuracy = static_cast<double>(epoch_sum.correct) / size;
  report.validation_loss = validation.loss;
  report.validation_accuracy = validation.accuracy();
  const EpochReport* champion =
      best_epoch_ == 0 ? nullptr : &history_[static_cast<std::size_t>(best_epoch_) - 1];
  if (champion == nullptr || options_.keep_last ||
      report.validation_accuracy > champion->validation_accuracy ||
      (report.validation_accuracy == champion->validation_accuracy &&
       report.validation_loss < champion->validation_loss)) {
    best_ = average_;
    best_epoch_ = epoch;
  }
  history_.push_back(report);
  return report;
}

std::vector<std::uint8_t> Trainer::checkpoint() const {
  ByteWriter body;
  body.text(describe(network_) + "; " + describe(options_));
  body.number(static_cast<std::uint32_t>(training_.size()));
  body.number(static_cast<std::uint32_t>(best_epoch_));
  body.number(static_cast<std::uint32_t>(history_.size()));
  for (const EpochReport& r : history_) {
    for (const double value :
         {r.train_loss, r.train_accuracy, r.validation_loss, r.validation_accuracy}) {
      body.number(value);
    }
  }
  body.number(adam_.steps);
  for (const std::vector<float>* block : {&network_.parameters, &average_.parameters,
                                          &best_.parameters, &adam_.mean, &adam_.variance}) {
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
  const bool same_run = reader.text() == describe(network_) + "; " + describe(options_);
  if (!same_run || reader.number<std::uint32_t>() != static_cast<std::uint32_t>(training_.size())) {
    return refuse("the checkpoint is of a run with another network, data or options");
  }
  const auto best_epoch = reader.number<std::uint32_t>();
  const auto epochs = reader.number<std::uint32_t>();
  std::vector<EpochReport> history;
  for (std::uint32_t i = 0; i < epochs && reader.ok(); ++i) {
    EpochReport r;
    r.epoch = static_cast<int>(i) + 1;
    for (double* value :
         {&r.train_loss, &r.train_accuracy, &r.validation_loss, &r.validation_accuracy}) {
      *value = reader.number<double>();
    }
    history.push_back(r);
  }
  const auto steps = reader.number<std::int64_t>();
  std::vector<std::vector<float>> blocks;
  for (int i = 0; i < 5; ++i) blocks.push_back(reader.numbers<float>(network_.parameters.size()));
  if (!reader.ok() || reader.remaining() != 0) return refuse("the checkpoint is damaged");
  network_.parameters = std::move(blocks[0]);
  average_.parameters = std::move(blocks[1]);
  best_.parameters = std::move(blocks[2]);
  adam_.mean = std::move(blocks[3]);
  adam_.variance = std::move(blocks[4]);
  adam_.steps = steps;
  best_epoch_ = static_cast<int>(best_epoch);
  history_ = std::move(history);
  return std::nullopt;
}

}  // namespace ziffer
