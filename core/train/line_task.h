// LineTask: strings of digits and separators, read without being cut first; see
// core/line/sequence_reader.h and ctc_loss.h.
//
// An epoch shows every real line a number of times, each time warped anew, and a number of lines
// composed of single digits, which teach what real lines are too few for and where separators are.
#ifndef ZIFFER_CORE_TRAIN_LINE_TASK_H_
#define ZIFFER_CORE_TRAIN_LINE_TASK_H_

#include <functional>
#include <string>
#include <vector>

#include "core/image/gray_image.h"
#include "core/line/normalize_line.h"
#include "core/nn/calibration.h"
#include "core/train/augment.h"
#include "core/train/chance.h"
#include "core/train/ctc_loss.h"
#include "core/train/splicer.h"
#include "core/train/task.h"

namespace ziffer {

// A composed line, always the same for the same random numbers.
using ComposeLine = std::function<LineExample(Rng&)>;

struct LineMaterial {
  LineExamples real;
  int times = 1;        // an epoch shows each of them
  float spliced = 0;    // share of those times that its beginning or end is another's (splicer.h)
  int composed = 0;     // lines of `compose` in an epoch
  ComposeLine compose;  // from training digits
  LineExamples validation_real;
  LineExamples validation_composed;  // from other digits
};

class LineTask : public TrainingTask {
 public:
  // `width` columns are what the network is trained at; composed lines that are much longer are
  // drawn again, others squeezed, and where a short one leaves room another stands beside it, too
  // far away for any output to see both. Of `augmentation`, real lines take rotation, shear,
  // stretch, elastic and pen, and all lines scale and shift: of the finished plane, in rows.
  LineTask(LineMaterial material, int width, const Augmentation& augmentation);

  int size() const override;
  void prepare(const Network& network, int threads) override;
  // A line has as many pixels as six digits.
  int shard_size() const override { return 8; }
  Shard make_shard(std::span<Place> places) const override;
  // Accuracy is the share of strings read right, the mean of both parts'.
  Score validate(const Network& network, int threads) const override;
  std::vector<std::string> parts() const override { return {"real", "composed"}; }
  std::string description() const override;

  // The temperature at which the readings' confidences are most likely, on all of validation.
  Calibration calibrated(const Network& network, int threads) const;

 private:
  struct Held {
    LinePlane plane;
    LineTarget target;
  };

  bool is_real(const Place& place) const;
  LineExample example(Place& place) const;
  // The ink as the network is to see it; 0 wide when there is none.
  LinePlane plane_of(const InkImage& ink, Rng& rng) const;

  LineMaterial material_;
  int width_;
  Augmentation augmentation_;
  Splicer splicer_;
  std::vector<Held> validation_;  // real lines first
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_LINE_TASK_H_
