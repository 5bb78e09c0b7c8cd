// The architectures Ziffer knows, by name.
#ifndef ZIFFER_CORE_NN_PRESETS_H_
#define ZIFFER_CORE_NN_PRESETS_H_

#include <optional>
#include <string_view>
#include <vector>

#include "core/nn/network.h"

namespace ziffer {

// The network of the report Ziffer began with: 203,434 parameters.
Architecture classic();

// A larger net without pooling, in the manner of Kaggle's best: 325,578 parameters. For comparisons
// of speed.
Architecture modern();

// The net of the page: a shape that the kernels like, and an eleventh output for what is no digit.
// 133,547 parameters.
Architecture pen();

// AlexNet (Krizhevsky, Sutskever and Hinton 2012) at an eighth of its picture's side. Kept: five
// convolutions and three dense layers, what lies between them and in which order, response
// normalisation, overlapping pools, dropout, and that most parameters are in the dense layers.
// Scaled: the first kernel from 11x11 with stride 4 to 5x5 with stride 1, since a digit of 28x28
// has no detail to throw away; channels to a third or a quarter, units to an eighth, so that two
// cores train it in an evening. Left out: the split over two processors. 645,258 parameters, 11.9 M
// multiply-adds.
Architecture alexnet();

// For accuracy with fewer than 10,000 parameters: 3x3 convolutions of few channels, to be trained
// with batch normalisation (fold.h). 9,658 parameters, 1.3 M multiply-adds.
Architecture tiny();

// Lines of writing: fully convolutional, so that a column of outputs sees 40 x 56 pixels of the
// line, a digit and half of either neighbour, and nothing else. Only two of its layers are padded:
// all columns but two at either end of a window cut out of a longer line are the very ones that the
// whole line would give. From 40 rows to one; a column of outputs every 4 columns of input, 35 of
// them for the width it is run at; sixteen classes: kLineSymbols and CTC's blank
// (core/line/alphabet.h). 161,088 parameters, 51.9 M multiply-adds.
Architecture line();

std::optional<Architecture> preset(std::string_view name);
std::vector<std::string_view> preset_names();

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PRESETS_H_
