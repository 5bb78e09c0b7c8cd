// One thread of the native library, driven over standard input: parts/native.mjs lets it and
// another engine take turns.
//   bench_native WEIGHTS IDX-IMAGES
//   "run BATCH CALLS"   answers the microseconds of each call
//   "logits COUNT"      answers the raw outputs of the first images
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "core/recognizer.h"

namespace {

constexpr int kImages = 64;
constexpr std::size_t kIdxHeader = 16;

std::vector<std::uint8_t> read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The first images of an IDX file, 0 to 1.
std::vector<float> images_of(const std::vector<std::uint8_t>& idx) {
  std::vector<float> images;
  const std::size_t end = kIdxHeader + std::size_t{kImages} * ziffer::kGlyphSize;
  for (std::size_t i = kIdxHeader; i < std::min(end, idx.size()); ++i) {
    images.push_back(static_cast<float>(idx[i]) / 255.0F);
  }
  return images;
}

class Bench {
 public:
  Bench(ziffer::Recognizer recognizer, std::vector<float> images)
      : recognizer_(std::move(recognizer)), images_(std::move(images)) {}

  // Calls walk through the images, so that batch 1 does not see the same one again and again.
  void run(int batch, int calls) {
    using Clock = std::chrono::steady_clock;
    for (int call = 0; call < calls; ++call) {
      const Clock::time_point start = Clock::now();
      classify(call * batch % kImages, batch);
      const std::chrono::duration<double, std::micro> time = Clock::now() - start;
      std::printf(call == 0 ? "%.2f" : " %.2f", time.count());
    }
  }

  void print_logits(int count) {
    classify(0, count);
    for (const float logit : logits_) std::printf("%.9g ", static_cast<double>(logit));
  }

 private:
  void classify(int first, int count) {
    const auto size = static_cast<std::size_t>(ziffer::kGlyphSize);
    logits_.resize(static_cast<std::size_t>(count * recognizer_.outputs()));
    const std::span<const float> all(images_);
    recognizer_.classify(
        all.subspan(static_cast<std::size_t>(first) * size, static_cast<std::size_t>(count) * size),
        count, logits_);
  }

  ziffer::Recognizer recognizer_;
  std::vector<float> images_;
  std::vector<float> logits_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("Usage: bench_native WEIGHTS IDX-IMAGES\n", stderr);
    return 2;
  }
  ziffer::Result<ziffer::Recognizer> recognizer = ziffer::Recognizer::load(read_file(argv[1]));
  std::vector<float> images = images_of(read_file(argv[2]));
  if (!recognizer || images.size() != std::size_t{kImages} * ziffer::kGlyphSize) {
    std::fprintf(stderr, "bench_native: %s\n",
                 recognizer ? "too few images" : recognizer.error().message.c_str());
    return 1;
  }
  Bench bench(std::move(recognizer).value(), std::move(images));
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    int batch = 0;
    int calls = 0;
    words >> command >> batch;
    if (command == "run" && words >> calls && batch >= 1 && kImages % batch == 0) {
      bench.run(batch, calls);
    } else if (command == "logits" && batch >= 1 && batch <= kImages) {
      bench.print_logits(batch);
    }
    std::putchar('\n');
    std::fflush(stdout);
  }
  return 0;
}
