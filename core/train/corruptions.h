// The fifteen corruptions of MNIST-C (Mu & Gilmer 2019, "MNIST-C: A Robustness Benchmark for
// Computer Vision", arXiv 1906.02337), written anew from their description.
//
// Severities are those the published benchmark was made with, as its generator
// (google-research/mnist-c, corruptions.py) states them. Random numbers are ours, so the pictures
// are not the published ones but further draws of the same kind.
#ifndef ZIFFER_CORE_TRAIN_CORRUPTIONS_H_
#define ZIFFER_CORE_TRAIN_CORRUPTIONS_H_

#include <span>
#include <string_view>

#include "core/image/gray_image.h"
#include "core/train/rng.h"

namespace ziffer {

enum class Corruption {
  kShotNoise,     // each pixel a Poisson count with a mean of 3 at full ink
  kImpulseNoise,  // 17 % of the pixels black or white
  kGlassBlur,   // pixels swapped with neighbours, between two blurs of 0.7 pixels down the columns
  kMotionBlur,  // smeared one way, by up to 20 pixels with a deviation of 3, within 45 degrees of x
  kShear,       // by 0.4 radians, left or right
  kScale,       // to 0.7
  kRotate,      // by 0.4 radians (23 degrees), left or right
  kBrightness,  // half of full ink added everywhere
  kTranslate,   // by 3 pixels to one of the four diagonals
  kStripe,      // 7 columns inverted at the left, 7 at the right
  kFog,         // a plasma fractal three times as strong as the ink laid over it
  kSpatter,     // blots, opaque and a quarter as bright as ink
  kDottedLine,  // a dotted straight line from side to side
  kZigzag,      // a zigzag from side to side
  kCannyEdges,  // the edges only, each pixel 0 or 255 (Canny 1986)
};

std::span<const Corruption> all_corruptions();

// As the published files are called: "shot_noise".
std::string_view name(Corruption corruption);

// `digit` must be 28x28: 0 paper .. 255 ink, MNIST's own. So is the result. Scale, brightness,
// stripe and Canny edges draw no random numbers.
InkImage corrupted(const InkImage& digit, Corruption corruption, Rng& rng);

}  // namespace ziffer

#endif  // ZIFFER_CORE_TRAIN_CORRUPTIONS_H_
