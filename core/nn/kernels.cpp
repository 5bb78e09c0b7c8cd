// The table of one instruction set.
#include "core/nn/kernels.h"

#include "core/nn/kernels_isa.h"

#define ZIFFER_STRING_(x) #x
#define ZIFFER_STRING(x) ZIFFER_STRING_(x)

namespace ziffer::ZIFFER_ISA {

extern const Kernels kKernels;
const Kernels kKernels = {
    .name = ZIFFER_STRING(ZIFFER_ISA),
    .lanes = kLanes,
    .panel_product = panel_product,
    .winograd2_input = winograd2_input,
    .winograd2_output = winograd2_output,
    .winograd4_input = winograd4_input,
    .winograd4_output = winograd4_output,
    .dot_products = dot_products,
};

}  // namespace ziffer::ZIFFER_ISA
