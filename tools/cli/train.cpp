#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/image/decode.h"
#include "core/ink/separate.h"
#include "core/line/normalize_line.h"
#include "core/nn/fold.h"
#include "core/nn/kernels.h"
#include "core/nn/presets.h"
#include "core/nn/weights_file.h"
#include "core/train/calibrate.h"
#include "core/train/chance.h"
#include "core/train/composer.h"
#include "core/train/digit_task.h"
#include "core/train/evaluate.h"
#include "core/train/line_task.h"
#include "core/train/non_digits.h"
#include "core/train/trainer.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"
#include "tools/cli/number_sets.h"
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
  std::string number_sets = "orand-car-a,unipen-numbers";
  int composed = 20000;
  int line_times = 5;
  float spliced = 0;
  int line_width = 224;
  float label_smoothing = 0;
  Augmentation augmentation = {
      .rotation = 12, .shear = 0.2F, .stretch = 0.15F, .scale = 0.08F, .shift = 1};
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
    const double examples = (epoch - 1 - first_ + epoch_share) * total;
    std::fprintf(stderr, "\repoch %d/%d [%-*.*s] %3.0f %%  %4.0f examples/s  %s left ", epoch,
                 epochs_, kWidth, filled, "##############################", 100 * epoch_share,
                 examples / elapsed, clock_text(elapsed / share - elapsed).c_str());
    if (done == total) std::fputs("\r\033[K", stderr);
  }

 private:
  int epochs_;
  int first_;
  Clock::time_point start_;
};

// What is to be learnt, and what is done with the network that has learnt it.
struct Job {
  std::unique_ptr<TrainingTask> task;
  Json sets = Json::array();         // for the record
  std::size_t validation = 0;        // examples
  std::vector<std::uint8_t> golden;  // inputs for the weights file's self-test
  std::function<Calibration(const Network&)> calibrate;
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

void append_bytes(std::span<const float> input, std::vector<std::uint8_t>& bytes) {
  for (const float value : input) bytes.push_back(static_cast<std::uint8_t>(value * 255.0F + 0.5F));
}

using UseSet = std::function<void(const SetChoice&, DataSet)>;

// Every set of --sets to `use`, and what it is to `record`.
std::optional<FileError> for_each_set(const Options& options, Json& record, const UseSet& use) {
  for (const std::string& text : split_list(options.sets)) {
    const std::optional<SetChoice> choice = parse_choice(text);
    if (!choice) return FileError{"", "--sets: " + text + " is not NAME or NAME:1 to NAME:9"};
    Loaded<DataSet> set = load_set(data_roots(options.data), choice->name);
    if (!set) return set.error;
    record.push_back({{"name", choice->name},
                      {"times", choice->times},
                      {"training", set.value->training.size()},
                      {"validation", set.value->validation.size()},
                      {"description", set.value->description}});
    use(*choice, std::move(*set.value));
  }
  return std::nullopt;
}

// The sets' training parts, each as often as asked; and validation, digits only.
Loaded<Job> digit_job(const Options& options, const Architecture& architecture) {
  Job job;
  TrainingSet training;
  Samples validation;
  std::vector<int> times;  // of each sample
  Samples non_digits;
  std::vector<int> non_digit_times;
  const auto error = for_each_set(options, job.sets, [&](const SetChoice& choice, DataSet set) {
    for (Sample& sample : set.training) {
      const bool digit = sample.label != kNoDigit;
      (digit ? training.samples : non_digits).push_back(std::move(sample));
      (digit ? times : non_digit_times).push_back(choice.times);
    }
    for (Sample& sample : set.validation) {
      if (sample.label != kNoDigit) validation.push_back(std::move(sample));
    }
  });
  if (error) return {std::nullopt, *error};
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
  if (training.digits == 0 || validation.empty())
    return {std::nullopt, {"", "--sets names no digits to train on"}};
  const bool shows_non_digits =
      training.made_non_digits > 0 || training.samples.size() > training.digits;
  if (shows_non_digits && build(architecture).output().channels == kClasses) {
    return {std::nullopt,
            {"", "the network " + options.preset + " has no class for what is no digit"}};
  }

  // One validation digit of each class, the first of its kind.
  for (int digit = 0; digit < kClasses; ++digit) {
    const auto found = std::find_if(validation.begin(), validation.end(),
                                    [&](const Sample& s) { return s.label == digit; });
    if (found != validation.end()) append_bytes(normalize(plain_ink(*found)), job.golden);
  }
  job.validation = validation.size();
  const int threads = options.train.threads;
  job.task = std::make_unique<DigitTask>(std::move(training), validation, options.augmentation,
                                         options.label_smoothing, threads);
  // Confidence is fitted to what was held out, never to a test set.
  job.calibrate = [validation = std::move(validation), threads,
                   refused = options.refused](const Network& network) {
    return calibrated(logits_of(network, normalized_glyphs(validation, threads), threads),
                      network.output().channels, labels_of(validation), refused);
  };
  return {std::move(job)};
}

// Numbers as lines; pictures on which no ink is found are left out.
Loaded<LineExamples> line_examples(const NumberSet& set, const std::vector<NumberSample>& numbers) {
  LineExamples lines;
  for (const NumberSample& number : numbers) {
    if (number.texts.size() != 1)
      return {std::nullopt,
              {"", "--number-sets: " + set.name + " has pictures of several numbers"}};
    const LineTarget target{ziffer::labels_of(number.texts.front()), !set.separators};
    if (const auto* strokes = std::get_if<std::vector<Stroke>>(&number.content)) {
      const Board board = on_board(*strokes);
      Result<InkImage> ink =
          draw_strokes(board.strokes, board.pen_width, board.width, board.height);
      if (ink) lines.push_back({std::move(ink).value(), target});
      continue;
    }
    const Result<GrayImage> picture = decode_image(std::get<Bytes>(number.content));
    if (!picture) {
      return {std::nullopt,
              {"corrupt_dataset", "data set " + set.name + ": the picture of " +
                                      number.texts.front() + ": " + picture.error().message}};
    }
    Result<InkImage> ink = separate_ink(*picture);
    if (ink) lines.push_back({std::move(ink).value(), target});
  }
  return {std::move(lines)};
}

// Real numbers and lines composed of the sets' digits.
Loaded<Job> line_job(const Options& options) {
  constexpr int kValidationLines = 500;
  constexpr std::uint64_t kValidationSeed = 1776;
  constexpr int kDoodles = 500;
  struct Writing {
    Samples samples;
    std::optional<DigitPool> pool;  // of the samples, which must stay where they are
    Samples others;                 // letters and doodles, numbered as if they were digits
    std::optional<DigitPool> other_pool;
  };
  const auto compose = [share = options.non_digits](const Writing& writing, Rng& rng) {
    if (writing.other_pool && happens(share, rng)) {
      // Words and scribbles, in which there is nothing to read.
      const std::string text = random_number_text(NumberKind::kPlain, rng);
      return LineExample{compose_line(text, *writing.other_pool, varied_lines(), rng).ink, {}};
    }
    const LineStyle style = happens(0.2F, rng) ? touching_lines() : varied_lines();
    ComposedLine line = compose_line(random_number_text(rng), *writing.pool, style, rng);
    return LineExample{std::move(line.ink), {labels_of(line.text), false}};
  };

  Job job;
  LineMaterial material;
  for (const std::string& name : split_list(options.number_sets)) {
    const Loaded<NumberSet> set = load_number_set(data_roots(options.data), name);
    if (!set) return {std::nullopt, set.error};
    Loaded<LineExamples> real = line_examples(*set.value, set.value->training);
    if (!real) return {std::nullopt, real.error};
    Loaded<LineExamples> held_out = line_examples(*set.value, set.value->validation);
    if (!held_out) return {std::nullopt, held_out.error};
    job.sets.push_back({{"name", name},
                        {"times", options.line_times},
                        {"training", real.value->size()},
                        {"validation", held_out.value->size()},
                        {"description", set.value->description}});
    std::move(real.value->begin(), real.value->end(), std::back_inserter(material.real));
    std::move(held_out.value->begin(), held_out.value->end(),
              std::back_inserter(material.validation_real));
  }
  const auto training = std::make_shared<Writing>();
  Writing validation;
  const auto error = for_each_set(options, job.sets, [&](const SetChoice& choice, DataSet set) {
    for (const Sample& sample : set.training) {
      if (sample.label == kNoDigit) training->others.push_back(sample);
    }
    for (int time = 0; time < choice.times; ++time) {
      training->samples.insert(training->samples.end(), set.training.begin(), set.training.end());
    }
    validation.samples.insert(validation.samples.end(), set.validation.begin(),
                              set.validation.end());
  });
  if (error) return {std::nullopt, *error};
  training->pool.emplace(training->samples);
  validation.pool.emplace(validation.samples);
  if (!training->pool->complete() || !validation.pool->complete())
    return {std::nullopt, {"", "--sets does not name digits of all ten kinds"}};
  if (options.non_digits > 0) {
    Rng rng({options.train.seed});
    for (int i = 0; i < kDoodles; ++i) {
      const NonDigit kind = i % 2 == 0 ? NonDigit::kScribble : NonDigit::kShape;
      training->others.push_back(non_digit(kind, training->samples, rng));
    }
    for (std::size_t i = 0; i < training->others.size(); ++i)
      training->others[i].label = static_cast<std::uint8_t>(i % kClasses);
    training->other_pool.emplace(training->others);
  }
  job.sets.push_back({{"name", "composed lines"},
                      {"times", 1},
                      {"training", options.composed},
                      {"validation", kValidationLines},
                      {"description", "numbers put together from the sets' digits"}});

  material.times = options.line_times;
  material.spliced = options.spliced;
  material.composed = options.composed;
  material.compose = [training, compose](Rng& rng) { return compose(*training, rng); };
  const Shape input = preset(options.preset)->input;
  for (int i = 0; i < kValidationLines; ++i) {
    Rng rng({kValidationSeed, static_cast<std::uint64_t>(i)});
    material.validation_composed.push_back(compose(validation, rng));
    const LinePlane line = normalize_line(material.validation_composed.back().ink);
    if (!job.golden.empty() || line.width == 0 || line.width > input.width) continue;
    std::vector<float> golden(static_cast<std::size_t>(input.size()));
    for (int y = 0; y < kLineRows; ++y)
      std::copy_n(line.pixels.data() + y * line.width, line.width, golden.data() + y * input.width);
    append_bytes(golden, job.golden);
  }
  job.validation = material.validation_real.size() + material.validation_composed.size();
  auto task =
      std::make_unique<LineTask>(std::move(material), options.line_width, options.augmentation);
  job.calibrate = [&lines = *task, threads = options.train.threads](const Network& network) {
    return lines.calibrated(network, threads);
  };
  job.task = std::move(task);
  return {std::move(job)};
}

// ", real 0.9123, composed 0.8456"
std::string parts_text(const std::vector<std::string>& names, const std::vector<double>& values) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    char value[16];
    std::snprintf(value, sizeof(value), " %.4f", values[i]);
    text += ", " + names[i] + value;
  }
  return text;
}

// What the model card says of the run.
Json record(const Options& options, const Trainer& trainer, double seconds, const Json& sets) {
  Json history = Json::array();
  for (const EpochReport& r : trainer.history()) {
    history.push_back({{"epoch", r.epoch},
                       {"train_loss", r.train_loss},
                       {"train_accuracy", r.train_accuracy},
                       {"validation_loss", r.validation.loss},
                       {"validation_accuracy", r.validation.accuracy}});
    const std::vector<std::string> parts = trainer.task().parts();
    for (std::size_t i = 0; i < parts.size(); ++i)
      history.back()["validation_accuracy_" + parts[i]] = r.validation.parts[i];
  }
  return {{"preset", options.preset},
          {"recipe", std::filesystem::path(options.recipe).filename().string()},
          {"sets", sets},
          {"non_digits", options.non_digits},
          {"options", trainer.description()},
          {"kernels", std::string(kernels().name)},
          {"threads", options.train.threads},
          {"seconds", static_cast<long>(seconds)},
          {"best_epoch", trainer.best_epoch()},
          {"history", std::move(history)}};
}

ExitStatus run(const Options& options) {
  Architecture architecture = *preset(options.preset);
  const bool lines = architecture.input.height == kLineRows;
  Loaded<Job> job = lines ? line_job(options) : digit_job(options, architecture);
  if (!job) {
    complain("train", job.error);
    return job.error.code.empty() ? kWrongUsage : kSomeUnreadable;
  }
  for (Layer& layer : architecture.layers) {
    auto* dropout = std::get_if<Dropout>(&layer);
    if (dropout != nullptr && options.dropout >= 0) dropout->rate = options.dropout;
  }
  if (lines) architecture.input.width = options.line_width;  // parameters do not depend on it
  const int training_count = job.value->task->size();
  Trainer trainer(build(options.batch_norm ? with_batch_norm(architecture) : architecture),
                  std::move(job.value->task), options.train);

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
               "training %s on %d examples an epoch, validating on %zu, %s kernels, %d threads\n",
               options.preset.c_str(), training_count, job.value->validation,
               std::string(kernels().name).c_str(), options.train.threads);
  const Clock::time_point start = Clock::now();
  ProgressBar bar(options.train.epochs, static_cast<int>(trainer.history().size()));
  while (!trainer.finished()) {
    const Clock::time_point epoch_start = Clock::now();
    const int epoch = static_cast<int>(trainer.history().size()) + 1;
    const EpochReport report =
        trainer.run_epoch([&](int done, int total) { bar.show(epoch, done, total); });
    std::fprintf(
        stderr,
        "epoch %2d/%d  train loss %.4f accuracy %.4f  validation loss %.4f accuracy %.4f%s  "
        "%.0f examples/s\n",
        report.epoch, options.train.epochs, report.train_loss, report.train_accuracy,
        report.validation.loss, report.validation.accuracy,
        parts_text(trainer.task().parts(), report.validation.parts).c_str(),
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

  Network best = build(*preset(options.preset));
  best.parameters = folded(trainer.best()).parameters;
  const Calibration calibration = job.value->calibrate(best);
  const std::string record_path =
      std::filesystem::path(options.out).replace_extension(".training.json").string();
  if (const auto error =
          write_file(options.out,
                     serialise_weights(best, job.value->golden, calibration, options.precision))) {
    complain(options.out, *error);
    return kSomeUnreadable;
  }
  if (const auto error = write_file(
          record_path, record(options, trainer, seconds, job.value->sets).dump(1) + "\n")) {
    complain(record_path, *error);
    return kSomeUnreadable;
  }
  return kAllRead;
}

}  // namespace

Run add_train(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  TrainOptions& train = options->train;

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
                 "Made-up scribbles, shapes, blots and pairs of digits besides; of composed lines "
                 "words and "
                 "doodles, as a share")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--number-sets", options->number_sets,
                 "Data sets of numbers, one on a picture, whose training parts are the real lines")
      ->capture_default_str();
  app.add_option("--composed", options->composed, "Lines composed of digits in an epoch")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--line-times", options->line_times, "How often an epoch shows each real line")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--spliced", options->spliced,
                 "Share of those times that a real line's beginning or end is another's")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--line-width", options->line_width, "Columns that lines are trained at")
      ->capture_default_str()
      ->check(CLI::Range(64, 1024));
  app.add_option("--checkpoint", options->checkpoint,
                 "Written after every epoch; a run that finds it goes on from there");
  app.add_option("--epochs", train.epochs)->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--batch", train.batch)->capture_default_str()->check(CLI::Range(1, 4096));
  app.add_option("--optimizer", train.optimizer,
                 "adam, or muon for convolutions and adam for all else")
      ->transform(CLI::CheckedTransformer(std::map<std::string, OptimizerMethod>{
          {"adam", OptimizerMethod::kAdam}, {"muon", OptimizerMethod::kMuon}}));
  app.add_option("--learning-rate", train.learning_rate, "The optimizer's, at its peak")
      ->capture_default_str();
  app.add_option("--weight-decay", train.weight_decay)->capture_default_str();
  app.add_option("--label-smoothing", options->label_smoothing)
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
  Augmentation& a = options->augmentation;
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
