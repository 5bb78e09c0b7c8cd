// Floats that start on a cache line, all zero: no packet load ever crosses a line that it need not
// cross.
#ifndef ZIFFER_CORE_NN_ALIGNED_BUFFER_H_
#define ZIFFER_CORE_NN_ALIGNED_BUFFER_H_

#include <cstddef>
#include <vector>

namespace ziffer {

class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(std::size_t floats) : lines_((floats + kPerLine - 1) / kPerLine) {}

  std::size_t size() const { return lines_.size() * kPerLine; }
  float* data() { return lines_.empty() ? nullptr : lines_.data()->values; }
  const float* data() const { return lines_.empty() ? nullptr : lines_.data()->values; }

 private:
  static constexpr std::size_t kPerLine = 16;
  struct alignas(64) Line {
    float values[kPerLine] = {};
  };
  std::vector<Line> lines_;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_ALIGNED_BUFFER_H_
