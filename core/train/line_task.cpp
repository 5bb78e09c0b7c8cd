#include "core/train/line_task.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>
#include <utility>

#include "core/geometry.h"
#include "core/image/bilinear.h"
#include "core/image/resample.h"
#include "core/ink/crop.h"
#include "core/line/ctc.h"
#include "core/line/sequence_reader.h"
#include "core/nn/fold.h"
#include "core/train/calibrate.h"
#include "core/train/parallel.h"
#include "core/train/smooth_field.h"

namespace ziffer {
namespace {

constexpr int kTall = 60;          // pixels a real line is warped at: as composed ones are
constexpr int kDraws = 4;          // tries for a composed line that fits
constexpr float kSqueezed = 0.8F;  // of its width, which a line may lose without another try
constexpr int kApart = 16;  // columns between two lines and their margins: no output sees both
constexpr int kRoom = 4 * kLineMargin + kApart;  // columns in which another line is worth a try

std::vector<SequenceReader> readers_of(const Network& network, int threads) {
  return {static_cast<std::size_t>(std::max(1, threads)),
          SequenceReader(Predictor(folded(network)), {})};
}

// The line at kTall through a random affine map and a random elastic field, as one hand would have
// written all of it another time.
InkImage warped_line(const InkImage& ink, const Augmentation& ranges, Rng& rng) {
  const Box box = ink_box(ink);
  if (box.width() <= 0) return ink;
  const float enlarged = static_cast<float>(kTall) / static_cast<float>(box.height());
  const float angle =
      rng.uniform(-ranges.rotation, ranges.rotation) * (std::numbers::pi_v<float> / 180.0F);
  const float shear = rng.uniform(-ranges.shear, ranges.shear);
  const float stretch = 1.0F + rng.uniform(-ranges.stretch, ranges.stretch);
  const float faint = rng.uniform(16, 96);  // what is fainter at a stroke's edge is smear
  const float half_width = enlarged * static_cast<float>(box.width()) / 2;
  const float half_height = enlarged * static_cast<float>(box.height()) / 2;
  const float cosine = std::cos(angle);
  const float sine = std::sin(angle);
  // Stretch, slant, rotation: sheet = (xx xy; yx yy) * line, from the middle of either.
  const float xx = cosine * stretch;
  const float xy = -sine - shear * cosine;
  const float yx = sine * stretch;
  const float yy = cosine - shear * sine;
  const float room = 2 + 3 * ranges.elastic * kTall;
  const float reach_x = std::abs(xx) * half_width + std::abs(xy) * half_height + room;
  const float reach_y = std::abs(yx) * half_width + std::abs(yy) * half_height + room;
  InkImage sheet(2 * static_cast<int>(reach_x) + 2, 2 * static_cast<int>(reach_y) + 2);
  const int cells = std::max(2, sheet.width / (kTall / 2));
  const SmoothField dx(cells, ranges.elastic * kTall, rng);
  const SmoothField dy(cells, ranges.elastic * kTall, rng);

  std::vector<float> source(ink.pixels.begin(), ink.pixels.end());
  const float determinant = (xx * yy - xy * yx) * enlarged;
  const float middle_x = static_cast<float>(box.left + box.right - 1) / 2;
  const float middle_y = static_cast<float>(box.top + box.bottom - 1) / 2;
  std::vector<float> row_dx(static_cast<std::size_t>(sheet.width));
  std::vector<float> row_dy(static_cast<std::size_t>(sheet.width));
  for (int y = 0; y < sheet.height; ++y) {
    // The field is as coarse down the line as along it.
    const float share = static_cast<float>(y) / static_cast<float>(sheet.width);
    dx.row(share, row_dx);
    dy.row(share, row_dy);
    for (int x = 0; x < sheet.width; ++x) {
      const float u = static_cast<float>(x) + 0.5F - static_cast<float>(sheet.width) / 2 +
                      row_dx[static_cast<std::size_t>(x)];
      const float v = static_cast<float>(y) + 0.5F - static_cast<float>(sheet.height) / 2 +
                      row_dy[static_cast<std::size_t>(x)];
      const float value =
          bilinear(source.data(), ink.width, ink.height, middle_x + (yy * u - xy * v) / determinant,
                   middle_y + (xx * v - yx * u) / determinant);
      if (value >= faint) sheet.at(x, y) = static_cast<std::uint8_t>(value + 0.5F);
    }
  }
  return sheet;
}

// A little larger or smaller, higher or lower: what normalize_line() gives when it mistakes the
// digits' height or place.
void jitter(LinePlane& line, const Augmentation& ranges, Rng& rng) {
  const float scale = 1 + rng.uniform(-ranges.scale, ranges.scale);
  const float shift = rng.uniform(-ranges.shift, ranges.shift);
  const float middle = static_cast<float>(kLineRows - 1) / 2;
  const int ink = line.width - 2 * kLineMargin;
  LinePlane out = line;
  out.width = (static_cast<int>(std::ceil(static_cast<float>(ink) * scale)) + 2 * kLineMargin +
               kLineStep - 1) /
              kLineStep * kLineStep;
  out.pixels.assign(static_cast<std::size_t>(kLineRows * out.width), 0.0F);
  for (int y = 0; y < kLineRows; ++y) {
    for (int x = 0; x < out.width; ++x) {
      out.pixels[static_cast<std::size_t>(y * out.width + x)] =
          bilinear(line.pixels.data(), line.width, kLineRows,
                   (static_cast<float>(x) + 0.5F - kLineMargin) / scale + kLineMargin - 0.5F,
                   (static_cast<float>(y) - middle - shift) / scale + middle);
    }
  }
  line = std::move(out);
}

// The share of its width that a line must be squeezed to, 1 or less.
float fitting(const LinePlane& line, int width) {
  const float room = static_cast<float>(width - 2 * kLineMargin - kLineStep);
  return std::min(1.0F, room / static_cast<float>(line.width - 2 * kLineMargin));
}

LinePlane squeezed(const InkImage& ink, float share) {
  InkImage narrow;
  static_cast<Plane&>(narrow) = resized(
      ink, std::max(1, static_cast<int>(share * static_cast<float>(ink.width))), ink.height);
  return normalize_line(narrow);
}

}  // namespace

LineTask::LineTask(LineMaterial material, int width, const Augmentation& augmentation)
    : material_(std::move(material)), width_(width), augmentation_(augmentation) {
  for (const LineExamples* part : {&material_.validation_real, &material_.validation_composed}) {
    for (const LineExample& example : *part)
      validation_.push_back({normalize_line(example.ink), example.target});
  }
}

int LineTask::size() const {
  return static_cast<int>(material_.real.size()) * material_.times + material_.composed;
}

void LineTask::prepare(const Network& network, int threads) {
  if (material_.spliced <= 0) return;
  std::vector<SequenceReader> readers = readers_of(network, threads);
  splicer_.align(material_.real, readers);
}

bool LineTask::is_real(const Place& place) const {
  return place.index < static_cast<int>(material_.real.size()) * material_.times;
}

LineExample LineTask::example(Place& place) const {
  if (is_real(place)) {
    const std::size_t n = static_cast<std::size_t>(place.index) % material_.real.size();
    const LineExample given = happens(material_.spliced, place.rng)
                                  ? splicer_.splice(material_.real, n, place.rng)
                                  : material_.real[n];
    LineExample made{warped_line(given.ink, augmentation_, place.rng), given.target};
    if (happens(augmentation_.pen, place.rng)) redraw(made.ink, random_plane_pen(place.rng));
    return made;
  }
  LineExample made = material_.compose(place.rng);
  for (int draw = 1; draw < kDraws; ++draw) {
    const LinePlane line = normalize_line(made.ink);
    if (line.width > 0 && fitting(line, width_) >= kSqueezed) break;
    made = material_.compose(place.rng);
  }
  return made;
}

LinePlane LineTask::plane_of(const InkImage& ink, Rng& rng) const {
  LinePlane line = normalize_line(ink);
  if (line.width == 0) return line;
  // Every other one stays as sharp as reading will see it.
  const bool jittered = (augmentation_.scale > 0 || augmentation_.shift > 0) && happens(0.5F, rng);
  const float share = fitting(line, width_) / (jittered ? 1 + augmentation_.scale : 1.0F);
  if (fitting(line, width_) < 1) line = squeezed(ink, share);
  if (line.width > 0 && jittered) jitter(line, augmentation_, rng);
  return line;
}

Shard LineTask::make_shard(std::span<Place> places) const {
  Shard shard;
  const std::size_t size = static_cast<std::size_t>(kLineRows * width_);
  shard.inputs.assign(places.size() * size, 0.0F);
  std::vector<LineTarget> targets;
  for (std::size_t n = 0; n < places.size(); ++n) {
    Rng& rng = places[n].rng;
    LineTarget target;
    std::vector<LinePlane> lines;  // side by side
    int room = width_;
    const auto add = [&](const LineExample& made) {
      LinePlane line = plane_of(made.ink, rng);
      const int apart = lines.empty() ? 0 : kApart;
      if (line.width == 0 || line.width + apart > room) return;  // bare paper says nothing
      room -= line.width + apart;
      lines.push_back(std::move(line));
      target.labels.insert(target.labels.end(), made.target.labels.begin(),
                           made.target.labels.end());
      target.digits_only = made.target.digits_only;
    };
    add(example(places[n]));
    if (!is_real(places[n]) && room >= kRoom) add(material_.compose(rng));
    int left = 0;
    for (const LinePlane& line : lines) {
      const int gap = static_cast<int>(rng.below(static_cast<std::size_t>(room) + 1));
      room -= gap;
      left += gap;
      for (int y = 0; y < kLineRows; ++y) {
        std::copy_n(line.pixels.data() + y * line.width, line.width,
                    shard.inputs.data() + n * size + static_cast<std::size_t>(y * width_ + left));
      }
      left += line.width + kApart;
    }
    targets.push_back(std::move(target));
  }
  shard.loss = [targets = std::move(targets)](std::span<const float> logits, float weight,
                                              std::span<float> d_logits) {
    return ctc_loss(logits, targets, weight, d_logits);
  };
  return shard;
}

Score LineTask::validate(const Network& network, int threads) const {
  const int count = static_cast<int>(validation_.size());
  std::vector<double> losses(validation_.size());
  std::vector<std::uint8_t> right(validation_.size());
  std::vector<SequenceReader> readers = readers_of(network, threads);
  parallel_for(threads, count, [&](int thread, int i) {
    const auto n = static_cast<std::size_t>(i);
    SequenceReader& reader = readers[static_cast<std::size_t>(thread)];
    const Held& held = validation_[n];
    const std::vector<float> likely = reader.log_probabilities(held.plane);
    right[n] = agrees(reader.hypotheses(likely).front().labels, held.target) ? 1 : 0;
    const Alignment alignment =
        align(held.target.digits_only ? separators_as_blank(likely) : likely, held.target.labels);
    if (std::isfinite(alignment.log_probability)) losses[n] = -alignment.log_probability;
  });
  Score score;
  for (const double loss : losses) score.loss += loss / std::max(1, count);
  std::size_t first = 0;
  for (const LineExamples* part : {&material_.validation_real, &material_.validation_composed}) {
    double correct = 0;
    for (std::size_t i = first; i < first + part->size(); ++i) correct += right[i];
    first += part->size();
    score.parts.push_back(part->empty() ? 0 : correct / static_cast<double>(part->size()));
    score.accuracy += score.parts.back() / 2;
  }
  return score;
}

std::string LineTask::description() const {
  const Augmentation& a = augmentation_;
  return "lines of " + std::to_string(width_) + " columns, " +
         std::to_string(material_.real.size()) + " real " + std::to_string(material_.times) +
         " times, spliced " + std::to_string(material_.spliced) + ", " +
         std::to_string(material_.composed) + " composed, rotation " + std::to_string(a.rotation) +
         ", shear " + std::to_string(a.shear) + ", stretch " + std::to_string(a.stretch) +
         ", elastic " + std::to_string(a.elastic) + ", scale " + std::to_string(a.scale) +
         ", shift " + std::to_string(a.shift) + ", pen " + std::to_string(a.pen);
}

Calibration LineTask::calibrated(const Network& network, int threads) const {
  struct Answer {
    std::vector<Hypothesis> found;
    bool right = false;
  };
  std::vector<Answer> answers(validation_.size());
  std::vector<SequenceReader> readers = readers_of(network, threads);
  parallel_for(threads, static_cast<int>(validation_.size()), [&](int thread, int i) {
    const Held& held = validation_[static_cast<std::size_t>(i)];
    SequenceReader& reader = readers[static_cast<std::size_t>(thread)];
    Answer& answer = answers[static_cast<std::size_t>(i)];
    answer.found = reader.hypotheses(reader.log_probabilities(held.plane));
    answer.right = agrees(answer.found.front().labels, held.target);
  });
  const auto loss = [&](double temperature) {
    double sum = 0;
    for (const Answer& answer : answers) {
      double others = 0;  // their probability against that of the best
      for (std::size_t i = 1; i < answer.found.size(); ++i) {
        others += std::exp((answer.found[i].log_probability - answer.found[0].log_probability) /
                           temperature);
      }
      const double probability = 1 / (1 + others);
      sum -= std::log(std::max(1e-6, answer.right ? probability : 1 - probability));
    }
    return sum;
  };
  return {.temperature = temperature_of_least(loss)};
}

}  // namespace ziffer
