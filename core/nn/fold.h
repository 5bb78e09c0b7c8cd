// Batch normalisation put into an architecture for training, and taken out of the trained network:
// for given statistics it is one scale and one shift a channel, which the layer before can absorb.
#ifndef ZIFFER_CORE_NN_FOLD_H_
#define ZIFFER_CORE_NN_FOLD_H_

#include "core/nn/network.h"

namespace ziffer {

// A BatchNorm after every Conv2d, before its ReLU; none after one that gives the outputs, whose
// scale is theirs to choose.
Architecture with_batch_norm(const Architecture& architecture);

// The same network without its BatchNorm layers, their moving statistics, gamma and beta folded
// into the kernels and biases before them; named, shaped and described as if it had never had any.
// Without BatchNorm layers: a copy. One that does not follow a Conv2d or Dense at once is a
// programmer's error.
Network folded(const Network& network);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_FOLD_H_
