// The line reader: its windows against one wide network, and a small network taught a small hand.
#include "core/line/sequence_reader.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/nn/fold.h"
#include "core/nn/presets.h"
#include "core/nn/weights_file.h"
#include "core/recognizer.h"
#include "core/train/gradient.h"
#include "core/train/line_task.h"
#include "core/train/trainer.h"
#include "tests/support/random_values.h"
#include "tests/support/reference_kernels.h"

using namespace ziffer;

namespace {

// In the places of the preset line, with few channels.
Architecture small_line(int width) {
  return {"small",
          {kLineRows, width, 1},
          {Conv2d{.filters = 4, .kernel = 3},
           Relu{},
           Conv2d{.filters = 4, .kernel = 3},
           Relu{},
           MaxPool2d{},
           Conv2d{.filters = 8, .kernel = 3},
           Relu{},
           Conv2d{.filters = 8, .kernel = 3},
           Relu{},
           MaxPool2d{},
           Conv2d{.filters = 16, .kernel = 3},
           Relu{},
           Conv2d{.filters = 16, .kernel = 3},
           Relu{},
           Conv2d{.filters = 8, .kernel = 3, .padding = Padding::kSame},
           Relu{},
           Conv2d{.filters = 8, .kernel = 3, .padding = Padding::kSame},
           Relu{},
           Conv2d{.filters = 16, .kernel = 3},
           Relu{},
           Conv2d{.filters = kLineClasses, .kernel = 1}}};
}

void fill(InkImage& ink, const Box& box, std::uint8_t value = 255) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) ink.at(x, y) = value;
  }
}

constexpr int kAdvance = 18;  // pixels from one symbol's left edge to the next

// A hand of three symbols: 0 a frame, 1 a bar, - a dash. Symbol i begins at column 10 + 18 i.
InkImage written(const std::string& text) {
  InkImage ink(20 + kAdvance * static_cast<int>(text.size()), 40);
  int x = 10;
  for (const char c : text) {
    if (c == '0') {
      fill(ink, {x, 8, x + 12, 32});
      fill(ink, {x + 3, 11, x + 9, 29}, 0);
    } else if (c == '1') {
      fill(ink, {x + 4, 8, x + 7, 32});
    } else {
      fill(ink, {x + 1, 18, x + 10, 21});
    }
    x += kAdvance;
  }
  return ink;
}

LineExample random_line(Rng& rng) {
  std::string text(1, rng.below(2) == 0 ? '0' : '1');
  for (std::size_t more = rng.below(4); more > 0; --more) text += "01-"[rng.below(3)];
  return {written(text), {labels_of(text), false}};
}

// Half of the real lines do not say where their hyphens are.
LineMaterial small_hand() {
  LineMaterial material;
  Rng rng({41});
  for (int i = 0; i < 40; ++i) {
    material.real.push_back(random_line(rng));
    LineTarget& target = material.real.back().target;
    target.digits_only = i % 2 == 0;
    if (target.digits_only)
      std::erase_if(target.labels, [](std::uint8_t label) { return label >= kClasses; });
    material.validation_real.push_back(random_line(rng));
    material.validation_composed.push_back(random_line(rng));
  }
  material.times = 2;
  material.spliced = 0.3F;
  material.composed = 240;
  material.compose = random_line;
  return material;
}

Trainer small_trainer(int epochs, int threads = 1) {
  TrainOptions options;
  options.epochs = epochs;
  options.batch = 20;
  options.learning_rate = 0.01F;
  options.averaging = 0.9F;
  options.seed = 4;
  options.threads = threads;
  const Augmentation mild = {.rotation = 1, .shear = 0.05F, .scale = 0.05F, .shift = 1};
  return {build(with_batch_norm(small_line(112))),
          std::make_unique<LineTask>(small_hand(), 112, mild), options};
}

}  // namespace

TEST_SUITE("sequence_reader") {
  TEST_CASE("windows side by side are what one network gives the line with bare paper around it") {
    Rng rng({42});
    Network network = build(small_line(160));
    initialise(network, rng);
    for (float& p : network.parameters) p += 0.05F * rng.normal();
    for (const int width : {44, 144, 148, 160, 252, 256, 420}) {
      CAPTURE(width);
      LinePlane line;
      line.width = width;
      line.pixels = random_values(static_cast<std::size_t>(kLineRows * width), rng);
      constexpr int kPaper = 24;  // columns on either side, and the outputs that they add
      constexpr int kAdded = kPaper / kLineStep;
      const int wide_width = width + 2 * kPaper;
      std::vector<float> wide_plane(static_cast<std::size_t>(kLineRows * wide_width), 0.0F);
      for (int y = 0; y < kLineRows; ++y)
        std::copy_n(line.pixels.data() + y * width, width,
                    wide_plane.data() + y * wide_width + kPaper);
      Network wide = build(small_line(wide_width));
      wide.parameters = network.parameters;
      std::vector<float> logits = reference::logits(wide, 1, wide_plane);
      logits.erase(logits.end() - kAdded * kLineClasses, logits.end());
      logits.erase(logits.begin(), logits.begin() + kAdded * kLineClasses);
      const auto expected = log_softmax_columns(logits);
      SequenceReader reader(Predictor(network), {});
      CHECK(largest_difference(reader.log_probabilities(line), expected) < 1e-4);
    }
  }

  TEST_CASE("a small network learns a small hand, with separators not always transcribed") {
    Trainer trainer = small_trainer(18);
    while (!trainer.finished()) trainer.run_epoch({});
    const Score& score =
        trainer.history()[static_cast<std::size_t>(trainer.best_epoch()) - 1].validation;
    REQUIRE(score.parts.size() == 2);
    CHECK(score.parts[0] > 0.95);
    CHECK(score.parts[1] > 0.95);
    CHECK(trainer.history().front().train_loss > 2 * trainer.history().back().train_loss);

    SequenceReader reader(Predictor(folded(trainer.best())), {});
    const LineReading reading = reader.read(written("01-10"));
    CHECK(reading.text() == "01-10");
    CHECK(reading.confidence > 0.3F);
    CHECK(reading.confidence <= 1);
    REQUIRE(reading.symbols.size() == 5);
    const Box expected[] = {
        {10, 8, 22, 32}, {32, 8, 35, 32}, {47, 18, 56, 21}, {68, 8, 71, 32}, {82, 8, 94, 32}};
    for (std::size_t i = 0; i < 5; ++i) {
      CAPTURE(i);
      CHECK(reading.symbols[i].box == expected[i]);
      float sum = 0;
      for (const float p : reading.symbols[i].probabilities) sum += p;
      CHECK(sum == doctest::Approx(1));
      CHECK(reading.symbols[i].confidence > 0.5F);
      CHECK((reading.symbols[i].no_digit > 0.5F) == (i == 2));
    }
    CHECK(reading.symbols[2].separator == '-');
    CHECK(reading.symbols[2].digit == -1);

    // Longer than a window, and than any line it was taught.
    CHECK(reader.read(written("1010-0110-1001-11")).text() == "1010-0110-1001-11");
    for (const LineSymbol& symbol : reader.read(written("01-10"), "0123456789").symbols)
      CHECK(symbol.separator == 0);
    CHECK(reader.read(InkImage(30, 30)).symbols.empty());

    // The taught network knows where lines may be cut: what is spliced of them reads as it says.
    const LineMaterial hand = small_hand();
#ifdef __EMSCRIPTEN__
    constexpr std::size_t kReaders = 1;  // there are no threads
#else
    constexpr std::size_t kReaders = 2;
#endif
    std::vector<SequenceReader> readers(kReaders, reader);
    Splicer splicer;
    splicer.align(hand.real, readers);
    Splicer alone;
    alone.align(hand.real, std::span(readers).first(1));
    int changed = 0;
    int right = 0;
    constexpr int kSpliced = 60;
    for (int i = 0; i < kSpliced; ++i) {
      const std::size_t first = static_cast<std::size_t>(i) % hand.real.size();
      Rng lot({45, static_cast<std::uint64_t>(i)});
      Rng again({45, static_cast<std::uint64_t>(i)});
      const LineExample made = splicer.splice(hand.real, first, lot);
      CHECK(alone.splice(hand.real, first, again).ink.pixels == made.ink.pixels);
      CHECK(made.target.digits_only == hand.real[first].target.digits_only);
      REQUIRE(!made.target.labels.empty());
      if (made.target.labels != hand.real[first].target.labels) ++changed;
      if (agrees(reader.hypotheses(reader.log_probabilities(normalize_line(made.ink)))[0].labels,
                 made.target))
        ++right;
    }
    CHECK(changed > kSpliced / 3);
    CHECK(right > kSpliced / 2);

    // A network that has learnt nothing cuts nothing.
    Network fresh = build(small_line(160));
    Rng rng({46});
    initialise(fresh, rng);
    std::vector<SequenceReader> ignorant(1, SequenceReader(Predictor(fresh), {}));
    splicer.align(hand.real, ignorant);
    CHECK(splicer.splice(hand.real, 3, rng).ink.pixels == hand.real[3].ink.pixels);
  }

  TEST_CASE("a temperature makes confidence more or less sure, and changes no reading") {
    Rng rng({43});
    Network network = build(small_line(160));
    initialise(network, rng);
    for (float& p : network.parameters) p += 0.2F * rng.normal();
    const InkImage word = written("0110");
    SequenceReader sure(Predictor(network), {.temperature = 0.5F});
    SequenceReader plain(Predictor(network), {});
    SequenceReader unsure(Predictor(network), {.temperature = 3});
    CHECK(sure.read(word).text() == plain.read(word).text());
    CHECK(unsure.read(word).text() == plain.read(word).text());
    CHECK(sure.read(word).confidence > plain.read(word).confidence);
    CHECK(unsure.read(word).confidence < plain.read(word).confidence);
  }

#ifndef __EMSCRIPTEN__  // nobody trains there, and it would take a minute
  TEST_CASE("lines resume to the same bits, on any number of threads") {
    Trainer whole = small_trainer(2);
    while (!whole.finished()) whole.run_epoch({});
    Trainer killed = small_trainer(2);
    killed.run_epoch({});
    Trainer resumed = small_trainer(2);
    REQUIRE(!resumed.restore(killed.checkpoint()));
    while (!resumed.finished()) resumed.run_epoch({});
    CHECK(resumed.best().parameters == whole.best().parameters);
    CHECK(resumed.checkpoint() == whole.checkpoint());
    Trainer threads = small_trainer(2, 2);
    while (!threads.finished()) threads.run_epoch({});
    CHECK(threads.best().parameters == whole.best().parameters);
    CHECK(threads.checkpoint() == whole.checkpoint());
  }
#endif

  TEST_CASE("weights of other networks are refused") {
    Rng rng({44});
    Network network = build(line());
    initialise(network, rng);
    std::vector<std::uint8_t> golden(static_cast<std::size_t>(network.input.size()));
    for (std::uint8_t& v : golden) v = static_cast<std::uint8_t>(rng.below(256));
    const auto bytes = serialise_weights(network, golden, {}, Precision::kInt8);
    REQUIRE(SequenceReader::load(bytes));
    CHECK(SequenceReader::load(bytes)->read(InkImage(9, 9)).symbols.empty());
    CHECK(!Recognizer::load(bytes));
    CHECK(!SequenceReader::load(std::span(bytes).first(bytes.size() / 2)));
    Network digits = build(tiny());
    initialise(digits, rng);
    const auto other = serialise_weights(digits, std::vector<std::uint8_t>(784, 100), {});
    REQUIRE(!SequenceReader::load(other));
    CHECK(SequenceReader::load(other).error().code == ErrorCode::kCorruptWeights);
  }
}
