#include "tools/cli/annotate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ink/strokes.h"
#include "tools/cli/label_places.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

constexpr Color kPaper = {255, 255, 255};
constexpr Color kRefused = {210, 0, 40};
constexpr int kMinTextHeight = 12;  // pixels; smaller letters are hard to tell apart
constexpr int kMaxTextHeight = 96;
constexpr int kMaxTextWidth = 4096;          // of the pad that strokes are drawn on
constexpr std::size_t kMaxCharacters = 680;  // at the smallest height they fill that width
constexpr int kSmallSide = 500;  // smaller pictures are enlarged, so that there is room to write
constexpr int kMaxScale = 8;
constexpr double kMaxPixels = 4e7;  // of a crowded page that is enlarged

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
constexpr float kAdvance = 6;   // from one letter to the next, on that grid
constexpr float kRows = 8 + 4;  // a line's: a letter's, and two of margin on all sides

float columns_of(std::size_t characters) { return 2 + kAdvance * static_cast<float>(characters); }

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

// How large a letter's unit is where a line of text is to be `height` pixels high, or less if it
// would grow too wide.
float unit_of(std::size_t characters, int height) {
  const float widest = static_cast<float>(kMaxTextWidth) / columns_of(characters);
  return std::max(std::min(static_cast<float>(height) / kRows, widest),
                  static_cast<float>(kMinTextHeight) / kRows);
}

LabelSize size_of(std::size_t characters, int height) {
  const float unit = unit_of(characters, height);
  return {static_cast<int>(std::ceil(columns_of(characters) * unit)),
          static_cast<int>(std::ceil(kRows * unit))};
}

// A line of text as ink on a plane of size_of().
InkImage lettering(std::string_view text, int height) {
  const float unit = unit_of(text.size(), height);
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
  const LabelSize size = size_of(text.size(), height);
  Result<InkImage> ink =
      draw_strokes(strokes, std::max(1.0F, unit * 1.2F), size.width, size.height);
  return ink ? std::move(ink).value() : InkImage(1, 1);
}

Box scaled(const Box& box, int scale) {
  return {box.left * scale, box.top * scale, box.right * scale, box.bottom * scale};
}

// A line from one box to the other, of pixels that reach `reach` further than a single one.
void tie(ColorImage& image, const Box& from, const Box& to, int reach, const Color& color) {
  const Box way = between(from, to);
  // From which of its corners to which.
  const bool left = from.left >= to.right;
  const bool up = from.top >= to.bottom;
  const int x0 = left ? way.right - 1 : way.left;
  const int x1 = left ? way.left : way.right - 1;
  const int y0 = up ? way.bottom - 1 : way.top;
  const int y1 = up ? way.top : way.bottom - 1;
  const int steps = std::max(std::abs(x1 - x0), std::abs(y1 - y0));
  for (int i = 0; i <= steps; ++i) {
    const int x = x0 + (x1 - x0) * i / std::max(1, steps);
    const int y = y0 + (y1 - y0) * i / std::max(1, steps);
    fill(image, grown({x, y, x + 1, y + 1}, reach), color, 255);
  }
}

// What is drawn, at one scale.
class Drawing {
 public:
  Drawing(const GrayImage& picture, const Reading& reading, std::span<const Label> labels,
          int scale, int line)
      : picture_(&picture), scale_(scale), line_(line) {
    for (std::size_t n = 0; n < labels.size(); ++n) add_number(reading, n, labels[n]);
    layout_.sheet = scaled({0, 0, picture.width, picture.height}, scale);
    for (const Frame& each : frames_)
      layout_.sheet = united(layout_.sheet, grown(each.box, each.width));
    place();
  }

  const Layout& layout() const { return layout_; }

  // How many labels could not be put where they belong.
  int displaced() const { return displaced_; }

  ColorImage image() const {
    const Box& sheet = layout_.sheet;
    const auto on_sheet = [&](const Box& box) {
      return Box{box.left - sheet.left, box.top - sheet.top, box.right - sheet.left,
                 box.bottom - sheet.top};
    };
    ColorImage image{sheet.width(), sheet.height(), {}};
    image.pixels.assign(
        static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height), kPaper);
    for (int y = 0; y < scale_ * picture_->height; ++y) {
      for (int x = 0; x < scale_ * picture_->width; ++x) {
        const std::uint8_t gray = picture_->at(x / scale_, y / scale_);
        image.at(x - sheet.left, y - sheet.top) = {gray, gray, gray};
      }
    }
    // Light edges show lines on dark paper too. Labels come last, so that none is crossed.
    for (const Box& number : layout_.numbers) frame(image, on_sheet(number), 1, kPaper);
    const int thin = line_ / 2;
    for (const bool edge : {true, false}) {
      for (std::size_t i = 0; i < writings_.size(); ++i) {
        const Writing& each = writings_[i];
        if (!each.moved) continue;
        tie(image, on_sheet(layout_.labels[i]), on_sheet(each.of), edge ? thin + 1 : thin,
            edge ? kPaper : each.color);
      }
    }
    for (const auto& [box, width, color] : frames_) frame(image, on_sheet(box), width, color);
    for (std::size_t i = 0; i < writings_.size(); ++i)
      write(image, writings_[i], on_sheet(layout_.labels[i]));
    return image;
  }

 private:
  struct Frame {
    Box box;
    int width = 0;
    Color color{};
  };

  struct Writing {
    std::vector<std::string> lines;
    std::vector<int> heights;  // of a line, those to choose from; then the one chosen
    Box of;
    bool below = false;
    bool must = true;
    Color color{};
    bool moved = false;
  };

  void add_number(const Reading& reading, std::size_t index, const Label& label) {
    const Number& number = reading.numbers[index];
    const Box box = grown(scaled(number.box, scale_), 3 * line_);
    const Box outer = grown(box, 2 * line_);
    frames_.push_back({box, 2 * line_, label.color});
    layout_.numbers.push_back(outer);
    for (const Symbol& symbol : reading.symbols_of(number)) {
      const Color& own = symbol.rejected() ? kRefused : label.color;
      const Box around = scaled(symbol.box, scale_);
      frames_.push_back({around, line_, own});
      const long percent = std::lround(100 * static_cast<double>(symbol.confidence));
      symbols_.push_back({{symbol.text(), std::to_string(percent)},
                          heights(box.height(), 0.2F),
                          {around.left, outer.top, around.right, outer.bottom},
                          true,
                          false,
                          own});
    }
    const std::string text = label.text.substr(0, kMaxCharacters);
    if (!text.empty())
      writings_.push_back({{text}, heights(box.height(), 0.3F), outer, false, true, label.color});
  }

  // From the smallest that can be read to a share of the box.
  static std::vector<int> heights(int box_height, float share) {
    const int wanted =
        std::min(kMaxTextHeight, static_cast<int>(static_cast<float>(box_height) * share));
    std::vector<int> all;
    for (int height = kMinTextHeight; height < wanted; height += std::max(1, height / 6))
      all.push_back(height);
    all.push_back(std::max(wanted, kMinTextHeight));
    return all;
  }

  void place() {
    // Numbers first: what was read is more than how sure it is of each symbol.
    std::move(symbols_.begin(), symbols_.end(), std::back_inserter(writings_));
    symbols_.clear();
    std::vector<LabelWish> wishes;
    for (const Writing& each : writings_) {
      LabelWish wish{each.of, each.below, each.must, {}};
      for (const int height : each.heights) {
        LabelSize size;
        for (const std::string& text : each.lines) {
          const LabelSize line = size_of(text.size(), height);
          size = {std::max(size.width, line.width), size.height + line.height};
        }
        wish.sizes.push_back(size);
      }
      wishes.push_back(std::move(wish));
    }
    const std::vector<LabelPlace> places =
        place_labels(layout_.sheet, layout_.numbers, wishes, line_);
    std::vector<Writing> written;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const LabelPlace& place = places[i];
      if (place.where != LabelPlace::Where::kWished) ++displaced_;
      if (place.where == LabelPlace::Where::kLeftOut) continue;
      written.push_back(std::move(writings_[i]));
      written.back().heights = {written.back().heights[place.size]};
      written.back().moved = place.where == LabelPlace::Where::kMoved;
      layout_.labels.push_back(place.box);
      layout_.sheet = united(layout_.sheet, place.box);
    }
    writings_ = std::move(written);
  }

  // On white, whatever the paper; the image holds all of it.
  static void write(ColorImage& image, const Writing& writing, const Box& box) {
    fill(image, box, kPaper, 255);
    int top = box.top;
    for (const std::string& text : writing.lines) {
      const InkImage ink = lettering(text, writing.heights.front());
      const int left = (box.left + box.right - ink.width) / 2;
      for (int y = 0; y < ink.height; ++y) {
        for (int x = 0; x < ink.width; ++x) {
          Color& pixel = image.at(left + x, top + y);
          pixel = mixed(pixel, writing.color, ink.at(x, y));
        }
      }
      top += ink.height;
    }
  }

  const GrayImage* picture_;
  int scale_;
  int line_;
  std::vector<Frame> frames_;
  std::vector<Writing> writings_;  // by index of layout_.labels
  std::vector<Writing> symbols_;   // those that are still to be put behind them
  int displaced_ = 0;
  Layout layout_;
};

// How thick lines are: in keeping with the picture, and with what is written on it.
int line_width(const GrayImage& picture, const Reading& reading, int scale) {
  std::vector<int> heights;
  for (const Number& number : reading.numbers) heights.push_back(number.box.height());
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  const int side = std::min(picture.width, picture.height);
  return std::max(1, std::min(scale * side / 500, scale * *middle / 20));
}

// Enlarged as far as it takes for all labels to have room: letters need not grow with the boxes. Of
// scales that do not help the smallest.
Drawing drawing_of(const GrayImage& picture, const Reading& reading,
                   std::span<const Label> labels) {
  assert(labels.size() == reading.numbers.size());
  const int longer = std::max(picture.width, picture.height);
  int scale = std::clamp(kSmallSide / longer, 1, kMaxScale);
  const double pixels = static_cast<double>(picture.width) * picture.height;
  const int line = line_width(picture, reading, scale);
  Drawing best(picture, reading, labels, scale, line);
  while (best.displaced() > 0 && ++scale <= kMaxScale && pixels * scale * scale <= kMaxPixels) {
    Drawing larger(picture, reading, labels, scale, line);
    if (larger.displaced() < best.displaced()) best = std::move(larger);
  }
  return best;
}

}  // namespace

Label plain_label(const Reading& reading, const Number& number) {
  constexpr Color kRead = {20, 80, 220};
  return {reading.text(number) + format(" %.0f%%", 100 * static_cast<double>(number.confidence)),
          kRead};
}

Layout annotation_layout(const GrayImage& picture, const Reading& reading,
                         std::span<const Label> labels) {
  return drawing_of(picture, reading, labels).layout();
}

ColorImage annotated(const GrayImage& picture, const Reading& reading,
                     std::span<const Label> labels) {
  return drawing_of(picture, reading, labels).image();
}

}  // namespace ziffer::cli
