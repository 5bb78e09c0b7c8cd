// What cameras, scanners and poor light do to a picture before it is read. MNIST-C's corruptions
// (corruptions.h) act on finished 28x28 planes; these act on pictures of any size, for the whole
// reader.
#ifndef ZIFFER_CORE_TRAIN_DEGRADATIONS_H_
#define ZIFFER_CORE_TRAIN_DEGRADATIONS_H_

#include <span>
#include <string>

#include "core/image/gray_image.h"
#include "core/train/rng.h"

namespace ziffer {

enum class DegradationKind {
  kDimLight,       // amount: the share of full light, 0..1, that the lit side gets
  kGaussianBlur,   // amount: the standard deviation in pixels
  kGaussianNoise,  // amount: the standard deviation in grey levels
  kJpeg,           // amount: quality 1..100 as the Independent JPEG Group's library counts it
  kResize,         // amount: factor on either side
};

struct Degradation {
  DegradationKind kind;
  float amount;
};

// Every kind at several amounts, mildest first.
std::span<const Degradation> all_degradations();

// "gaussian_blur 2".
std::string name(const Degradation& degradation);

// `picture` is dark ink on light paper. Only kResize changes its size, to no less than one pixel.
// kGaussianBlur, kJpeg and kResize draw no random numbers.
//
// Dim light: ink loses a third of its contrast; the light falls off evenly, from full in one random
// direction to a third on the opposite side; noise of one grey level is added, as sensors do.
// JPEG: 8x8 blocks quantised by DCT coefficient with the luminance table of ITU-T T.81 annex K.1;
// what a file would hold in between is lossless and left out.
GrayImage degraded(const GrayImage& picture, const Degradation& degradation, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_DEGRADATIONS_H_
