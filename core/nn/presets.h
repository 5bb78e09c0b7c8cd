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

std::optional<Architecture> preset(std::string_view name);
std::vector<std::string_view> preset_names();

}  // namespace ziffer

#endif  // ZIFFER_CORE_NN_PRESETS_H_
