// The signature: one line that must be the same wherever the same code and weights run, natively
// and as WebAssembly. A commit that changes it says so.
#ifndef ZIFFER_CORE_SIGNATURE_H_
#define ZIFFER_CORE_SIGNATURE_H_

#include <string>

#include "core/recognizer.h"

namespace ziffer {

// Reads a fixed set of drawings (ten digits as plain strokes, in several sizes, slants and pen
// widths, one by one and side by side) and prints "<architecture> <right>/<drawn> <CRC-32 of all
// texts read>". Only decisions count: raw floats differ in their last bits between instruction
// sets.
std::string signature(Recognizer& recognizer);

}  // namespace ziffer

#endif  // ZIFFER_CORE_SIGNATURE_H_
