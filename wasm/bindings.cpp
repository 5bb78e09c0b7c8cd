// What the module exports, for recognizer.js alone. A call goes so: room(bytes) gives the address
// where JavaScript copies the argument; the function takes it and returns the address of its
// answer, one MessagePack value, which stays there until the next call. recognizer.d.ts describes
// what comes out. No glue code: the module imports nothing that it calls in a good build.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/recognizer.h"
#include "core/signature.h"
#include "wasm/message_pack.h"

namespace {

using namespace ziffer;
using Bytes = std::vector<std::uint8_t>;

Bytes argument;  // NOLINT: written by JavaScript between room() and the call
Bytes answer;    // NOLINT: read by JavaScript after the call

// The module's one recognizer: who loads the module owns it for life.
std::optional<Recognizer> recognizer;  // NOLINT: written once by load()

const std::uint8_t* answered(MessagePack& value) {
  answer = value.release();
  return answer.data();
}

const std::uint8_t* answered(const Error& error) {
  MessagePack out;
  out.map(1);
  out.key("error");
  out.map(2);
  out.key("code");
  out.text(name(error.code));
  out.key("message");
  out.text(error.message);
  return answered(out);
}

const std::uint8_t* answered(std::span<const float> values) {
  MessagePack out;
  out.bytes({reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()});
  return answered(out);
}

void write(MessagePack& out, const Symbol& symbol) {
  out.map(5);
  out.key("text");
  out.text(symbol.text());
  out.key("confidence");
  out.number(symbol.confidence);
  out.key("box");
  const Box& b = symbol.box;
  out.array(4);
  for (const int side : {b.left, b.top, b.width(), b.height()}) out.number(side);
  out.key("probabilities");
  out.array(symbol.probabilities.size());
  for (const float p : symbol.probabilities) out.number(p);
  out.key("glyph");
  Bytes glyph;
  for (const float value : symbol.glyph)
    glyph.push_back(static_cast<std::uint8_t>(value * 255.0F + 0.5F));
  out.bytes(glyph);
}

const std::uint8_t* answered(const Result<Reading>& result) {
  if (!result) return answered(result.error());
  MessagePack out;
  out.map(5);
  out.key("text");
  out.text(result->text());
  out.key("confidence");
  out.number(result->confidence());
  out.key("width");
  out.number(result->width);
  out.key("height");
  out.number(result->height);
  out.key("symbols");
  out.array(result->symbols.size());
  for (const Symbol& symbol : result->symbols) write(out, symbol);
  return answered(out);
}

// The argument, whose memory is free again after the call.
Bytes taken() { return std::exchange(argument, {}); }

std::vector<float> taken_floats() {
  const Bytes bytes = taken();
  std::vector<float> floats(bytes.size() / sizeof(float));
  if (!floats.empty()) std::memcpy(floats.data(), bytes.data(), floats.size() * sizeof(float));
  return floats;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE std::uint8_t* room(std::size_t bytes) {
  argument.resize(bytes);
  return argument.data();
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* load() {
  Result<Recognizer> loaded = Recognizer::load(taken());
  if (!loaded) return answered(loaded.error());
  recognizer.emplace(std::move(loaded).value());
  MessagePack out;
  out.map(1);
  out.key("architecture");
  out.text(recognizer->architecture());
  return answered(out);
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* read_picture() {
  return answered(recognizer->read_picture(taken()));
}

// Argument: for each stroke the number of its points, then x and y of each; all float32.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* read_strokes(float pen_width, int width, int height) {
  const std::vector<float> numbers = taken_floats();
  std::vector<Stroke> strokes;
  for (std::size_t next = 0; next < numbers.size();) {
    auto points = static_cast<std::size_t>(numbers[next++]);
    Stroke stroke;
    for (; points > 0 && next + 1 < numbers.size(); --points, next += 2)
      stroke.push_back({numbers[next], numbers[next + 1]});
    strokes.push_back(std::move(stroke));
  }
  return answered(recognizer->read_strokes(strokes, pen_width, width, height));
}

// Argument: count * 784 float32. Answer: their logits as bytes.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* classify(int count) {
  const std::vector<float> glyphs = taken_floats();
  if (count < 1 || glyphs.size() != static_cast<std::size_t>(count) * kGlyphSize) {
    return answered(Error{ErrorCode::kInvalidArgument, "glyphs must hold count times 784 numbers"});
  }
  std::vector<float> logits(static_cast<std::size_t>(count) * kClasses);
  recognizer->classify(glyphs, count, logits);
  return answered(std::span<const float>(logits));
}

// Argument: the ink, a byte for each pixel. Answer: 784 float32 as bytes.
EMSCRIPTEN_KEEPALIVE const std::uint8_t* normalize_ink(int width, int height) {
  Bytes ink = taken();
  if (width < 1 || height < 1 ||
      ink.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    return answered(Error{ErrorCode::kInvalidArgument, "ink must hold width times height bytes"});
  }
  InkImage plane(width, height);
  plane.pixels = std::move(ink);
  return answered(std::span<const float>(normalize(plane)));
}

EMSCRIPTEN_KEEPALIVE const std::uint8_t* signature_line() {
  MessagePack out;
  out.text(signature(*recognizer));
  return answered(out);
}

}  // extern "C"
