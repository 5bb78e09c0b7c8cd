// The weights file: a network's parameters with everything needed to distrust them.
//
// All numbers little-endian. Layout, in order:
//   char[4]  "ZIFW"
//   u32      format version, 2
//   u32      CRC-32 (IEEE 802.3) of every byte after this field
//   text     preset name; text = u16 length + bytes
//   text     describe(network), which must equal that of the preset in code
//   u16      number of tensors, then for each: text name, u8 type, u8 rank, u32[rank] shape, values
//            row-major; names, shapes and order as the network has them, every value finite. Types:
//            0 = float32, 1 = IEEE half precision, 2 = int8 times a float32 scale for each entry of
//            the last axis (the output channel), scales first
//   u16      number of golden images, at least 1, then u8[n][H*W*C] images (value / 255 is the input)
//   and
//            float32[n][outputs] the logits they must give
//   float32  temperature, above 0, then float32 refusal: see calibration.h; both finite
// and nothing after. A file is used whole or not at all.
#ifndef ZIFFER_CORE_NN_WEIGHTS_FILE_H_
#define ZIFFER_CORE_NN_WEIGHTS_FILE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/calibration.h"
#include "core/nn/network.h"
#include "core/nn/predictor.h"
#include "core/result.h"

namespace ziffer {

// Largest difference between a golden logit and the one computed here.
constexpr float kGoldenTolerance = 1e-3F;

struct WeightsFile {
  Network network;
  std::vector<std::uint8_t> golden_images;  // n * network.input.size()
  std::vector<float> golden_logits;         // n * network.output().size()
  Calibration calibration;
};

// Checks everything but the golden batch. Error: kCorruptWeights, saying which field.
Result<WeightsFile> parse_weights(std::span<const std::uint8_t> bytes);

// Runs the golden batch. Error: kSelfTestFailed.
Result<Predictor> checked_predictor(WeightsFile file);

// How parameters are stored; they are float32 again once loaded. int8 is for kernels, biases stay
// float32. int6 is int8 of 63 steps instead of 255, which compresses to three quarters; no reader
// knows one from the other.
enum class Precision : std::uint8_t { kFloat32 = 0, kHalf = 1, kInt8 = 2, kInt6 = 3 };

// `golden_images` are inputs in bytes; their logits are computed here, with the parameters as
// stored.
std::vector<std::uint8_t> serialise_weights(const Network& network,
                                            std::span<const std::uint8_t> golden_images,
                                            const Calibration& calibration,
                                            Precision precision = Precision::kFloat32);

// CRC-32 as in PNG, gzip and Ethernet: polynomial 0xEDB88320 reflected.
std::uint32_t crc32(std::span<const std::uint8_t> bytes);

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_WEIGHTS_FILE_H_
