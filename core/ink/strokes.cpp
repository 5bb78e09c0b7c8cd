#include "core/ink/strokes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ziffer {
namespace {

constexpr int kMaxPadSide = 4096;
constexpr float kMinPenWidth = 0.5f;
constexpr float kMaxPenWidth = 512.0f;
constexpr double kFarthest = 1e7;

// Cuts the segment to the box by Liang and Barsky's method (1984, "A new concept and method for
// line clipping"). False when no part of it is inside. In double: coordinates may be as large as
// floats get.
bool clip(double& ax, double& ay, double& bx, double& by, double left, double top, double right,
          double bottom) {
  const double dx = bx - ax;
  const double dy = by - ay;
  double enter = 0;
  double leave = 1;
  const auto cut = [&](double direction, double distance) {
    if (direction == 0) return distance >= 0;
    const double t = distance / direction;
    if (direction < 0) {
      enter = std::max(enter, t);
    } else {
      leave = std::min(leave, t);
    }
    return enter <= leave;
  };
  if (!cut(-dx, ax - left) || !cut(dx, right - ax) || !cut(-dy, ay - top) ||
      !cut(dy, bottom - ay)) {
    return false;
  }
  bx = ax + leave * dx;
  by = ay + leave * dy;
  ax += enter * dx;
  ay += enter * dy;
  return true;
}

// Lays one segment down. Overlaps take the darker of the two, as with a real pen, so that the
// points where segments meet do not show.
void draw_segment(InkImage& ink, Point from, Point to, float radius) {
  const double reach = static_cast<double>(radius) + 1.0;
  // Farther out, not even double precision would keep the line where it crosses the pad.
  const auto limited = [](float v) { return std::clamp<double>(v, -kFarthest, kFarthest); };
  double from_x = limited(from.x);
  double from_y = limited(from.y);
  double to_x = limited(to.x);
  double to_y = limited(to.y);
  if (!clip(from_x, from_y, to_x, to_y, -reach, -reach, ink.width + reach, ink.height + reach))
    return;
  const float ax = static_cast<float>(from_x);
  const float ay = static_cast<float>(from_y);
  const float dx = static_cast<float>(to_x - from_x);
  const float dy = static_cast<float>(to_y - from_y);
  const float length2 = dx * dx + dy * dy;
  const float margin = static_cast<float>(reach);

  const int top = std::max(0, static_cast<int>(std::floor(std::min(ay, ay + dy) - margin)));
  const int bottom =
      std::min(ink.height, static_cast<int>(std::ceil(std::max(ay, ay + dy) + margin)));
  for (int y = top; y < bottom; ++y) {
    const float py = static_cast<float>(y) + 0.5f - ay;
    // Only the columns this row shares with the segment's outline, or a long diagonal would cost
    // its whole bounding box.
    float low = 0;
    float high = 1;
    if (std::abs(dy) > 1e-6f) {
      const float t0 = (py - margin) / dy;
      const float t1 = (py + margin) / dy;
      low = std::clamp(std::min(t0, t1), 0.0f, 1.0f);
      high = std::clamp(std::max(t0, t1), 0.0f, 1.0f);
    }
    const float x0 = ax + low * dx;
    const float x1 = ax + high * dx;
    const int left = std::max(0, static_cast<int>(std::floor(std::min(x0, x1) - margin)));
    const int right = std::min(ink.width, static_cast<int>(std::ceil(std::max(x0, x1) + margin)));
    for (int x = left; x < right; ++x) {
      const float px = static_cast<float>(x) + 0.5f - ax;
      const float t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0f, 1.0f) : 0.0f;
      const float ox = px - t * dx;
      const float oy = py - t * dy;
      const float distance2 = ox * ox + oy * oy;
      if (distance2 >= (radius + 0.5f) * (radius + 0.5f)) continue;
      // A pen thinner than a pixel cannot cover one: its full tone is its width.
      const float coverage =
          std::clamp(radius + 0.5f - std::sqrt(distance2), 0.0f, std::min(1.0f, 2 * radius));
      std::uint8_t& pixel = ink.at(x, y);
      pixel = std::max(pixel, static_cast<std::uint8_t>(coverage * 255.0f + 0.5f));
    }
  }
}

}  // namespace

Result<InkImage> draw_strokes(std::span<const Stroke> strokes, float pen_width, int width,
                              int height) {
  if (width < 1 || height < 1 || width > kMaxPadSide || height > kMaxPadSide) {
    return Error{ErrorCode::kInvalidArgument,
                 "The pad's sides must lie between 1 and 4096 pixels."};
  }
  if (!(pen_width >= kMinPenWidth && pen_width <= kMaxPenWidth)) {
    return Error{ErrorCode::kInvalidArgument, "The pen must be 0.5 to 512 pixels wide."};
  }
  for (const Stroke& stroke : strokes) {
    for (const Point& point : stroke) {
      if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
        return Error{ErrorCode::kInvalidArgument, "A point of the drawing is not a number."};
      }
    }
  }

  InkImage ink(width, height);
  for (const Stroke& stroke : strokes) {
    if (stroke.empty()) continue;
    // A resting or slow pointer reports many points within a fraction of the pen's width. Each
    // would cost a whole disc and change nothing that can be seen.
    const float step = pen_width / 32;
    Point last = stroke.front();
    if (stroke.size() == 1) draw_segment(ink, last, last, pen_width / 2);
    for (std::size_t i = 1; i < stroke.size(); ++i) {
      const bool near =
          std::abs(stroke[i].x - last.x) < step && std::abs(stroke[i].y - last.y) < step;
      if (near && i + 1 < stroke.size()) continue;
      draw_segment(ink, last, stroke[i], pen_width / 2);
      last = stroke[i];
    }
  }
  if (std::all_of(ink.pixels.begin(), ink.pixels.end(), [](std::uint8_t v) { return v == 0; })) {
    return Error{ErrorCode::kNoInk, "Nothing was drawn on the pad."};
  }
  return ink;
}

}  // namespace ziffer
