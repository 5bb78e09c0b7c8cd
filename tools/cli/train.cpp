#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/nn/fold.h"
#include "core/nn/kernels.h"
#include "core/nn/presets.h"
#include "core/nn/weights_file.h"
#include "core/train/calibrate.h"
#include "core/train/evaluate.h"
#include "core/train/trainer.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"
#include "tools/cli/sets.h"

namespace ziffer::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

struct Options {
  std::string preset = "classic";
  std::vector<std::string> data;
  std::string sets = "mnist";
  float non_digits = 0;
  std::string out;
  std::string checkpoint;
  Precision precision = Precision::kFloat32;
  bool batch_norm = false;
  double refused = 0.005;
  float dropout = -1;  // negative: as the preset has it
  std::string recipe;  // taken apart by with_recipes() before the parser runs
  TrainOptions train;
};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string clock_text(double seconds) {
  char text[32];
  const int s = static_cast<int>(seconds + 0.5);
  std::snprintf(text, sizeof(text), "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  return text;
}

// A bar on stderr while it is a terminal; logs get only the line after each epoch.
class ProgressBar {
 public:
  ProgressBar(int epochs, int epochs_done)
      : epochs_(epochs), first_(epochs_done), start_(Clock::now()) {}

  void show(int epoch, int done, int total) {
    if (!isatty(STDERR_FILENO)) return;
    constexpr int kWidth = 30;
    const double epoch_share = static_cast<double>(done) / total;
    const double share = (epoch - 1 - first_ + epoch_share) / (epochs_ - first_);
    const double elapsed = seconds_since(start_);
    const int filled = static_cast<int>(kWidth * epoch_share);
    const double images = (epoch - 1 - first_ + epoch_share) * total;
    std::fprintf(stderr, "\repoch %d/%d [%-*.*s] %3.0f %%  %4.0f images/s  %s left ", epoch,
                 epochs_, kWidth, filled, "##############################", 100 * epoch_share,
                 images / elapsed, clock_text(elapsed / share - elapsed).c_str());
    if (done == total) std::fputs("\r\033[K", stderr);
  }

 private:
  int epochs_;
  int first_;
  Clock::time_point start_;
};

// What is trained on: the sets' training parts, each as often as asked; and validation, digits
// only.
struct Material {
  TrainingSet training;
  Samples validation;
  Json sets = Json::array();  // for the record
};

// "unipen-digits:2": the set's name, and how often an epoch shows each of its samples.
struct SetChoice {
  std::string name;
  int times = 1;
};

std::optional<SetChoice> parse_choice(const std::string& text) {
  const std::size_t colon = text.find(':');
  SetChoice choice{text.substr(0, colon), 1};
  if (colon == std::string::npos) return choice;
  const std::string times = text.substr(colon + 1);
  if (times.size() != 1 || times[0] < '1' || times[0] > '9') return std::nullopt;
  choice.times = times[0] - '0';
  return choice;
}

Loaded<Material> gather(const Options& options) {
  Material material;
  TrainingSet& training = material.training;
  std::vector<int> times;  // of each sample
  Samples non_digits;
  std::vector<int> non_digit_times;
  for (const std::string& text : split_list(options.sets)) {
    const std::optional<SetChoice> choice = parse_choice(text);
    if (!choice)
      return {std::nullopt, {"", "--sets: " + text + " is not NAME or NAME:1 to NAME:9"}};
    Loaded<DataSet> set = load_set(data_roots(options.data), choice->name);
    if (!set) return {std::nullopt, set.error};
    material.sets.push_back({{"name", choice->name},
                             {"times", choice->times},
                             {"training", set.value->training.size()},
                             {"validation", set.value->validation.size()},
                             {"description", set.value->description}});
    for (Sample& sample : set.value->training) {
      const bool digit = sample.label != kNoDigit;
      (digit ? training.samples : non_digits).push_back(std::move(sample));
      (digit ? times : non_digit_times).push_back(choice->times);
    }
    for (Sample& sample : set.value->validation) {
      if (sample.label != kNoDigit) material.validation.push_back(std::move(sample));
    }
  }
  training.digits = training.samples.size();
  training.samples.insert(training.samples.end(), std::make_move_iterator(non_digits.begin()),
                          std::make_move_iterator(non_digits.end()));
  times.insert(times.end(), non_digit_times.begin(), non_digit_times.end());
  for (std::size_t i = 0; i < times.size(); ++i) {
    training.epoch.insert(training.epoch.end(), static_cast<std::size_t>(times[i]),
                          static_cast<int>(i));
  }
  training.made_non_digits =
      static_cast<int>(options.non_digits * static_cast<float>(training.epoch.size()));
  if (training.digits == 0 || material.validation.empty()) {
    return {std::nullopt, {"", "--sets names no digits to train on"}};
  }
  return {std::move(material)};
}

// One validation digit of each class, the first of its kind, for the weights file's self-test.
std::vector<std::uint8_t> golden_images(const Samples& validation) {
  std::vector<std::uint8_t> images;
  for (int digit = 0; digit < kClasses; ++digit) {
    const auto found = std::find_if(validation.begin(), validation.end(),
                                    [&](const Sample& s) { return s.label == digit; });
    if (found == validation.end()) continue;
    for (const float value : normalize(plain_ink(*found)))
      images.push_back(static_cast<std::uint8_t>(value * 255.0F + 0.5F));
  }
  return images;
}

// What the model card says of the run.
Json record(const Options& options, const Trainer& trainer, double seconds, const Json& sets) {
  Json history = Json::array();
  for (const EpochReport& r : trainer.history()) {
    history.push_back({{"epoch", r.epoch},
                       {"train_loss", r.train_loss},
                       {"train_accuracy", r.train_accuracy},
                       {"validation_loss", r.validation_loss},
                       {"validation_accuracy", r.validation_accuracy}});
  }
  return {{"preset", options.preset},
          {"recipe", std::filesystem::path(options.recipe).filename().string()},
          {"sets", sets},
          {"non_digits", options.non_digits},
          {"options", describe(options.train)},
          {"kernels", std::string(kernels().name)},
          {"threads", options.train.threads},
          {"seconds", static_cast<long>(seconds)},
          {"best_epoch", trainer.best_epoch()},
          {"history", std::move(history)}};
}

ExitStatus run(const Options& options) {
  Loaded<Material> material = gather(options);
  if (!material) {
    complain("train", material.error);
    return material.error.code.empty() ? kWrongUsage : kSomeUnreadable;
  }
  const std::vector<std::uint8_t> golden = golden_images(material.value->validation);
  const int training_count = material.value->training.size();
  Architecture architecture = *preset(options.preset);
  for (Layer& layer : architecture.layers) {
    auto* dropout = std::get_if<Dropout>(&layer);
    if (dropout != nullptr && options.dropout >= 0) dropout->rate = options.dropout;
  }
  Network network = build(options.batch_norm ? with_batch_norm(architecture) : architecture);
  const bool knows_non_digits = network.output().channels > kClasses;
  if (!knows_non_digits && (options.non_digits > 0 || material.value->training.samples.size() >
                                                          material.value->training.digits)) {
    complain("train", {"", "the network " + options.preset + " has no class for what is no digit"});
    return kWrongUsage;
  }
  Trainer trainer(std::move(network), std::move(material.value->training),
                  material.value->validation, options.train);

  if (!options.checkpoint.empty() && std::filesystem::exists(options.checkpoint)) {
    const Loaded<Bytes> bytes = read_file(options.checkpoint);
    const std::optional<Error> error =
        bytes ? trainer.restore(*bytes.value)
              : std::optional<Error>({ErrorCode::kInvalidArgument, bytes.error.message});
    if (error) {
      complain(options.checkpoint, {"", error->message});
      return kSomeUnreadable;
    }
    std::fprintf(stderr, "resumed after epoch %zu\n", trainer.history().size());
  }

  std::fprintf(stderr,
               "training %s on %d images an epoch, validating on %zu, %s kernels, %d threads\n",
               options.preset.c_str(), training_count, material.value->validation.size(),
               std::string(kernels().name).c_str(), options.train.threads);
  const Clock::time_point start = Clock::now();
  ProgressBar bar(options.train.epochs, static_cast<int>(trainer.history().size()));
  while (!trainer.finished()) {
    const Clock::time_point epoch_start = Clock::now();
    const int epoch = static_cast<int>(trainer.history().size()) + 1;
    const EpochReport report =
        trainer.run_epoch([&](int done, int total) { bar.show(epoch, done, total); });
    std::fprintf(stderr,
                 "epoch %2d/%d  train loss %.4f accuracy %.4f  validation loss %.4f accuracy %.4f  "
                 "%.0f images/s\n",
                 report.epoch, options.train.epochs, report.train_loss, report.train_accuracy,
                 report.validation_loss, report.validation_accuracy,
                 training_count / seconds_since(epoch_start));
    if (!options.checkpoint.empty()) {
      if (const auto error = write_file(options.checkpoint, trainer.checkpoint())) {
        complain(options.checkpoint, *error);
        return kSomeUnreadable;
      }
    }
  }
  const double seconds = seconds_since(start);
  std::fprintf(stderr, "kept epoch %d; %s\n", trainer.best_epoch(), clock_text(seconds).c_str());

  // Confidence is fitted to what was held out, never to a test set.
  const Network best = folded(trainer.best());
  const Calibration calibration = calibrated(
      logits_of(best, normalized_glyphs(material.value->validation, options.train.threads),
                options.train.threads),
      best.output().channels, labels_of(material.value->validation), options.refused);
  const std::string record_path =
      std::filesystem::path(options.out).replace_extension(".training.json").string();
  if (const auto error = write_file(
          options.out, serialise_weights(best, golden, calibration, options.precision))) {
    complain(options.out, *error);
    return kSomeUnreadable;
  }
  if (const auto error = write_file(
          record_path, record(options, trainer, seconds, material.value->sets).dump(1) + "\n")) {
    complain(record_path, *error);
    return kSomeUnreadable;
  }
  return kAllRead;
}

}  // namespace

Run add_train(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  TrainOptions& train = options->train;
  train.augmentation = {
      .rotation = 12, .shear = 0.2F, .stretch = 0.15F, .scale = 0.08F, .shift = 1};

  std::vector<std::string> names;
  for (const std::string_view preset_name : preset_names()) names.emplace_back(preset_name);
  app.option_defaults()->take_last();  // an option after --recipe overrides the recipe's
  app.add_option("--recipe", options->recipe,
                 "File with any of these options, one name=value a line")
      ->check(CLI::ExistingFile);
  app.add_option("--out", options->out, "Weights file to write; its training record goes beside it")
      ->required();
  add_precision_option(app, options->precision, "How the weights file stores the parameters");
  app.add_option("--preset", options->preset, "Network")
      ->capture_default_str()
      ->check(CLI::IsMember(names));
  add_data_option(app, options->data);
  app.add_option("--sets", options->sets,
                 "Data sets to learn from, each with how often an epoch shows it: mnist:1,usps:2")
      ->capture_default_str();
  app.add_option("--non-digits", options->non_digits,
                 "Made-up scribbles, shapes, blots and pairs of digits besides, as a share")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--checkpoint", options->checkpoint,
                 "Written after every epoch; a run that finds it goes on from there");
  app.add_option("--epochs", train.epochs)->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--batch", train.batch)->capture_default_str()->check(CLI::Range(1, 4096));
  app.add_option("--learning-rate", train.learning_rate, "Adam's, at its peak")
      ->capture_default_str();
  app.add_option("--weight-decay", train.weight_decay)->capture_default_str();
  app.add_option("--label-smoothing", train.label_smoothing)
      ->capture_default_str()
      ->check(CLI::Range(0.0, 0.5));
  app.add_option("--averaging", train.averaging,
                 "Decay of the weights' moving average; 0 turns it off")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 0.99999));
  app.add_option("--dropout", options->dropout,
                 "Rate of every dropout layer instead of the preset's")
      ->check(CLI::Range(0.0, 0.95));
  app.add_flag("--batch-norm", options->batch_norm,
               "Batch normalisation after every convolution, folded into it in the weights file");
  app.add_option("--refused", options->refused,
                 "Share of validation digits that the network may take for no digit")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 0.5));
  app.add_flag("--keep-last", train.keep_last,
               "Keep the last epoch's weights, not those of the epoch best on validation");
  app.add_option("--seed", train.seed)->capture_default_str();
  add_threads_option(app, train.threads);
  Augmentation& a = train.augmentation;
  app.add_option("--rotation", a.rotation, "Augmentation: degrees either way")
      ->capture_default_str();
  app.add_option("--shear", a.shear, "Augmentation: slant")->capture_default_str();
  app.add_option("--stretch", a.stretch, "Augmentation: width against height")
      ->capture_default_str();
  app.add_option("--elastic", a.elastic, "Augmentation: elastic field, share of the digit's side")
      ->capture_default_str();
  app.add_option("--scale", a.scale, "Augmentation: size of the glyph in its field")
      ->capture_default_str();
  app.add_option("--shift", a.shift, "Augmentation: place of the glyph, pixels")
      ->capture_default_str();
  const auto probability = [&app](const char* name, float& value, const char* what) {
    app.add_option(name, value, what)->capture_default_str()->check(CLI::Range(0.0, 1.0));
  };
  probability("--pen", a.pen, "Augmentation: share with another width of stroke");
  probability("--texture", a.texture, "Augmentation: share with pencil's grain or gaps");
  probability("--clutter", a.clutter, "Augmentation: share with lines, box edges, neighbours");
  probability("--paper", a.paper, "Augmentation: share read from a bad picture of it");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
