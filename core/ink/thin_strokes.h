// Keeping thin strokes when ink is made much smaller: by area alone a hair line in a photograph
// would come to less than 1/255 of coverage and vanish.
#ifndef ZIFFER_CORE_INK_THIN_STROKES_H_
#define ZIFFER_CORE_INK_THIN_STROKES_H_

#include "core/image/gray_image.h"

namespace ziffer {

// What is to be shrunk by more than this is reduced by block maxima to about this size first.
constexpr int kThinnest = 16;

// Blocks of factor x factor pixels to their maximum.
Plane max_pooled(const Plane& source, int factor);

// Strokes much thinner than MNIST's come out grey when shrunk; MNIST's own are near white at their
// core. Faint ink is brightened up to 16-fold; what is not faint stays as it is.
void brighten(Plane& ink);

}  // namespace ziffer

#endif  // ZIFFER_CORE_INK_THIN_STROKES_H_
