#include "core/field/field.h"

#include <algorithm>

namespace ziffer {
namespace {

constexpr int kMaxPinDigits = 32;

// An IBAN's length, of the countries whose accounts have no letters (IBAN registry).
constexpr std::string_view kIbanLengths =
    "AT20BE16CZ24DE22DK18EE20ES24FI18HR21HU28IS26LT20NO15PL28PT25SE24SI19SK24";

// A text of bounded length without the heap: a search checks thousands of them.
struct Text {
  std::array<char, kMaxFieldSymbols + 2> chars;  // an IBAN's country comes on top
  std::size_t size = 0;

  void add(char c) { chars[size++] = c; }
  void add(std::string_view text) {
    for (const char c : text) add(c);
  }
  std::string_view view() const { return {chars.data(), size}; }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool one_of(std::string_view marks, char c) {
  for (const char mark : marks) {
    if (mark == c) return true;
  }
  return false;
}

// Where the first character is that is no digit; text.size() if there is none.
std::size_t digits_until(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool all_digits(std::string_view text) {
  return !text.empty() && digits_until(text) == text.size();
}

// At most nine digits.
int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = 10 * value + (c - '0');
  return value;
}

// The digits of a text whose other characters are `marks`, each of them between two digits; none of
// any other text.
Text digits_between(std::string_view marks, std::string_view text) {
  Text digits;
  bool after_digit = false;
  for (const char c : text) {
    if (!is_digit(c) && !(after_digit && one_of(marks, c))) return {};
    after_digit = is_digit(c);
    if (after_digit) digits.add(c);
  }
  return after_digit ? digits : Text{};
}

// Always empty: what check() answers if all is well.
std::string_view accept(std::string_view value, std::vector<std::string>* meanings) {
  if (meanings != nullptr &&
      std::find(meanings->begin(), meanings->end(), value) == meanings->end())
    meanings->emplace_back(value);
  return {};
}

// Digits without a needless zero in front; or groups of three behind a first of up to three, with
// `mark` between them.
bool is_whole(std::string_view text, char mark) {
  const std::size_t first = std::min(text.find(mark), text.size());
  if (!all_digits(text.substr(0, first)) || (text[0] == '0' && text.size() > 1)) return false;
  if (first == text.size()) return true;
  if (first > 3) return false;
  for (std::size_t at = first; at < text.size(); at += 4) {
    if (text[at] != mark || at + 4 > text.size() || !all_digits(text.substr(at + 1, 3))) {
      return false;
    }
  }
  return true;
}

std::string_view check_amount(std::string_view text, std::vector<std::string>* meanings) {
  const std::size_t size = text.size();
  std::string_view whole = text;
  std::string_view cents;
  char decimal = 0;
  if (size > 3 && one_of(".,-", text[size - 3]) && all_digits(text.substr(size - 2))) {
    whole = text.substr(0, size - 3);
    decimal = text[size - 3];
    cents = text.substr(size - 2);
  } else if (size > 2 && text[size - 1] == '-' && one_of(".,", text[size - 2])) {
    whole = text.substr(0, size - 2);
    decimal = text[size - 2];
  }
  const std::size_t first = digits_until(whole);
  const char group = first < whole.size() ? whole[first] : '.';
  if (!one_of(".,", group) || (first < whole.size() && group == decimal) ||
      !is_whole(whole, group)) {
    return "an amount is digits, plain or in groups of three, and two more after its decimal mark";
  }
  Text value;
  for (const char c : whole) {
    if (c != group) value.add(c);
  }
  if (!cents.empty()) {
    value.add('.');
    value.add(cents);
  }
  accept(value.view(), meanings);
  if (decimal == 0 && first + 4 == whole.size()) {  // a lone group may be three decimals
    Text other;
    other.add(whole.substr(0, first));
    other.add('.');
    other.add(whole.substr(first + 1));
    accept(other.view(), meanings);
  }
  return {};
}

std::string_view check_zip(std::string_view text, std::vector<std::string>* meanings) {
  const std::size_t first = digits_until(text);
  if (first == text.size() && first >= 4 && first <= 6) return accept(text, meanings);
  const bool hyphen = first == 5 && text.size() == 10 && text[5] == '-';
  const std::string_view digits = text.substr(hyphen ? 6 : std::min<std::size_t>(5, first));
  if (first != (hyphen ? 5 : 9) || digits.size() != 4 || !all_digits(digits)) {
    return "a postcode is 4 to 6 digits, or 5, a hyphen and 4";
  }
  Text value;
  value.add(text.substr(0, 5));
  value.add('-');
  value.add(digits);
  return accept(value.view(), meanings);
}

int days_of(int month, int year) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Whether there is such a day, in the one year or in either century; one or two digits for month
// and day, two or four for the year.
bool add_date(std::string_view year, std::string_view month, std::string_view day,
              std::vector<std::string>* meanings) {
  const int m = value_of(month);
  const int d = value_of(day);
  const bool full = year.size() == 4;
  bool found = false;
  for (int century = full ? 0 : 1900; century <= (full ? 0 : 2000); century += 100) {
    const int y = century + value_of(year);
    if (y < 1800 || y > 2199 || m < 1 || m > 12 || d < 1 || d > days_of(m, y)) continue;
    Text date;
    const auto add = [&](int two) {
      date.add(static_cast<char>('0' + two / 10));
      date.add(static_cast<char>('0' + two % 10));
    };
    add(y / 100);
    add(y % 100);
    date.add('-');
    add(m);
    date.add('-');
    add(d);
    accept(date.view(), meanings);
    found = true;
  }
  return found;
}

std::string_view check_date(std::string_view text, std::vector<std::string>* meanings) {
  bool found = false;
  // Three parts in a row. False if they are no date's.
  const auto add = [&](std::string_view a, std::string_view b, std::string_view c) {
    if (!all_digits(a) || !all_digits(b) || !all_digits(c) || b.size() > 2) return false;
    if (a.size() == 4 && c.size() <= 2) {
      found = add_date(a, b, c, meanings) || found;
      return true;
    }
    if (a.size() > 2 || (c.size() != 2 && c.size() != 4)) return false;
    found = add_date(c, b, a, meanings) || found;
    found = add_date(c, a, b, meanings) || found;
    return true;
  };
  const std::size_t size = text.size();
  const std::size_t first = digits_until(text);
  bool form = false;
  if (first < size) {
    const std::size_t second = first + 1 + digits_until(text.substr(first + 1));
    form = second < size && one_of(".-/", text[first]) && text[second] == text[first] &&
           add(text.substr(0, first), text.substr(first + 1, second - first - 1),
               text.substr(second + 1));
  } else if (size == 6 || size == 8) {
    form = add(text.substr(0, 2), text.substr(2, 2), text.substr(4));
    if (size == 8) add(text.substr(0, 4), text.substr(4, 2), text.substr(6));
  }
  if (!form) return "a date is a day, a month and a year";
  if (!found) return "there is no such day between 1800 and 2199";
  return {};
}

std::string_view check_time(std::string_view text, std::vector<std::string>* meanings) {
  constexpr std::string_view kForm = "a time is hours and minutes, or hours, minutes and seconds";
  const std::size_t first = digits_until(text);
  // Boxes have room for both digits of the hour.
  const bool boxes = first == text.size();
  if (boxes ? first != 4 && first != 6 : first > 2 || !one_of(":.", text[first])) return kForm;
  const std::size_t hour = boxes ? 2 : first;
  if (hour == 0) return kForm;
  const std::string_view hours = text.substr(0, hour);
  Text time;
  if (hours.size() == 1) time.add('0');
  time.add(hours);
  int parts = 1;
  bool exists = value_of(hours) < 24;
  for (std::size_t at = hour; at < text.size(); at += 2, ++parts) {
    if (!boxes && text[at++] != text[first]) return kForm;
    const std::string_view part = text.substr(std::min(at, text.size()), 2);
    if (part.size() != 2 || !all_digits(part) || parts == 3) return kForm;
    exists = exists && value_of(part) < 60;
    time.add(':');
    time.add(part);
  }
  if (!exists) return "there is no such time of day";
  return accept(time.view(), meanings);
}

// From the right, every second digit times `factor`, which Luhn reduces to its digits' sum; modulo
// 10.
int modulo10(std::string_view digits, int factor, bool luhn) {
  int sum = 0;
  bool weighted = false;
  for (std::size_t i = digits.size(); i-- > 0; weighted = !weighted) {
    const int product = (digits[i] - '0') * (weighted ? factor : 1);
    sum += luhn && product > 9 ? product - 9 : product;
  }
  return sum % 10;
}

int modulo11(std::string_view digits) {
  int sum = 0;
  int weight = static_cast<int>(digits.size());
  for (const char c : digits) sum += (c - '0') * weight--;
  return sum % 11;
}

// Of a number that goes on with `digits`, and leaves `rest` without them.
int modulo97(int rest, std::string_view digits) {
  for (const char c : digits) rest = (10 * rest + (c - '0')) % 97;
  return rest;
}

// An IBAN's length by its country; 0 for countries that are not in the table.
std::size_t iban_length(std::string_view country) {
  for (std::size_t at = 0; at < kIbanLengths.size(); at += 4) {
    if (kIbanLengths.substr(at, 2) == country) {
      return static_cast<std::size_t>(value_of(kIbanLengths.substr(at + 2, 2)));
    }
  }
  return 0;
}

std::string_view check_digits(const NumberField& field, std::string_view text,
                              std::vector<std::string>* meanings) {
  constexpr std::string_view kWrong = "the check digit is wrong";
  const std::string_view marks = field.kind == FieldKind::kPhone ? ".-/"
                                 : field.kind == FieldKind::kPin ? ""
                                                                 : "-";
  const Text found = digits_between(marks, text);
  const std::string_view digits = found.view();
  const std::size_t count = digits.size();
  if (count == 0) return "only digits belong here, at most with a mark between two";
  switch (field.kind) {
    case FieldKind::kPhone:
      if (count < 5 || count > 15) return "a phone number has 5 to 15 digits";
      break;
    case FieldKind::kPin:
      if (field.digits > 0 && count != static_cast<std::size_t>(field.digits)) {
        return "the number of digits is another";
      }
      break;
    case FieldKind::kCard:
      if (count < 12 || count > 19) return "a card's number has 12 to 19 digits";
      if (modulo10(digits, 2, true) != 0) return kWrong;
      break;
    case FieldKind::kIsbn:
      if (count == 10) {
        if (modulo11(digits) != 0) return kWrong;
        break;
      }
      if (count != 13 || digits.substr(0, 2) != "97" || digits[2] < '8') {
        return "an ISBN has 10 digits, or 13 that begin with 978 or 979";
      }
      if (modulo10(digits, 3, false) != 0) return kWrong;
      break;
    case FieldKind::kEan:
      if (count != 8 && (count < 12 || count > 14)) {
        return "an article number has 8, 12, 13 or 14 digits";
      }
      if (modulo10(digits, 3, false) != 0) return kWrong;
      break;
    default: {  // kIban
      const std::string_view country(field.country.data(), field.country.size());
      if (count + 2 != iban_length(country)) return "the number of digits is another";
      // The account, the country with A as 10 and so on, the check digits.
      int rest = modulo97(0, digits.substr(2));
      for (const char letter : country) rest = (100 * rest + (letter - 'A' + 10)) % 97;
      // 00, 01 and 99 would pass for 97, 98 and 02, which are the ones in use.
      const int pair = value_of(digits.substr(0, 2));
      if (modulo97(rest, digits.substr(0, 2)) != 1 || pair < 2 || pair > 98) {
        return "the check digits are wrong";
      }
      Text value;
      value.add(country);
      value.add(digits);
      return accept(value.view(), meanings);
    }
  }
  return accept(digits, meanings);
}

}  // namespace

Result<NumberField> parse_field(std::string_view name) {
  const std::size_t colon = std::min(name.find(':'), name.size());
  NumberField field;
  std::size_t kind = 0;
  while (kind < kFieldNames.size() && kFieldNames[kind] != name.substr(0, colon)) ++kind;
  bool good = kind < kFieldNames.size();
  field.kind = static_cast<FieldKind>(kind);
  const std::string_view detail = name.substr(std::min(colon + 1, name.size()));
  if (good && field.kind == FieldKind::kIban) {
    good = iban_length(detail) != 0;
    if (good) field.country = {detail[0], detail[1]};
  } else if (good && colon < name.size()) {
    good = field.kind == FieldKind::kPin && all_digits(detail) && detail.size() <= 2;
    if (good) field.digits = value_of(detail);
    good = good && field.digits >= 1 && field.digits <= kMaxPinDigits;
  }
  if (good) return field;
  return Error{
      ErrorCode::kInvalidArgument,
      "a field is number, amount, zip, phone, date, time, pin, pin:4, card, iban:DE, isbn or ean"};
}

std::string_view check(const NumberField& field, std::string_view text,
                       std::vector<std::string>* meanings) {
  if (one_of(text, '?')) return "a symbol could not be read";
  if (text.find_first_of("0123456789") == std::string_view::npos) return "there is no digit";
  if (field.kind == FieldKind::kNumber) return accept(text, meanings);
  if (text.size() > kMaxFieldSymbols) return "there are too many symbols";
  switch (field.kind) {
    case FieldKind::kAmount:
      return check_amount(text, meanings);
    case FieldKind::kZip:
      return check_zip(text, meanings);
    case FieldKind::kDate:
      return check_date(text, meanings);
    case FieldKind::kTime:
      return check_time(text, meanings);
    default:
      return check_digits(field, text, meanings);
  }
}

}  // namespace ziffer
