#include "core/train/drawn_digits.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <utility>

#include "core/train/chance.h"

namespace ziffer {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;
constexpr int kSteps = 8;  // points from one point of a form to the next

// A smooth path through all of `through`.
Stroke smooth(std::span<const Point> through) {
  const auto at = [&](std::ptrdiff_t i) {
    const auto last = static_cast<std::ptrdiff_t>(through.size()) - 1;
    return through[static_cast<std::size_t>(i < 0 ? 0 : i > last ? last : i)];
  };
  Stroke path;
  for (std::ptrdiff_t i = 0; i + 1 < static_cast<std::ptrdiff_t>(through.size()); ++i) {
    const Point a = at(i - 1);
    const Point b = at(i);
    const Point c = at(i + 1);
    const Point d = at(i + 2);
    for (int step = 0; step < kSteps; ++step) {
      const float t = static_cast<float>(step) / kSteps;
      const auto between = [t](float p, float q, float r, float s) {
        return 0.5F * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t +
                       (3 * q - p - 3 * r + s) * t * t * t);
      };
      path.push_back({between(a.x, b.x, c.x, d.x), between(a.y, b.y, c.y, d.y)});
    }
  }
  path.push_back(through.back());
  return path;
}

// One digit being drawn.
class Pen {
 public:
  Pen(const DigitHand& hand, Rng& rng) : hand_(hand), rng_(rng) {}

  // Round along all of its points.
  void curve(std::vector<Point> through) {
    for (Point& p : through) p = wavering(p);
    strokes_.push_back(smooth(through));
  }

  // With corners at its points, and a little bent from one to the next.
  void corners(const std::vector<Point>& through) {
    Stroke path;
    Point from = wavering(through.front());
    for (std::size_t i = 1; i < through.size(); ++i) {
      const Point to = wavering(through[i]);
      const float bend = 0.04F * rng_.normal();
      const Point middle{(from.x + to.x) / 2 + bend * (to.y - from.y),
                         (from.y + to.y) / 2 - bend * (to.x - from.x)};
      const Point part[] = {from, middle, to};
      const Stroke piece = smooth(part);
      path.insert(path.end(), piece.begin(), piece.end());
      from = to;
    }
    strokes_.push_back(std::move(path));
  }

  // Goes on where the last stroke ended.
  void go_on() {
    Stroke last = std::move(strokes_.back());
    strokes_.pop_back();
    strokes_.back().insert(strokes_.back().end(), last.begin(), last.end());
  }

  std::vector<Stroke> finished() {
    for (Stroke& stroke : strokes_) {
      for (Point& p : stroke) p.x -= hand_.slant * p.y;
    }
    return std::move(strokes_);
  }

 private:
  Point wavering(Point p) {
    return {p.x + hand_.waver * rng_.normal(), p.y + hand_.waver * rng_.normal()};
  }

  const DigitHand& hand_;
  Rng& rng_;
  std::vector<Stroke> strokes_;
};

// Points of an ellipse, `steps` to a quarter, from one angle to another; 0 is the right, kPi / 2
// the bottom.
std::vector<Point> ring(Point middle, float rx, float ry, float from, float to) {
  const int steps = static_cast<int>(std::ceil(std::abs(to - from) / (kPi / 5)));
  std::vector<Point> points;
  for (int i = 0; i <= steps; ++i) {
    const float angle = from + (to - from) * static_cast<float>(i) / static_cast<float>(steps);
    points.push_back({middle.x + rx * std::cos(angle), middle.y + ry * std::sin(angle)});
  }
  return points;
}

void join(std::vector<Point>& to, const std::vector<Point>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

void zero(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float rx = 0.32F * hand.roundness * rng.uniform(0.85F, 1.15F);
  const float start = -kPi / 2 + rng.uniform(-0.4F, 0.6F);
  std::vector<Point> path = ring({rx, 0.5F}, rx, 0.5F, start, start - 2 * kPi);
  // Drawn on inside the ring, as a loop, or off to the right.
  if (hand.closing > 0) {
    const Point last = path.back();
    const float on = hand.closing * rng.uniform(0.7F, 1.3F);
    if (happens(0.6F, rng)) {
      path.push_back({last.x - 0.35F * on, last.y + 0.22F * on});
      path.push_back({last.x + 0.05F * on, last.y + 0.32F * on});
      path.push_back({last.x + 0.5F * on, last.y + 0.12F * on});
    } else {
      path.push_back({last.x + 0.25F * on, last.y - 0.02F * on});
      path.push_back({last.x + 0.6F * on, last.y - 0.1F * on});
    }
  }
  pen.curve(std::move(path));
}

void one(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float lean = rng.uniform(-0.05F, 0.1F);
  const Point top{0, 0};
  const Point bottom{-lean, 1};
  if (hand.up_stroke <= 0) {
    pen.corners({top, bottom});
  } else {
    const float down = hand.up_stroke * rng.uniform(0.85F, 1.15F);
    const Point start{-hand.reach * rng.uniform(0.85F, 1.15F), down};
    if (happens(0.25F, rng)) {
      // Slack: the up-stroke hangs through before it rises to the top.
      pen.curve({start, {start.x * 0.45F, down * 0.65F}, top});
      pen.corners({top, bottom});
      pen.go_on();
    } else {
      pen.corners({start, top, bottom});
    }
  }
  if (hand.foot > 0) {
    const float foot = hand.foot * rng.uniform(0.8F, 1.2F);
    pen.corners({{-lean - foot / 2, 1 + rng.uniform(-0.03F, 0.03F)},
                 {-lean + foot / 2, 1 + rng.uniform(-0.05F, 0.03F)}});
  }
}

void two(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.6F * hand.roundness * rng.uniform(0.9F, 1.1F);
  const float foot = rng.uniform(0.92F, 1.0F);
  if (hand.looped) {
    pen.curve({{0, 0.25F},
               {0.2F * w, 0.04F},
               {0.6F * w, 0},
               {0.9F * w, 0.25F},
               {0.6F * w, 0.65F},
               {0.2F * w, 0.97F},
               {0, 0.93F},
               {0.08F * w, 0.82F},
               {0.4F * w, 0.88F},
               {0.75F * w, 1},
               {1.15F * w, 0.9F}});
    return;
  }
  pen.curve({{0, 0.25F},
             {0.2F * w, 0.04F},
             {0.6F * w, 0},
             {0.92F * w, 0.25F},
             {0.6F * w, 0.62F},
             {0, foot}});
  if (happens(0.5F, rng)) {
    pen.corners({{0, foot}, {1.05F * w, foot + rng.uniform(-0.05F, 0.05F)}});
  } else {
    pen.curve({{0, foot},
               {0.35F * w, foot - 0.06F},
               {0.7F * w, foot + 0.04F},
               {1.05F * w, foot - 0.06F}});
  }
  pen.go_on();
}

void three(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.5F * hand.roundness * rng.uniform(0.9F, 1.1F);
  const float waist = rng.uniform(0.38F, 0.48F);
  if (hand.flat) {
    pen.corners({{0, 0}, {0.95F * w, 0.02F}, {0.35F * w, waist}});
    pen.curve({{0.35F * w, waist},
               {0.9F * w, waist + 0.1F},
               {w, 0.75F},
               {0.5F * w, 1},
               {-0.1F * w, 0.9F}});
    pen.go_on();
    return;
  }
  pen.curve({{0, 0.15F},
             {0.4F * w, 0},
             {0.9F * w, 0.15F},
             {0.75F * w, waist - 0.08F},
             {0.3F * w, waist}});
  pen.curve({{0.3F * w, waist},
             {0.85F * w, waist + 0.1F},
             {w, 0.75F},
             {0.5F * w, 1},
             {-0.1F * w, 0.88F}});
  pen.go_on();
}

void four(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.55F * rng.uniform(0.85F, 1.15F);
  const float across = rng.uniform(0.55F, 0.7F);
  switch (hand.four) {
    case 0:
      if (happens(0.5F, rng)) {
        pen.corners({{0.1F * w, 0}, {0, across}, {1.1F * w, across}});
      } else {
        pen.curve({{0.2F * w, 0},
                   {0.02F * w, 0.5F * across},
                   {0.08F * w, across},
                   {0.55F * w, across + 0.03F},
                   {1.1F * w, across - 0.06F}});
      }
      pen.corners({{0.8F * w, rng.uniform(0, 0.35F)}, {0.7F * w, 1}});
      break;
    case 1:
      pen.corners({{0.75F * w, 1}, {0.8F * w, 0}, {0, across}, {1.15F * w, across}});
      break;
    default:
      pen.corners({{0.6F * w, 0}, {0, across}, {1.1F * w, across + rng.uniform(-0.06F, 0.03F)}});
      pen.corners({{0.7F * w, across - rng.uniform(0.1F, 0.35F)}, {0.65F * w, 1}});
  }
}

void five(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.5F * hand.roundness * rng.uniform(0.9F, 1.1F);
  const float shoulder = rng.uniform(0.36F, 0.46F);
  const std::vector<Point> belly = {{0.1F * w, shoulder},
                                    {0.6F * w, shoulder - 0.04F},
                                    {1.02F * w, 0.65F},
                                    {0.7F * w, 0.97F},
                                    {0, 0.95F}};
  if (hand.capped) {
    pen.corners({{0.15F * w, 0.02F}, belly.front()});
    pen.curve(belly);
    pen.go_on();
    pen.corners({{0.15F * w, 0}, {rng.uniform(0.8F, 1.2F) * w, rng.uniform(-0.08F, 0.04F)}});
  } else {
    pen.corners({{w, 0}, {0.2F * w, 0.01F}, belly.front()});
    pen.curve(belly);
    pen.go_on();
  }
}

void six(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.5F * hand.roundness * rng.uniform(0.9F, 1.1F);
  const float loop = rng.uniform(0.18F, 0.27F);
  std::vector<Point> path = {{0.8F * w, 0}, {0.25F * w, 0.3F}};
  join(path, ring({0.5F * w, 1 - loop}, 0.5F * w, loop, kPi, -kPi * rng.uniform(0.85F, 1.1F)));
  pen.curve(std::move(path));
}

void seven(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.58F * rng.uniform(0.85F, 1.15F);
  const float foot = w * rng.uniform(0.1F, 0.5F);
  std::vector<Point> path;
  if (hand.hook > 0) path.push_back({rng.uniform(-0.06F, 0.02F), hand.hook});
  path.push_back({0, 0});
  path.push_back({w, rng.uniform(-0.03F, 0.06F)});
  if (happens(0.5F, rng)) {
    path.push_back({foot, 1});
    pen.corners(path);
  } else {
    const Point corner = path.back();
    pen.corners(path);
    pen.curve({corner, {0.55F * (w + foot) - 0.03F, 0.45F}, {foot, 1}});
    pen.go_on();
  }
  if (hand.bar > 0) {
    const float half = hand.bar * rng.uniform(0.8F, 1.2F) / 2;
    const float y = rng.uniform(0.42F, 0.6F);
    const float x = w + (foot - w) * y;
    pen.corners(
        {{x - half, y + rng.uniform(-0.04F, 0.06F)}, {x + half, y + rng.uniform(-0.08F, 0.03F)}});
  }
}

void eight(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.5F * hand.roundness * rng.uniform(0.9F, 1.1F);
  const float waist = rng.uniform(0.4F, 0.5F);
  if (hand.eight == 1) {
    pen.curve(ring({0.5F * w, waist / 2}, 0.42F * w, waist / 2, kPi / 2, kPi / 2 - 2.05F * kPi));
    pen.curve(ring({0.5F * w, (1 + waist) / 2}, 0.5F * w, (1 - waist) / 2, -kPi / 2,
                   -kPi / 2 + 2.05F * kPi));
    return;
  }
  pen.curve({{0.85F * w, 0.12F},
             {0.5F * w, 0},
             {0.12F * w, 0.16F},
             {0.45F * w, waist},
             {0.95F * w, 0.72F},
             {0.55F * w, 1},
             {0.05F * w, 0.8F},
             {0.45F * w, waist + 0.02F},
             {0.9F * w, 0.2F},
             {0.75F * w, rng.uniform(0.0F, 0.1F)}});
}

void nine(Pen& pen, const DigitHand& hand, Rng& rng) {
  const float w = 0.45F * hand.roundness * rng.uniform(0.9F, 1.1F);
  const float loop = rng.uniform(0.2F, 0.28F);
  const float from = -kPi * rng.uniform(0.05F, 0.3F);
  std::vector<Point> path = ring({0.5F * w, loop}, 0.5F * w, loop, from, -2 * kPi);
  if (hand.leg <= 0) {
    path.push_back({0.98F * w, 0.55F});
    path.push_back({0.92F * w, 1});
  } else {
    const float bend = hand.leg * rng.uniform(0.8F, 1.2F);
    path.push_back({w * (1 - 0.1F * bend), 0.62F});
    path.push_back({w * (0.9F - 0.4F * bend), 0.92F});
    path.push_back({w * (0.7F - 0.9F * bend), 1.0F});
    path.push_back({w * (0.5F - 1.1F * bend), 0.9F});
  }
  pen.curve(std::move(path));
}

}  // namespace

DigitHand random_digit_hand(Rng& rng) {
  DigitHand hand;
  if (happens(0.85F, rng)) {
    hand.up_stroke = happens(0.4F, rng) ? rng.uniform(0.15F, 0.45F) : rng.uniform(0.45F, 1.02F);
    hand.reach = std::max(0.12F, hand.up_stroke * rng.uniform(0.35F, 1.0F));
  }
  if (happens(0.25F, rng)) hand.foot = rng.uniform(0.25F, 0.7F);
  if (happens(0.65F, rng)) hand.bar = rng.uniform(0.25F, 0.6F);
  if (happens(0.35F, rng)) hand.hook = rng.uniform(0.08F, 0.25F);
  hand.looped = happens(0.3F, rng);
  hand.flat = happens(0.2F, rng);
  hand.four = static_cast<int>(rng.below(3));
  hand.capped = happens(0.6F, rng);
  hand.eight = happens(0.2F, rng) ? 1 : 0;
  hand.leg = happens(0.5F, rng) ? rng.uniform(0.2F, 0.8F) : 0;
  hand.closing = happens(0.5F, rng) ? rng.uniform(0.2F, 0.9F) : 0;
  hand.slant = rng.uniform(-0.1F, 0.3F);
  hand.roundness = rng.uniform(0.8F, 1.25F);
  hand.waver = rng.uniform(0.006F, 0.02F);
  return hand;
}

std::vector<Stroke> draw_digit(int digit, const DigitHand& hand, Rng& rng) {
  assert(digit >= 0 && digit < kClasses);
  constexpr void (*kForms[])(Pen&, const DigitHand&, Rng&) = {zero, one, two,   three, four,
                                                              five, six, seven, eight, nine};
  Pen pen(hand, rng);
  kForms[static_cast<std::size_t>(digit)](pen, hand, rng);
  return pen.finished();
}

Samples drawn_digits(int hands, int times, std::uint64_t seed) {
  Samples samples;
  for (int h = 0; h < hands; ++h) {
    Rng rng({seed, static_cast<std::uint64_t>(h)});
    const DigitHand hand = random_digit_hand(rng);
    for (int time = 0; time < times; ++time) {
      for (int digit = 0; digit < kClasses; ++digit)
        samples.push_back({draw_digit(digit, hand, rng), static_cast<std::uint8_t>(digit)});
    }
  }
  return samples;
}

}  // namespace ziffer
