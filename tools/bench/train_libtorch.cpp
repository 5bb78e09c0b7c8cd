// The classic network in libtorch, driven over standard input like train_ziffer.cpp and with the
// same arguments.
#include <torch/torch.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSide = 28;
constexpr int kImageHeader = 16;
constexpr int kLabelHeader = 8;
constexpr double kLearningRate = 1e-3;

torch::nn::Sequential classic() {
  using namespace torch::nn;
  return Sequential(Conv2d(Conv2dOptions(1, 64, 3)), ReLU(), Conv2d(Conv2dOptions(64, 32, 3)),
                    ReLU(), Flatten(), Dropout(0.5), Linear(24 * 24 * 32, 10));
}

// The first `count` bytes after an IDX header.
torch::Tensor read_idx(const char* path, int header, std::int64_t count) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(header);
  std::vector<char> bytes(static_cast<std::size_t>(count));
  file.read(bytes.data(), count);
  TORCH_CHECK(file.gcount() == count, path, " is too short");
  return torch::from_blob(bytes.data(), {count}, torch::kUInt8).clone();
}

struct Training {
  torch::nn::Sequential network = classic();
  torch::Tensor images;
  torch::Tensor labels;
  int batch = 0;
  torch::optim::Adam optimiser{network->parameters(), torch::optim::AdamOptions(kLearningRate)};

  // Images a second over all images once, in random order.
  double timed_epoch() {
    network->train();
    const Clock::time_point start = Clock::now();
    const torch::Tensor order = torch::randperm(images.size(0));
    for (std::int64_t first = 0; first < images.size(0); first += batch) {
      const torch::Tensor chosen =
          order.slice(0, first, std::min<std::int64_t>(first + batch, images.size(0)));
      const torch::Tensor inputs = images.index_select(0, chosen).to(torch::kFloat32).div(255);
      optimiser.zero_grad();
      torch::nn::functional::cross_entropy(network->forward(inputs), labels.index_select(0, chosen))
          .backward();
      optimiser.step();
    }
    return static_cast<double>(images.size(0)) /
           std::chrono::duration<double>(Clock::now() - start).count();
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7 || std::string(argv[1]) != "classic") {
    std::fputs("Usage: bench_train_libtorch classic BATCH IMAGES THREADS IDX-IMAGES IDX-LABELS\n",
               stderr);
    return 2;
  }
  torch::manual_seed(1);
  torch::set_num_threads(std::atoi(argv[4]));
  const std::int64_t count = std::atoll(argv[3]);
  Training training;
  training.batch = std::atoi(argv[2]);
  training.images =
      read_idx(argv[5], kImageHeader, count * kSide * kSide).reshape({count, 1, kSide, kSide});
  training.labels = read_idx(argv[6], kLabelHeader, count).to(torch::kInt64);
  for (std::string line; std::getline(std::cin, line);) {
    std::printf("%.2f\n", training.timed_epoch());
    std::fflush(stdout);
  }
  return 0;
}
