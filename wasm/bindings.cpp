// The one file that knows Embind. Bytes and points come in by copy, plain objects go out by copy:
// JavaScript never holds a pointer, and no view of the heap outlives a call. recognizer.d.ts
// describes what comes out.
#include <emscripten/bind.h>
#include <emscripten/heap.h>
#include <emscripten/val.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/recognizer.h"
#include "core/signature.h"

namespace {

using emscripten::val;
using namespace ziffer;

val to_js(const Error& error) {
  val object = val::object();
  object.set("code", std::string(name(error.code)));
  object.set("message", error.message);
  val outcome = val::object();
  outcome.set("error", object);
  return outcome;
}

// slice() makes the copy that JavaScript owns.
template <typename T>
val copied(std::span<const T> values) {
  return val(emscripten::typed_memory_view(values.size(), values.data())).call<val>("slice");
}

val to_js(const Box& b) {
  val box = val::array();
  for (const int side : {b.left, b.top, b.width(), b.height()}) box.call<void>("push", side);
  return box;
}

val to_js(const Symbol& symbol) {
  val object = val::object();
  object.set("text", symbol.text());
  object.set("digit", symbol.digit);
  object.set("confidence", symbol.confidence);
  object.set("noDigit", symbol.no_digit);
  object.set("refusal", symbol.refusal == Refusal::kNoDigit ? val("no_digit") : val::null());
  object.set("separator",
             symbol.separator != 0 ? val(std::string(1, symbol.separator)) : val::null());
  object.set("box", to_js(symbol.box));
  val probabilities = val::array();
  for (const float p : symbol.probabilities) probabilities.call<void>("push", p);
  object.set("probabilities", probabilities);
  std::vector<std::uint8_t> glyph;
  for (const float value : symbol.glyph)
    glyph.push_back(static_cast<std::uint8_t>(value * 255.0F + 0.5F));
  object.set("glyph", copied(std::span<const std::uint8_t>(glyph)));
  return object;
}

val to_js(const Result<Reading>& result) {
  if (!result) return to_js(result.error());
  val object = val::object();
  object.set("text", result->text());
  object.set("confidence", result->confidence());
  object.set("rejected", result->rejected());
  object.set("width", result->width);
  object.set("height", result->height);
  val numbers = val::array();
  for (const Number& number : result->numbers) {
    val entry = val::object();
    entry.set("text", result->text(number));
    entry.set("confidence", number.confidence);
    entry.set("line", number.line);
    entry.set("box", to_js(number.box));
    entry.set("first", number.first);
    entry.set("count", number.count);
    numbers.call<void>("push", entry);
  }
  object.set("numbers", numbers);
  val symbols = val::array();
  for (const Symbol& symbol : result->symbols) symbols.call<void>("push", to_js(symbol));
  object.set("symbols", symbols);
  return object;
}

// Embind copies a Uint8Array into a std::string, whatever its byteOffset; with copying in one
// block.
std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// The module's one recognizer: the worker that loads the module owns it for life.
std::optional<Recognizer> recognizer;  // NOLINT: written once by load()

val load(const std::string& weights) {
  Result<Recognizer> loaded = Recognizer::load(bytes_of(weights));
  if (!loaded) return to_js(loaded.error());
  recognizer.emplace(std::move(loaded).value());
  val object = val::object();
  object.set("architecture", std::string(recognizer->architecture()));
  return object;
}

val not_loaded() { return to_js(Error{ErrorCode::kInvalidArgument, "load() has not been called"}); }

val read_picture(const std::string& bytes) {
  if (!recognizer) return not_loaded();
  return to_js(recognizer->read_picture(bytes_of(bytes)));
}

val read_digit(const std::string& bytes) {
  if (!recognizer) return not_loaded();
  return to_js(recognizer->read_digit(bytes_of(bytes)));
}

// points: x0, y0, x1, y1, ... of all strokes; lengths: points in each stroke.
val read_strokes(const val& points, const val& lengths, float pen_width, int width, int height) {
  if (!recognizer) return not_loaded();
  const std::vector<float> coordinates = emscripten::convertJSArrayToNumberVector<float>(points);
  std::size_t next = 0;
  std::vector<Stroke> strokes;
  for (const auto length : emscripten::convertJSArrayToNumberVector<std::uint32_t>(lengths)) {
    Stroke stroke;
    for (std::uint32_t i = 0; i < length && next + 1 < coordinates.size(); ++i, next += 2) {
      stroke.push_back({coordinates[next], coordinates[next + 1]});
    }
    strokes.push_back(std::move(stroke));
  }
  return to_js(recognizer->read_strokes(strokes, pen_width, width, height));
}

val classify(const val& glyphs, int count) {
  if (!recognizer) return not_loaded();
  const std::vector<float> inputs = emscripten::convertJSArrayToNumberVector<float>(glyphs);
  if (count < 1 || inputs.size() != static_cast<std::size_t>(count) * kGlyphSize) {
    return to_js(Error{ErrorCode::kInvalidArgument, "glyphs must hold count times 784 numbers"});
  }
  std::vector<float> logits(static_cast<std::size_t>(count * recognizer->outputs()));
  recognizer->classify(inputs, count, logits);
  return copied(std::span<const float>(logits));
}

val normalize_ink(const std::string& ink, int width, int height) {
  if (width < 1 || height < 1 ||
      ink.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    return to_js(Error{ErrorCode::kInvalidArgument, "ink must hold width times height bytes"});
  }
  InkImage plane(width, height);
  plane.pixels.assign(ink.begin(), ink.end());
  const Glyph glyph = normalize(plane);
  return copied(std::span<const float>(glyph));
}

double heap_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

std::string signature_line() { return recognizer ? signature(*recognizer) : std::string(); }

}  // namespace

EMSCRIPTEN_BINDINGS(ziffer) {
  emscripten::function("load", &load);
  emscripten::function("readPicture", &read_picture);
  emscripten::function("readDigit", &read_digit);
  emscripten::function("readStrokes", &read_strokes);
  emscripten::function("normalize", &normalize_ink);
  emscripten::function("classify", &classify);
  emscripten::function("heapBytes", &heap_bytes);
  emscripten::function("signature", &signature_line);
}
