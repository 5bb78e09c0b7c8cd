#include "tools/cli/annotate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/ink/strokes.h"

namespace ziffer::cli {
namespace {

constexpr Color kPaper = {255, 255, 255};
constexpr Color kRefused = {210, 0, 40};
constexpr int kMinTextHeight = 9;  // pixels; smaller letters cannot be told apart
constexpr int kMaxTextHeight = 96;
constexpr int kMaxTextWidth = 4096;  // of the pad that strokes are drawn on
constexpr int kMaxCharacters = 900;  // at the smallest height they fill that width
constexpr int kSmallSide = 500;  // smaller pictures are enlarged, so that there is room to write
constexpr int kMaxScale = 8;

// Letters as strokes: pairs of x (0 to 4) and y (0 to 8, downwards; 9 below the line), a space
// between two strokes.
struct Letter {
  char character;
  std::string_view strokes;
};
constexpr Letter kLetters[] = {
    {'0', "103041473818070110"},
    {'1', "112028"},
    {'2', "01103041430848"},
    {'3', "01103041433414 344547381807"},
    {'4', "38300545"},
    {'5', "40000413334447381807"},
    {'6', "413010010718384745341405"},
    {'7', "004018"},
    {'8', "14030110304143341405071838474534"},
    {'9', "071838474130100103143443"},
    {'.', "28"},
    {',', "2719"},
    {'-', "0444"},
    {'/', "4008"},
    {':', "23 27"},
    {'?', "01103041432426 28"},
    {'%', "4008 01 47"},
    {'=', "0343 0545"},
    {'|', "2028"},
};
constexpr float kGrid = 8;     // of a letter's height
constexpr float kAdvance = 6;  // from one letter to the next, on that grid

Color mixed(const Color& from, const Color& to, int share) {  // share of `to`, 0..255
  Color color;
  for (std::size_t i = 0; i < color.size(); ++i)
    color[i] = static_cast<std::uint8_t>((from[i] * (255 - share) + to[i] * share + 127) / 255);
  return color;
}

// Only what lies on the picture.
void fill(ColorImage& image, const Box& box, const Color& color, int share) {
  for (int y = std::max(0, box.top); y < std::min(image.height, box.bottom); ++y) {
    for (int x = std::max(0, box.left); x < std::min(image.width, box.right); ++x)
      image.at(x, y) = mixed(image.at(x, y), color, share);
  }
}

Box grown(const Box& box, int by) {
  return {box.left - by, box.top - by, box.right + by, box.bottom + by};
}

// A frame just outside of `box`.
void frame(ColorImage& image, const Box& box, int width, const Color& color) {
  const Box outer = grown(box, width);
  fill(image, {outer.left, outer.top, outer.right, box.top}, color, 255);
  fill(image, {outer.left, box.bottom, outer.right, outer.bottom}, color, 255);
  fill(image, {outer.left, box.top, box.left, box.bottom}, color, 255);
  fill(image, {box.right, box.top, outer.right, box.bottom}, color, 255);
}

// A text as ink on a plane of that height, or of less if it would grow too wide; a bare pixel if
// there is nothing to write.
InkImage lettering(std::string_view text, int height) {
  text = text.substr(0, kMaxCharacters);
  const float columns = 2 + kAdvance * static_cast<float>(text.size());
  const float rows = kGrid + 4;  // two units of margin on all sides
  const float widest = static_cast<float>(kMaxTextWidth) / columns;
  const float unit = std::max(std::min(static_cast<float>(height) / rows, widest),
                              static_cast<float>(kMinTextHeight) / rows);
  std::vector<Stroke> strokes;
  float left = 2;
  for (const char character : text) {
    const auto* const letter =
        std::find_if(std::begin(kLetters), std::end(kLetters),
                     [&](const Letter& each) { return each.character == character; });
    if (letter != std::end(kLetters)) {
      strokes.emplace_back();
      const std::string_view points = letter->strokes;
      for (std::size_t i = 0; i + 1 < points.size();) {
        if (points[i] == ' ') {
          strokes.emplace_back();
          ++i;
          continue;
        }
        strokes.back().push_back({(left + static_cast<float>(points[i] - '0')) * unit,
                                  (2 + static_cast<float>(points[i + 1] - '0')) * unit});
        i += 2;
      }
    }
    left += kAdvance;
  }
  const int width = static_cast<int>(std::ceil(columns * unit));
  Result<InkImage> ink = draw_strokes(strokes, std::max(1.0F, unit * 1.2F), width,
                                      static_cast<int>(std::ceil(rows * unit)));
  return ink ? std::move(ink).value() : InkImage(1, 1);
}

// A text where it will stand.
struct Writing {
  InkImage ink;
  int left = 0;
  int top = 0;
  Color color{};

  Box box() const { return {left, top, left + ink.width, top + ink.height}; }
};

// On light ground; the image holds all of it.
void write(ColorImage& image, const Writing& writing) {
  fill(image, writing.box(), kPaper, 200);
  for (int y = 0; y < writing.ink.height; ++y) {
    for (int x = 0; x < writing.ink.width; ++x) {
      Color& pixel = image.at(writing.left + x, writing.top + y);
      pixel = mixed(pixel, writing.color, writing.ink.at(x, y));
    }
  }
}

struct Frame {
  Box box;
  int width = 0;
  Color color{};
};

Box scaled(const Box& box, int scale) {
  return {box.left * scale, box.top * scale, box.right * scale, box.bottom * scale};
}

}  // namespace

ColorImage annotated(const GrayImage& picture, const Reading& reading,
                     std::span<const Label> labels) {
  assert(labels.size() == reading.numbers.size());
  const int longer = std::max(picture.width, picture.height);
  const int scale = std::clamp(kSmallSide / longer, 1, kMaxScale);
  const int line = std::max(1, scale * std::min(picture.width, picture.height) / 500);
  std::vector<Frame> frames;
  std::vector<Writing> writings;
  for (std::size_t n = 0; n < labels.size(); ++n) {
    const Number& number = reading.numbers[n];
    const Color& color = labels[n].color;
    const Box box = grown(scaled(number.box, scale), 3 * line);
    const auto text_height = [&](float share) {
      const int wanted = static_cast<int>(static_cast<float>(box.height()) * share);
      return std::clamp(wanted, kMinTextHeight, kMaxTextHeight);
    };
    frames.push_back({box, 2 * line, color});
    for (const Symbol& symbol : reading.symbols_of(number)) {
      const Color& own = symbol.rejected() ? kRefused : color;
      const Box around = scaled(symbol.box, scale);
      frames.push_back({around, line, own});
      int top = box.bottom + 2 * line;
      const long percent = std::lround(100 * static_cast<double>(symbol.confidence));
      for (const std::string& text : {symbol.text(), std::to_string(percent)}) {
        InkImage ink = lettering(text, text_height(0.2F));
        const int left = (around.left + around.right - ink.width) / 2;
        writings.push_back({std::move(ink), left, top, own});
        top += writings.back().ink.height;
      }
    }
    InkImage ink = lettering(labels[n].text, text_height(0.3F));
    const int top = box.top - 2 * line - ink.height;
    writings.push_back({std::move(ink), box.left, top, color});
  }

  // What reaches beyond the picture gets a white margin.
  Box sheet = scaled({0, 0, picture.width, picture.height}, scale);
  for (const Frame& each : frames) sheet = united(sheet, grown(each.box, each.width));
  for (const Writing& each : writings) sheet = united(sheet, each.box());
  ColorImage image{sheet.width(), sheet.height(), {}};
  image.pixels.assign(
      static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height), kPaper);
  for (int y = 0; y < scale * picture.height; ++y) {
    for (int x = 0; x < scale * picture.width; ++x) {
      const std::uint8_t gray = picture.at(x / scale, y / scale);
      image.at(x - sheet.left, y - sheet.top) = {gray, gray, gray};
    }
  }
  for (const auto& [box, width, color] : frames) {
    const Box moved{box.left - sheet.left, box.top - sheet.top, box.right - sheet.left,
                    box.bottom - sheet.top};
    frame(image, moved, width, color);
  }
  for (Writing& each : writings) {
    each.left -= sheet.left;
    each.top -= sheet.top;
    write(image, each);
  }
  return image;
}

}  // namespace ziffer::cli
