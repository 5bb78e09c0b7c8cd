// NumberField: what a person knows about a number before it is read, such as a form's box says, and
// the check of a text against it.
#ifndef ZIFFER_CORE_FIELD_FIELD_H_
#define ZIFFER_CORE_FIELD_FIELD_H_

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace ziffer {

enum class FieldKind {
  kNumber,  // anything that was not refused
  // Digits, in groups of three with one mark between them or in one, then nothing, or a decimal
  // mark and two digits, or ",-" or ".-" for none: 1234 1.234,50 1,234.50 12-50 100,-
  kAmount,
  // 4 to 6 digits, or ZIP+4: 12345-6789, with its hyphen or without.
  kZip,
  // 5 to 15 digits (ITU-T E.164 allows no more), with single marks between them. The + of an
  // international number cannot be read.
  kPhone,
  // A day of the Gregorian calendar, 1800 to 2199: 5.3.2024 3/5/24 2024-03-05, and as digits alone,
  // of a form's boxes: 05032024 20240305 050324.
  kDate,
  // Of a day, 0:00 to 23:59:59, all of twenty-four hours: 9:05 10:45 10:45:30, with points as well,
  // and as digits alone, of a form's boxes: 1045 104530.
  kTime,
  kPin,   // digits alone; as many as NumberField::digits says, if it does
  kCard,  // payment cards, ISO/IEC 7812-1: 12 to 19 digits, the last Luhn's check digit
  // ISO 13616-1, of a country whose accounts are numbered with digits alone. The country's letters
  // cannot be read, so the field names them: iban:DE holds what is written after DE.
  kIban,
  kIsbn,  // ISO 2108: 13 digits from 978 or 979, or the older 10; a check digit X cannot be read
  kEan,   // GS1's article numbers: 8, 12, 13 or 14 digits, the last a check digit
};

struct NumberField {
  FieldKind kind = FieldKind::kNumber;
  int digits = 0;                 // kPin: how many, 1..32; 0 if that is unknown
  std::array<char, 2> country{};  // kIban: two letters
};

// Longer texts satisfy kNumber alone.
constexpr std::size_t kMaxFieldSymbols = 40;

// By index of FieldKind.
constexpr std::array<std::string_view, 11> kFieldNames = {
    "number", "amount", "zip", "phone", "date", "time", "pin", "card", "iban", "isbn", "ean"};

constexpr std::string_view name(FieldKind kind) {
  return kFieldNames[static_cast<std::size_t>(kind)];
}

// A field as people write it: one of kFieldNames; "pin:4" for four digits; "iban:DE" always with
// its country, one of AT BE CZ DE DK EE ES FI HR HU IS LT NO PL PT SE SI SK. Error:
// kInvalidArgument.
Result<NumberField> parse_field(std::string_view name);

// Why `text` does not satisfy `field`, in plain words without a full stop; empty if it does, and
// then `meanings`, where wanted, holds every value the text can have, never none:
//   amount   123.45 with a point for the decimals, whatever marks were written. 1.234 can be 1234
//            and 1.234.
//   date     2024-03-05 (ISO 8601). Day first and month first where both are days of the calendar,
//            in this order; 19xx and 20xx for a year of two digits.
//   time     09:05 or 09:05:30 (ISO 8601)
//   zip      12345-6789 with its hyphen;  iban  with its country;  number  as written
//   others   the digits alone
// No digit is ever changed, and none added or left out but those of a year's century.
//
// The check digits: Luhn's "Computer for verifying numbers", US patent 2,950,048 (filed 1954,
// granted 1960), also in ISO/IEC 7812-1 annex B. ISBN-10 modulo 11 and ISBN-13 modulo 10: ISO 2108.
// EAN modulo 10: GS1 General Specifications, section 7.9. IBAN modulo 97: ISO 13616-1, by ISO/IEC
// 7064's MOD 97-10.
std::string_view check(const NumberField& field, std::string_view text,
                       std::vector<std::string>* meanings = nullptr);

}  // namespace ziffer

#endif  // ZIFFER_CORE_FIELD_FIELD_H_
