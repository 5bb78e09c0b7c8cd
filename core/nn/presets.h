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

std::optional<Architecture> preset(std::string_view name);
std::vector<std::string_view> preset_names();

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PRESETS_H_
