#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "core/nn/activation.h"
#include "tools/cli/command.h"
#include "tools/cli/files.h"
#include "tools/cli/png.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

struct Options {
  std::string images = "data/mnist/t10k-images-idx3-ubyte";
  std::string labels = "data/mnist/t10k-labels-idx1-ubyte";
  std::string weights;
  std::string out;
  int index = 0;
};

// Two characters a pixel, since characters are about twice as high as wide.
std::string block_text(const Glyph& glyph) {
  constexpr const char* kShades[] = {"  ", "░░", "▒▒", "▓▓", "██"};
  std::string text;
  for (int i = 0; i < kGlyphSize; ++i) {
    text += kShades[static_cast<int>(glyph[static_cast<std::size_t>(i)] * 4 + 0.5F)];
    if (i % kGlyphSide == kGlyphSide - 1) text += '\n';
  }
  return text;
}

// Black on white, each pixel of the glyph a square large enough to look at.
Plane picture(const Glyph& glyph) {
  constexpr int kSquare = 10;
  Plane plane(kGlyphSide * kSquare, kGlyphSide * kSquare);
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      const int i = y / kSquare * kGlyphSide + x / kSquare;
      plane.at(x, y) = static_cast<std::uint8_t>(255.5F - 255 * glyph[static_cast<std::size_t>(i)]);
    }
  }
  return plane;
}

ExitStatus run(const Options& options) {
  Loaded<Recognizer> recognizer = load_recognizer(options.weights);
  if (!recognizer) {
    complain(options.weights, recognizer.error);
    return kSomeUnreadable;
  }
  const Loaded<Samples> data = load_idx(options.images, options.labels);
  if (!data) {
    complain("show", data.error);
    return kSomeUnreadable;
  }
  const int count = static_cast<int>(data.value->size());
  if (options.index < 0 || options.index >= count) {
    complain(options.images, {"", format("index %d is out of range: there are %d images, 0 to %d",
                                         options.index, count, count - 1)});
    return kSomeUnreadable;
  }
  const Sample& sample = (*data.value)[static_cast<std::size_t>(options.index)];
  const Glyph glyph = normalize(plain_ink(sample));
  std::vector<float> logits(static_cast<std::size_t>(recognizer.value->outputs()));
  recognizer.value->classify(glyph, 1, logits);
  Symbol symbol;
  decide(logits, recognizer.value->calibration(), symbol);

  std::fputs(block_text(glyph).c_str(), stdout);
  std::printf("%s, image %d of %d\n",
              std::filesystem::path(options.images).filename().string().c_str(), options.index,
              count);
  std::printf("true  %d\nread  %d  %.2f %%%s\n\n", sample.label, symbol.digit,
              100 * static_cast<double>(symbol.confidence),
              symbol.rejected() ? ", refused as no digit" : "");
  for (int digit = 0; digit < kClasses; ++digit) {
    std::printf("%d  %.6f\n", digit,
                static_cast<double>(symbol.probabilities[static_cast<std::size_t>(digit)]));
  }
  if (options.out.empty()) return kAllRead;
  if (const auto error = write_file(options.out, encode_png(picture(glyph)))) {
    complain(options.out, *error);
    return kSomeUnreadable;
  }
  return kAllRead;
}

}  // namespace

Run add_show(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("--index", options->index, "Which image, counted from 0")->required();
  app.add_option("--images", options->images, "IDX images, plain or gzipped")
      ->capture_default_str();
  app.add_option("--labels", options->labels, "IDX labels, plain or gzipped")
      ->capture_default_str();
  add_weights_option(app, options->weights);
  app.add_option("--out", options->out, "Also write the picture to this PNG file, black on white");
  app.footer(
      "Prints the digit as the network sees it, the true class, the class read with its "
      "confidence, and all ten probabilities.");
  return [options] { return run(*options); };
}

}  // namespace ziffer::cli
