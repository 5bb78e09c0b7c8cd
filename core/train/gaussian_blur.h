// Gaussian blur of a plane of floats.
#ifndef ZIFFER_CORE_TRAIN_GAUSSIAN_BLUR_H_
#define ZIFFER_CORE_TRAIN_GAUSSIAN_BLUR_H_

#include <span>

namespace ziffer {

// Blurs a row-major width x height plane in place, along x and then along y, by the given standard
// deviations in pixels (0 leaves that axis alone). The kernels end at four deviations; beyond the
// border its pixels repeat.
void gaussian_blur(std::span<float> plane, int width, int height, float sigma_x, float sigma_y);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_GAUSSIAN_BLUR_H_
