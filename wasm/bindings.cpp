// The one file that knows Embind. Bytes and points come in by copy, plain objects go out by copy:
// JavaScript never holds a pointer, and no view of the heap outlives a call. recognizer.d.ts
// describes what comes out.
#include <emscripten/bind.h>
#include <emscripten/heap.h>
#include <emscripten/val.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/field/validate.h"
#include "core/recognizer.h"
#include "core/signature.h"

// Embind calls it once, for messages that name unbound types, which there are none of. Nothing else
// of the module prints; the C library's own would be two of its hundred kilobytes.
extern "C" int siprintf(char* text, const char* /*format*/, ...) {
  *text = 0;
  return 0;
}

namespace {

using emscripten::val;
using namespace ziffer;

// The module's one recognizer: the worker that loads the module owns it for life.
std::optional<Recognizer> recognizer;  // NOLINT: written once by load()

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

val to_js(const Plane& plane) {
  val object = val::object();
  object.set("width", plane.width);
  object.set("height", plane.height);
  object.set("pixels", copied(std::span<const std::uint8_t>(plane.pixels)));
  return object;
}

val numbers(std::initializer_list<float> values) {
  val array = val::array();
  for (const float value : values) array.call<void>("push", value);
  return array;
}

val to_js(const Explanation& explanation, const Calibration& calibration) {
  val object = val::object();
  object.set("paper", to_js(explanation.paper));
  object.set("ink", to_js(static_cast<const Plane&>(explanation.ink.ink)));
  const auto& [box, reduced, width, height, mass_x, mass_y, left, top] = explanation.registration;
  const Explanation& e = explanation;
  object.set("frame",
             numbers({e.origin.x, e.origin.y, e.across.x, e.across.y, e.down.x, e.down.y}));
  object.set("box", to_js(box));
  object.set("reduced", reduced);
  object.set("mass", numbers({mass_x, mass_y}));
  object.set("placed", to_js(Box{left, top, left + width, top + height}));
  val layers = val::array();
  for (const Activation& activation : explanation.layers) {
    val layer = val::object();
    layer.set("step", activation.step);
    layer.set("height", activation.shape.height);
    layer.set("width", activation.shape.width);
    layer.set("channels", activation.shape.channels);
    layer.set("values", copied(std::span<const float>(activation.values)));
    layers.call<void>("push", layer);
  }
  object.set("layers", layers);
  object.set("temperature", calibration.temperature);
  object.set("refusal", calibration.refusal);
  return object;
}

// A reading, and how its symbol `explained` came about if there is such a one.
val to_js(const Result<Reading>& result, const Explanation& explanation) {
  val object = to_js(result);
  if (result && explanation.symbol < result->symbols.size())
    object.set("explanation", to_js(explanation, recognizer->calibration()));
  return object;
}

// Embind copies a Uint8Array into a std::string, whatever its byteOffset; with copying in one
// block.
std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

val load(const std::string& weights) {
  Result<Recognizer> loaded = Recognizer::load(bytes_of(weights));
  if (!loaded) return to_js(loaded.error());
  recognizer.emplace(std::move(loaded).value());
  val object = val::object();
  object.set("architecture", std::string(recognizer->architecture()));
  return object;
}

val not_loaded() { return to_js(Error{ErrorCode::kInvalidArgument, "load() has not been called"}); }

val add_lines(const std::string& weights) {
  if (!recognizer) return not_loaded();
  if (const std::optional<Error> error = recognizer->add_lines(bytes_of(weights)))
    return to_js(*error);
  return val::object();
}

// explained: the symbol that the answer is to explain; -1: none.
val read_picture(const std::string& bytes, int explained) {
  if (!recognizer) return not_loaded();
  Explanation explanation;
  explanation.symbol = static_cast<std::size_t>(explained);
  return to_js(recognizer->read_picture(bytes_of(bytes), explained < 0 ? nullptr : &explanation),
               explanation);
}

val read_line(const std::string& bytes) {
  if (!recognizer) return not_loaded();
  return to_js(recognizer->read_line(bytes_of(bytes)));
}

val read_digit(const std::string& bytes) {
  if (!recognizer) return not_loaded();
  return to_js(recognizer->read_digit(bytes_of(bytes)));
}

// points: x0, y0, x1, y1, ... of all strokes; lengths: points in each stroke.
val read_strokes(const val& points, const val& lengths, float pen_width, int width, int height,
                 int explained) {
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
  Explanation explanation;
  explanation.symbol = static_cast<std::size_t>(explained);
  return to_js(recognizer->read_strokes(strokes, pen_width, width, height,
                                        explained < 0 ? nullptr : &explanation),
               explanation);
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

val to_js(const FieldReading& reading, int first) {
  val object = val::object();
  object.set("raw", reading.raw);
  object.set("text", reading.text);
  object.set("value", reading.meanings.size() == 1 ? val(reading.value()) : val::null());
  val meanings = val::array();
  for (const std::string& meaning : reading.meanings) meanings.call<void>("push", meaning);
  object.set("meanings", meanings);
  object.set("valid", reading.valid);
  object.set("problem", reading.problem.empty() ? val::null() : val(std::string(reading.problem)));
  object.set("changed", reading.changed());
  val changes = val::array();
  for (const Change& change : reading.changes) {
    val entry = val::object();
    entry.set("symbol", first + static_cast<int>(change.symbol));
    entry.set("from", std::string(1, change.from));
    entry.set("to", std::string(change.to == 0 ? 0 : 1, change.to));
    changes.call<void>("push", entry);
  }
  object.set("changes", changes);
  object.set("confidence", reading.confidence);
  return object;
}

// rows: for each symbol the code of its digit or separator, 1 if it was refused, its confidence,
// its probability of no digit, its ten probabilities. first: its number's first symbol in the
// reading.
val validate_number(const std::string& name, const val& rows, int first, float confidence) {
  const Result<NumberField> field = parse_field(name);
  if (!field) return to_js(field.error());
  const std::vector<float> values = emscripten::convertJSArrayToNumberVector<float>(rows);
  constexpr std::size_t kRow = 4 + kClasses;
  std::vector<Symbol> symbols(values.size() / kRow);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    const float* const row = &values[i * kRow];
    const char mark = row[0] >= 0 && row[0] < 128 ? static_cast<char>(row[0]) : '?';
    const bool digit = mark >= '0' && mark <= '9';
    if (!digit && kSeparators.find(mark) == std::string_view::npos) {
      return to_js(Error{ErrorCode::kInvalidArgument, "a symbol is neither digit nor separator"});
    }
    Symbol& symbol = symbols[i];
    symbol.digit = digit ? mark - '0' : -1;
    symbol.separator = digit ? '\0' : mark;
    symbol.refusal = row[1] != 0 ? Refusal::kNoDigit : Refusal::kNone;
    symbol.confidence = row[2];
    symbol.no_digit = row[3];
    std::copy_n(row + 4, kClasses, symbol.probabilities.begin());
  }
  const Candidate candidate{symbols, confidence};
  return to_js(validate(*field, std::span(&candidate, 1)), first);
}

double heap_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

std::string signature_line() { return recognizer ? signature(*recognizer) : std::string(); }

}  // namespace

EMSCRIPTEN_BINDINGS(ziffer) {
  emscripten::function("load", &load);
  emscripten::function("readPicture", &read_picture);
  emscripten::function("addLines", &add_lines);
  emscripten::function("readLine", &read_line);
  emscripten::function("readDigit", &read_digit);
  emscripten::function("readStrokes", &read_strokes);
  emscripten::function("normalize", &normalize_ink);
  emscripten::function("classify", &classify);
  emscripten::function("validate", &validate_number);
  emscripten::function("heapBytes", &heap_bytes);
  emscripten::function("signature", &signature_line);
}
