// Splicer: new lines out of real ones. Two lines are cut between symbols, and the beginning of one
// is written on with the end of the other: real digits, gaps, pens and flourishes in numbers that
// nobody wrote, where real lines are too few. Where a line's symbols stand need not be known: the
// network that is being trained says so, by the alignment of what is written with what it sees
// (core/line/ctc.h).
#ifndef ZIFFER_CORE_TRAIN_SPLICER_H_
#define ZIFFER_CORE_TRAIN_SPLICER_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/geometry.h"
#include "core/image/gray_image.h"
#include "core/line/sequence_reader.h"
#include "core/train/ctc_loss.h"
#include "core/train/rng.h"

namespace ziffer {

struct LineExample {
  InkImage ink;
  LineTarget target;
};
using LineExamples = std::vector<LineExample>;

class Splicer {
 public:
  // Learns where `lines` may be cut, from readers of one network, one a thread: before, between and
  // behind symbols, wherever no stroke runs across. Lines that are read as something else are not
  // cut. The result does not depend on the number of readers.
  void align(std::span<const LineExample> lines, std::span<SequenceReader> readers);

  // The line `first` up to a cut and another, of the same kind of target, from a cut on; sized and
  // placed so that digits are as tall and stand as high as in the first. `first` as it is where it
  // has no cut, or no other line with one is found. `lines` are those of align().
  LineExample splice(std::span<const LineExample> lines, std::size_t first, Rng& rng) const;

 private:
  struct Cut {
    std::size_t symbols = 0;  // before it
    int x = 0;                // components whose middle is left of it stand before it
  };
  struct CutLine {
    std::vector<Cut> cuts;
    float scale = 1;   // a digit's height in the network's plane over that in the ink
    float middle = 0;  // the row of the ink at which digits have their middle
  };

  static CutLine cut_line(const LineExample& line, SequenceReader& reader);

  std::vector<CutLine> lines_;
  std::vector<std::size_t> cuttable_;  // lines with cuts
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_SPLICER_H_
