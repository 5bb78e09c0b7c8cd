// What turns a network's raw outputs into honest answers; kept in its weights file.
#ifndef ZIFFER_CORE_NN_CALIBRATION_H_
#define ZIFFER_CORE_NN_CALIBRATION_H_

namespace ziffer {

struct Calibration {
  // The digits' logits are divided by it before softmax (Guo et al. 2017, "On calibration of modern
  // neural networks"). Above 0.
  float temperature = 1;
  // From this probability of being no digit on (0..1), a digit is refused. Above 1: never, as with
  // a network that has no output for it.
  float refusal = 2;
};

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_CALIBRATION_H_
