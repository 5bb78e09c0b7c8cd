#include "core/signature.h"

#include <array>
#include <cstdint>
#include <numbers>
#include <vector>

#include "core/nn/weights_file.h"

namespace ziffer {
namespace {

using Strokes = std::vector<Stroke>;

constexpr int kPad = 200;  // pixels; a digit fills the middle 100 x 140 at size 1

// `at` about the origin by up to 20 degrees: the first terms of cosine and sine, for which the
// module would carry four kilobytes more.
Point turned(Point at, float degrees) {
  const float angle = degrees * std::numbers::pi_v<float> / 180;
  const float square = angle * angle;
  const float c = 1 - square / 2 * (1 - square / 12 * (1 - square / 30));
  const float s = angle * (1 - square / 6 * (1 - square / 20));
  return {c * at.x - s * at.y, s * at.x + c * at.y};
}

// Part of an ellipse, angles in degrees, clockwise from east as y grows downwards.
void arc(Stroke& stroke, float x, float y, float rx, float ry, float from, float to) {
  constexpr int kSteps = 24;
  Point unit{1, 0};
  for (int i = 0; i < kSteps; ++i) unit = turned(unit, from / kSteps);
  for (int i = 0; i <= kSteps; ++i) {
    stroke.push_back({x + rx * unit.x, y + ry * unit.y});
    unit = turned(unit, (to - from) / kSteps);
  }
}

// School handwriting in the unit box: x 0..1, y 0..1.
Strokes skeleton(int digit) {
  Strokes strokes(1);
  Stroke& s = strokes[0];
  switch (digit) {
    case 0:
      arc(s, 0.5F, 0.5F, 0.45F, 0.5F, -90, 270);
      break;
    case 1:
      s = {{0.3F, 0.25F}, {0.55F, 0}, {0.55F, 1}};
      break;
    case 2:
      arc(s, 0.5F, 0.28F, 0.42F, 0.28F, -170, 30);
      s.push_back({0.05F, 1});
      s.push_back({0.95F, 1});
      break;
    case 3:
      arc(s, 0.45F, 0.25F, 0.4F, 0.25F, -150, 90);
      arc(s, 0.45F, 0.74F, 0.45F, 0.26F, -90, 150);
      break;
    case 4:
      s = {{0.6F, 0}, {0.05F, 0.65F}, {0.95F, 0.65F}};
      strokes.push_back({{0.7F, 0.35F}, {0.7F, 1}});
      break;
    case 5:
      s = {{0.2F, 0}, {0.15F, 0.45F}};
      arc(s, 0.42F, 0.68F, 0.45F, 0.32F, -110, 150);
      strokes.push_back({{0.2F, 0}, {0.85F, 0}});
      break;
    case 6:
      s = {{0.75F, 0}, {0.3F, 0.35F}};
      arc(s, 0.5F, 0.7F, 0.4F, 0.3F, 190, 550);
      break;
    case 7:
      s = {{0.05F, 0}, {0.95F, 0}, {0.4F, 1}};
      break;
    case 8:
      arc(s, 0.5F, 0.25F, 0.35F, 0.25F, 90, 450);
      arc(s, 0.5F, 0.75F, 0.42F, 0.25F, -90, 270);
      break;
    default:
      arc(s, 0.5F, 0.3F, 0.4F, 0.3F, 0, 360);
      s.push_back({0.75F, 1});
      break;
  }
  return strokes;
}

struct Style {
  float size;
  float slant;  // shift to the right for each pixel upwards
  float pen;    // pixels
};
constexpr std::array<Style, 6> kStyles = {{{1.0F, 0.0F, 14.0F},
                                           {0.5F, 0.2F, 6.0F},
                                           {1.2F, -0.15F, 22.0F},
                                           {0.8F, 0.3F, 4.0F},
                                           {0.3F, 0.0F, 5.0F},
                                           {1.3F, 0.1F, 30.0F}}};

void place(Strokes strokes, const Style& style, float left, Strokes& pad) {
  for (Stroke& stroke : strokes) {
    for (Point& p : stroke) {
      const float x = (p.x - 0.5F) * 100 * style.size;
      const float y = (p.y - 0.5F) * 140 * style.size;
      p = {left + kPad / 2.0F + x - style.slant * y, kPad / 2.0F + y};
    }
    pad.push_back(std::move(stroke));
  }
}

}  // namespace

std::string signature(Recognizer& recognizer) {
  std::string texts;
  int right = 0;
  int drawn = 0;
  const auto read = [&](const Strokes& strokes, float pen, int width, const std::string& truth) {
    const Result<Reading> reading = recognizer.read_strokes(strokes, pen, width, kPad);
    const std::string text = reading ? reading->text() : std::string(name(reading.error().code));
    right += text == truth ? 1 : 0;
    ++drawn;
    texts += text + "\n";
  };
  for (const Style& style : kStyles) {
    for (int digit = 0; digit < kClasses; ++digit) {
      Strokes pad;
      place(skeleton(digit), style, 0, pad);
      read(pad, style.pen, kPad, std::string(1, static_cast<char>('0' + digit)));
    }
    Strokes pad;
    for (int digit = 0; digit < kClasses; ++digit) {
      place(skeleton(digit), style, static_cast<float>(digit * kPad), pad);
    }
    read(pad, style.pen, kPad * kClasses, "0123456789");
  }
  const std::span<const char> bytes(texts);
  const std::uint32_t checksum =
      crc32({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
  std::string line(recognizer.architecture());
  line += " " + std::to_string(right) + "/" + std::to_string(drawn) + " ";
  for (int shift = 28; shift >= 0; shift -= 4) line += "0123456789abcdef"[checksum >> shift & 0xFU];
  return line;
}

}  // namespace ziffer
