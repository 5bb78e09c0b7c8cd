// Ziffer's trainer, driven over standard input: parts/training.mjs lets it and libtorch take turns.
//   bench_train_ziffer PRESET BATCH IMAGES THREADS IDX-IMAGES IDX-LABELS
//   "epoch"   trains on the images once and answers images a second
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "core/nn/presets.h"
#include "core/train/digit_task.h"
#include "core/train/idx.h"
#include "core/train/trainer.h"

namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::uint8_t> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

ziffer::TrainOptions options(int batch, int threads) {
  ziffer::TrainOptions train;
  train.epochs = 1000;  // more than will be asked for
  train.batch = batch;
  train.threads = threads;
  return train;
}

// Images a second over one epoch's batches; the validation that follows them is left out.
double timed_epoch(ziffer::Trainer& trainer) {
  const Clock::time_point start = Clock::now();
  Clock::time_point last = start;
  int images = 0;
  trainer.run_epoch([&](int done, [[maybe_unused]] int total) {
    last = Clock::now();
    images = done;
  });
  return images / std::chrono::duration<double>(last - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  const auto architecture = argc == 7 ? ziffer::preset(argv[1]) : std::nullopt;
  if (!architecture) {
    std::fputs("Usage: bench_train_ziffer PRESET BATCH IMAGES THREADS IDX-IMAGES IDX-LABELS\n",
               stderr);
    return 2;
  }
  const int images = std::atoi(argv[3]);
  const auto data = ziffer::parse_idx(read_file(argv[5]), read_file(argv[6]));
  if (!data || images < 1 || static_cast<std::size_t>(images) >= data->size()) {
    std::fputs("bench_train_ziffer: the data cannot be read or is too small\n", stderr);
    return 1;
  }
  ziffer::TrainingSet training{.samples = {data->begin(), data->begin() + images},
                               .digits = static_cast<std::size_t>(images),
                               .epoch = std::vector<int>(static_cast<std::size_t>(images)),
                               .made_non_digits = 0};
  std::iota(training.epoch.begin(), training.epoch.end(), 0);
  // As `ziffer train` does by default; augmentation costs time and is part of it.
  const ziffer::Augmentation augmentation = {
      .rotation = 12, .shear = 0.2F, .stretch = 0.15F, .scale = 0.08F, .shift = 1};
  const int threads = std::atoi(argv[4]);
  auto task = std::make_unique<ziffer::DigitTask>(
      std::move(training), ziffer::Samples{data->back()}, augmentation, 0.0F, threads);
  ziffer::Trainer trainer(ziffer::build(*architecture), std::move(task),
                          options(std::atoi(argv[2]), threads));
  for (std::string line; std::getline(std::cin, line);) {
    std::printf("%.2f\n", timed_epoch(trainer));
    std::fflush(stdout);
  }
  return 0;
}
