// validate(): a number that was read, set beside what its field allows.
#ifndef ZIFFER_CORE_FIELD_VALIDATE_H_
#define ZIFFER_CORE_FIELD_VALIDATE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/field/field.h"
#include "core/reading.h"

namespace ziffer {

// One symbol that validation took for another one than was read.
struct Change {
  std::size_t symbol = 0;  // counted from the number's first, 0
  char from = 0;           // a digit, a separator, or ? if it was refused
  char to = 0;             // a digit, a separator, or 0 if it was left out
};

// Both what was read and what the field makes of it. They differ only where `changes` says so, and
// by `meanings`' notation of the same digits.
struct FieldReading {
  std::string raw;                    // the number's text as read, ? for a refused symbol
  std::string text;                   // the validated text; raw's own if not valid
  std::vector<std::string> meanings;  // of `text`, as check() lists them; empty if not valid
  bool valid = false;
  std::string_view problem;     // why `raw` does not satisfy the field; empty if it does
  std::vector<Change> changes;  // from the candidate's symbols to `text`; none if not valid
  std::size_t candidate = 0;    // which candidate `text` is made of
  // The chance that `text` is what was written, given that whatever was written satisfies the
  // field, 0..1; 0 if not valid.
  float confidence = 0;

  bool changed() const { return candidate != 0 || !changes.empty(); }
  bool ambiguous() const { return meanings.size() > 1; }
  // The one value; empty if not valid or ambiguous.
  std::string value() const { return meanings.size() == 1 ? meanings.front() : std::string(); }
};

// One way to cut a number's ink into symbols.
struct Candidate {
  std::span<const Symbol> symbols;
  float confidence = 0;  // the chance that every symbol is right, 0..1, as Number::confidence
};

constexpr int kMaxChanges = 2;
// A changed text is not offered below this confidence: where digits were read with certainty, a
// wrong check digit cannot tell which of them is to blame.
constexpr float kHopeless = 0.1F;
// Nor where it is this many times less probable than what was read: then rather the field is wrong.
constexpr float kFarFetched = 1000;

// The reading, if it satisfies the field; else the most probable text with at most kMaxChanges
// changes that does. `candidates`: the reading, then its rivals, if any.
//
// A digit is another one with the probabilities the network gave. A refused symbol is a digit with
// what the probability of no digit leaves, or a separator with half of that; the other half is that
// of two digits in one, or a letter, which no text here stands for. Of what a separator's
// confidence leaves, a third is for another separator, a third for none: only separators are ever
// left out.
//
// Symbols err independently, and whatever a candidate's confidence lacks of the product of its
// symbols' is the chance that it was cut wrongly. The confidence is the text's share of the chance
// that is left when all texts that were found not to satisfy the field are taken away: an estimate
// from below, since only the most probable choices of each symbol are searched.
FieldReading validate(const NumberField& field, std::span<const Candidate> candidates);
FieldReading validate(const NumberField& field, const Reading& reading, const Number& number);

}  // namespace ziffer

#endif  // ZIFFER_CORE_FIELD_VALIDATE_H_
