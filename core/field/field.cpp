#include "core/field/field.h"

#include <algorithm>
#include <cstddef>

namespace ziffer {
namespace {

constexpr std::size_t kMaxPinDigits = 32;

// An IBAN's length, of the countries whose accounts have no letters (IBAN registry).
constexpr std::string_view kIbanLengths =
    "AT20BE16CZ24DE22DK18EE20ES24FI18HR21HU28IS26LT20NO15PL28PT25SE24SI19SK24";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool one_of(std::string_view marks, char c) { return marks.find(c) != std::string_view::npos; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// At most nine digits.
int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = 10 * value + (c - '0');
  return value;
}

// The digits of a text whose other characters are `marks`, each of them between two digits; empty
// for any other text.
std::string digits_between(std::string_view marks, std::string_view text) {
  std::string digits;
  bool after_digit = false;
  for (const char c : text) {
    if (!is_digit(c) && !(after_digit && one_of(marks, c))) return {};
    after_digit = is_digit(c);
    if (after_digit) digits += c;
  }
  return after_digit ? digits : std::string();
}

std::string_view accept(std::string value, std::vector<std::string>* meanings) {
  if (meanings != nullptr) *meanings = {std::move(value)};
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
  constexpr std::string_view kDecimalMarks = ".,-";
  const std::size_t size = text.size();
  std::string_view whole = text;
  std::string cents;
  char decimal = 0;
  if (size > 3 && one_of(kDecimalMarks, text[size - 3]) && all_digits(text.substr(size - 2))) {
    whole = text.substr(0, size - 3);
    decimal = text[size - 3];
    cents = '.' + std::string(text.substr(size - 2));
  } else if (size > 2 && text[size - 1] == '-' && one_of(".,", text[size - 2])) {
    whole = text.substr(0, size - 2);
    decimal = text[size - 2];
  }
  const auto mark = std::find_if_not(whole.begin(), whole.end(), is_digit);
  const char group = mark == whole.end() ? '.' : *mark;
  if (!one_of(".,", group) || (mark != whole.end() && group == decimal) ||
      !is_whole(whole, group)) {
    return "an amount is digits, plain or in groups of three, and two more after its decimal mark";
  }
  std::string value(whole);
  value.erase(std::remove(value.begin(), value.end(), group), value.end());
  const bool decimals_too = decimal == 0 && std::count(whole.begin(), whole.end(), group) == 1;
  accept(value + cents, meanings);
  if (decimals_too && meanings != nullptr) {
    value.insert(static_cast<std::size_t>(mark - whole.begin()), 1, '.');
    meanings->push_back(std::move(value));
  }
  return {};
}

std::string_view check_zip(std::string_view text, std::vector<std::string>* meanings) {
  const bool hyphen = text.size() == 10 && text[5] == '-';
  const std::string digits = hyphen ? digits_between("-", text) : std::string(text);
  if (all_digits(digits) && digits.size() >= 4 && digits.size() <= 6) {
    return accept(digits, meanings);
  }
  if (!all_digits(digits) || digits.size() != 9) {
    return "a postcode is 4 to 6 digits, or 5, a hyphen and 4";
  }
  return accept(digits.substr(0, 5) + '-' + digits.substr(5), meanings);
}

int days_of(int month, int year) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

void add_date(std::string_view year, std::string_view month, std::string_view day,
              std::vector<std::string>& dates) {
  const int m = value_of(month);
  const int d = value_of(day);
  const bool full = year.size() == 4;
  for (int y = value_of(year) + (full ? 0 : 1900); y < (full ? 10000 : 2100);
       y += full ? 10000 : 100) {
    if (y < 1800 || y > 2199 || m < 1 || m > 12 || d < 1 || d > days_of(m, y)) continue;
    std::string date = std::to_string(y);
    for (const int part : {m, d}) {
      date += {'-', static_cast<char>('0' + part / 10), static_cast<char>('0' + part % 10)};
    }
    if (std::find(dates.begin(), dates.end(), date) == dates.end()) dates.push_back(date);
  }
}

std::string_view check_date(std::string_view text, std::vector<std::string>* meanings) {
  constexpr std::string_view kForm = "a date is a day, a month and a year";
  std::vector<std::string> dates;
  const auto add = [&](std::string_view a, std::string_view b, std::string_view c) {
    const auto short_part = [](std::string_view part) { return !part.empty() && part.size() <= 2; };
    if (!all_digits(a) || !all_digits(b) || !all_digits(c) || !short_part(b)) return false;
    if (a.size() == 4 && short_part(c)) {
      add_date(a, b, c, dates);
      return true;
    }
    if (!short_part(a) || (c.size() != 2 && c.size() != 4)) return false;
    add_date(c, b, a, dates);
    add_date(c, a, b, dates);
    return true;
  };
  const auto mark = std::find_if_not(text.begin(), text.end(), is_digit);
  if (mark == text.end()) {
    if (text.size() != 6 && text.size() != 8) return kForm;
    add(text.substr(0, 2), text.substr(2, 2), text.substr(4));
    if (text.size() == 8) add(text.substr(0, 4), text.substr(4, 2), text.substr(6));
  } else {
    const std::size_t first = static_cast<std::size_t>(mark - text.begin());
    const std::size_t second = text.find(*mark, first + 1);
    if (!one_of(".-/", *mark) || second == std::string_view::npos ||
        !add(text.substr(0, first), text.substr(first + 1, second - first - 1),
             text.substr(second + 1))) {
      return kForm;
    }
  }
  if (dates.empty()) return "there is no such day between 1800 and 2199";
  if (meanings != nullptr) *meanings = std::move(dates);
  return {};
}

// From the right, every second digit times `factor`, which Luhn reduces to its digits' sum; modulo
// 10.
int modulo10(std::string_view digits, int factor, bool luhn) {
  int sum = 0;
  bool weighted = false;
  for (auto c = digits.rbegin(); c != digits.rend(); ++c, weighted = !weighted) {
    const int product = (*c - '0') * (weighted ? factor : 1);
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

int modulo97(std::string_view digits) {
  int rest = 0;
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

std::string_view check_digits(const Field& field, std::string_view text,
                              std::vector<std::string>* meanings) {
  constexpr std::string_view kWrong = "the check digit is wrong";
  std::string digits = digits_between(field.kind == FieldKind::kPhone ? ".-/"
                                      : field.kind == FieldKind::kPin ? ""
                                                                      : "-",
                                      text);
  if (digits.empty()) return "only digits belong here, at most with a mark between two";
  const std::size_t count = digits.size();
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
      if (count != 13 || !(digits.starts_with("978") || digits.starts_with("979"))) {
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
      if (count + 2 != iban_length(field.country)) return "the number of digits is another";
      std::string moved = digits.substr(2);
      for (const char letter : field.country) moved += std::to_string(letter - 'A' + 10);
      // 00, 01 and 99 would pass for 97, 98 and 02, which are the ones in use.
      const int pair = value_of(digits.substr(0, 2));
      if (modulo97(moved + digits.substr(0, 2)) != 1 || pair < 2 || pair > 98) {
        return "the check digits are wrong";
      }
      digits.insert(0, field.country);
    }
  }
  return accept(std::move(digits), meanings);
}

}  // namespace

Result<Field> parse_field(std::string_view name) {
  const std::size_t colon = std::min(name.find(':'), name.size());
  const auto known = std::find(kFieldNames.begin(), kFieldNames.end(), name.substr(0, colon));
  Field field;
  field.kind = static_cast<FieldKind>(known - kFieldNames.begin());
  const bool detailed = colon < name.size();
  const std::string_view detail = name.substr(std::min(colon + 1, name.size()));
  bool good = known != kFieldNames.end();
  if (good && field.kind == FieldKind::kIban) {
    field.country = detail;
    good = iban_length(detail) != 0;
  } else if (good && detailed) {
    good = field.kind == FieldKind::kPin && all_digits(detail) && detail.size() <= 2;
    if (good) field.digits = value_of(detail);
    good = good && field.digits >= 1 && field.digits <= static_cast<int>(kMaxPinDigits);
  }
  if (good) return field;
  std::string message = "a field is one of";
  for (const std::string_view each : kFieldNames) {
    message += ' ';
    message += each;
    if (each == "pin") message += " pin:4";
    if (each == "iban") message += ":DE";
  }
  return Error{ErrorCode::kInvalidArgument, message};
}

std::string_view check(const Field& field, std::string_view text,
                       std::vector<std::string>* meanings) {
  if (one_of(text, '?')) return "a symbol could not be read";
  if (std::none_of(text.begin(), text.end(), is_digit)) return "there is no digit";
  switch (field.kind) {
    case FieldKind::kNumber:
      return accept(std::string(text), meanings);
    case FieldKind::kAmount:
      return check_amount(text, meanings);
    case FieldKind::kZip:
      return check_zip(text, meanings);
    case FieldKind::kDate:
      return check_date(text, meanings);
    default:
      return check_digits(field, text, meanings);
  }
}

}  // namespace ziffer
