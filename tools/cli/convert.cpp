#include <cstdio>
#include <memory>
#include <string>

#include "core/nn/weights_file.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"

namespace ziffer::cli {
namespace {

struct Options {
  std::string weights;
  std::string out;
  Precision precision = Precision::kHalf;
};

ExitStatus run(const Options& options) {
  const Loaded<Bytes> bytes = read_file(options.weights);
  if (!bytes) {
    complain(options.weights, bytes.error);
    return kSomeUnreadable;
  }
  const Result<WeightsFile> file = parse_weights(*bytes.value);
  if (!file) {
    complain(options.weights, {"", file.error().message});
    return kSomeUnreadable;
  }
  const Bytes converted =
      serialise_weights(file->network, file->golden_images, file->calibration, options.precision);
  if (const auto error = write_file(options.out, converted)) {
    complain(options.out, *error);
    return kSomeUnreadable;
  }
  std::fprintf(stderr, "%s: %zu bytes, was %zu\n", options.out.c_str(), converted.size(),
               bytes.value->size());
  return kAllRead;
}

}  // namespace

Run add_convert(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  add_weights_option(app, options->weights);
  add_precision_option(app, options->precision, "How to store the parameters")->required();
  app.add_option("--out", options->out, "Weights file to write")->required();
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
