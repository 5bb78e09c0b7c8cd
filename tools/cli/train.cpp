#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/nn/kernels.h"
#include "core/nn/presets.h"
#include "core/nn/weights_file.h"
#include "core/train/trainer.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"

namespace ziffer::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

struct Options {
  std::string preset = "classic";
  std::string images = "data/mnist/train-images-idx3-ubyte";
  std::string labels = "data/mnist/train-labels-idx1-ubyte";
  int validation = 5000;
  std::string out;
  std::string checkpoint;
  Precision precision = Precision::kFloat32;
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

// One validation digit of each class, the first of its kind, for the weights file's self-test.
std::vector<std::uint8_t> golden_images(const Dataset& validation) {
  std::vector<std::uint8_t> images;
  for (int digit = 0; digit < kClasses; ++digit) {
    const auto found = std::find(validation.labels.begin(), validation.labels.end(), digit);
    if (found == validation.labels.end()) continue;
    const Glyph glyph =
        normalize(validation.image(static_cast<int>(found - validation.labels.begin())));
    for (const float value : glyph)
      images.push_back(static_cast<std::uint8_t>(value * 255.0F + 0.5F));
  }
  return images;
}

// What the model card says of the run.
Json record(const Options& options, const Trainer& trainer, double seconds, const Dataset& data) {
  Json history = Json::array();
  for (const EpochReport& r : trainer.history()) {
    history.push_back({{"epoch", r.epoch},
                       {"train_loss", r.train_loss},
                       {"train_accuracy", r.train_accuracy},
                       {"validation_loss", r.validation_loss},
                       {"validation_accuracy", r.validation_accuracy}});
  }
  return {{"preset", options.preset},
          {"images", std::filesystem::path(options.images).filename().string()},
          {"training_images", data.count - options.validation},
          {"validation_images", options.validation},
          {"options", describe(options.train)},
          {"kernels", std::string(kernels().name)},
          {"threads", options.train.threads},
          {"seconds", static_cast<long>(seconds)},
          {"best_epoch", trainer.best_epoch()},
          {"history", std::move(history)}};
}

ExitStatus run(const Options& options) {
  const Loaded<Dataset> data = load_dataset(options.images, options.labels);
  if (!data) {
    complain("train", data.error);
    return kSomeUnreadable;
  }
  const int training_count = data.value->count - options.validation;
  if (training_count < 1) {
    complain("train", {"", "--validation leaves no images to train on"});
    return kWrongUsage;
  }
  const Dataset validation = data.value->slice(training_count, data.value->count);
  const std::vector<std::uint8_t> golden = golden_images(validation);
  Architecture architecture = *preset(options.preset);
  for (Layer& layer : architecture.layers) {
    auto* dropout = std::get_if<Dropout>(&layer);
    if (dropout != nullptr && options.dropout >= 0) dropout->rate = options.dropout;
  }
  Trainer trainer(build(architecture), data.value->slice(0, training_count), validation,
                  options.train);

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

  std::fprintf(stderr, "training %s on %d images, validating on %d, %s kernels, %d threads\n",
               options.preset.c_str(), training_count, options.validation,
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

  const std::string record_path =
      std::filesystem::path(options.out).replace_extension(".training.json").string();
  if (const auto error =
          write_file(options.out, serialise_weights(trainer.best(), golden, options.precision))) {
    complain(options.out, *error);
    return kSomeUnreadable;
  }
  if (const auto error =
          write_file(record_path, record(options, trainer, seconds, *data.value).dump(1) + "\n")) {
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
  app.add_option("--images", options->images, "IDX images, plain or gzipped")
      ->capture_default_str();
  app.add_option("--labels", options->labels, "IDX labels, plain or gzipped")
      ->capture_default_str();
  app.add_option("--validation", options->validation,
                 "Images held out from the end of the file to choose the best epoch")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
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
  app.add_option("--seed", train.seed)->capture_default_str();
  add_threads_option(app, train.threads);
  Augmentation& a = train.augmentation;
  app.add_option("--rotation", a.rotation, "Augmentation: degrees either way")
      ->capture_default_str();
  app.add_option("--shear", a.shear, "Augmentation: slant")->capture_default_str();
  app.add_option("--stretch", a.stretch, "Augmentation: width against height")
      ->capture_default_str();
  app.add_option("--scale", a.scale, "Augmentation: size of the glyph in its field")
      ->capture_default_str();
  app.add_option("--shift", a.shift, "Augmentation: place of the glyph, pixels")
      ->capture_default_str();
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
