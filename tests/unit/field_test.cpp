// What texts satisfy a field, and what they mean.
#include "core/field/field.h"

#include <doctest/doctest.h>

using namespace ziffer;

namespace {

NumberField field(std::string_view name) {
  const Result<NumberField> parsed = parse_field(name);
  REQUIRE_MESSAGE(parsed, name);
  return *parsed;
}

using Texts = std::vector<std::string>;

// What `text` means in the field; nothing if it does not satisfy it.
Texts meanings(std::string_view name, std::string_view text) {
  Texts found;
  const std::string_view problem = check(field(name), text, &found);
  CHECK_MESSAGE(problem.empty() == !found.empty(), name << ' ' << text << ": " << problem);
  CHECK(check(field(name), text) == problem);
  return found;
}

void check_means(std::string_view name, std::string_view text, const Texts& expected) {
  CHECK_MESSAGE(meanings(name, text) == expected, name << ' ' << text);
}

void check_refused(std::string_view name, const Texts& texts) {
  for (const std::string& text : texts) {
    CHECK_MESSAGE(meanings(name, text).empty(), name << ' ' << text);
  }
}

}  // namespace

TEST_SUITE("field") {
  TEST_CASE("fields are named as people write them") {
    for (std::size_t i = 0; i < kFieldNames.size(); ++i) {
      if (static_cast<FieldKind>(i) == FieldKind::kIban) continue;
      CHECK(field(kFieldNames[i]).kind == static_cast<FieldKind>(i));
      CHECK(name(static_cast<FieldKind>(i)) == kFieldNames[i]);
    }
    CHECK(field("pin:4").digits == 4);
    CHECK(field("pin").digits == 0);
    CHECK(field("iban:DE").country == std::array{'D', 'E'});
    for (const char* wrong :
         {"", "Amount", "amounts", "amount:2", "pin:", "pin:0", "pin:33", "pin:4x",
          "pin:111111111111", "iban", "iban:", "iban:FR", "iban:E2", "iban:22AT", ":", "pin:-1"}) {
      const Result<NumberField> parsed = parse_field(wrong);
      REQUIRE_MESSAGE(!parsed, wrong);
      CHECK(parsed.error().code == ErrorCode::kInvalidArgument);
      CHECK(parsed.error().message.find("amount") != std::string::npos);
    }
  }

  TEST_CASE("a number is whatever was read") {
    check_means("number", "12.-/3", {"12.-/3"});
    check_refused("number", {"", "?", "1?2", "-", ".,"});
  }

  TEST_CASE("amounts lose their groups and get a decimal point") {
    check_means("amount", "1234", {"1234"});
    check_means("amount", "0", {"0"});
    check_means("amount", "0.05", {"0.05"});
    check_means("amount", "1.234,50", {"1234.50"});
    check_means("amount", "1,234.50", {"1234.50"});
    check_means("amount", "1234,50", {"1234.50"});
    check_means("amount", "12-50", {"12.50"});
    check_means("amount", "100,-", {"100"});
    check_means("amount", "1.000,-", {"1000"});
    check_means("amount", "1.234.567", {"1234567"});
    check_means("amount", "12,345,678.90", {"12345678.90"});
    check_means("amount", "12.34", {"12.34"});
  }

  TEST_CASE("an amount with one mark before three digits can be two") {
    check_means("amount", "1.234", {"1234", "1.234"});
    check_means("amount", "123,456", {"123456", "123.456"});
    check_means("amount", "1.234,-", {"1234"});
  }

  TEST_CASE("what is no amount") {
    check_refused("amount",
                  {"",          "?",        "1?",       ".",        "1.",       ".50",     "12.5",
                   "0.123",     "1234.567", "1.23.456", "1.234.50", "1,234,50", "1.2345",  "007",
                   "1/2",       "12:30",    "-5",       "5-",       "1-234",    "1..50",   "1,.50",
                   "1.234,567", "12.345.6", ",-",       "1.234.-",  "1--",      "12.34.56"});
  }

  TEST_CASE("postcodes") {
    check_means("zip", "12345", {"12345"});
    check_means("zip", "1010", {"1010"});
    check_means("zip", "110001", {"110001"});
    check_means("zip", "12345-6789", {"12345-6789"});
    check_means("zip", "123456789", {"12345-6789"});
    check_refused("zip", {"", "123", "1234567", "12345-", "12345-678", "1234-56789", "12345.6789",
                          "12-345", "-12345", "12345-67891"});
  }

  TEST_CASE("phone numbers") {
    check_means("phone", "555-1234", {"5551234"});
    check_means("phone", "030/123-45.67", {"0301234567"});
    check_means("phone", "123456789012345", {"123456789012345"});
    check_refused("phone", {"", "1234", "1234567890123456", "555--1234", "-5551234", "5551234-",
                            "555:1234", "555,1234", "55?1234"});
  }

  TEST_CASE("dates are days of the calendar, in every order they can have") {
    check_means("date", "2024-03-05", {"2024-03-05"});
    check_means("date", "25.12.1999", {"1999-12-25"});
    check_means("date", "12/25/1999", {"1999-12-25"});
    check_means("date", "5/3/2024", {"2024-03-05", "2024-05-03"});
    check_means("date", "5/5/2024", {"2024-05-05"});
    check_means("date", "29.2.2024", {"2024-02-29"});
    check_means("date", "29.2.2000", {"2000-02-29"});
    check_means("date", "4/27/92", {"1992-04-27", "2092-04-27"});
    check_means("date", "29.2.00", {"2000-02-29"});  // 1900 was no leap year
    check_means("date", "1.2.03", {"1903-02-01", "2003-02-01", "1903-01-02", "2003-01-02"});
    check_means("date", "25121999", {"1999-12-25"});
    check_means("date", "19991225", {"1999-12-25"});
    check_means("date", "05032024", {"2024-03-05", "2024-05-03"});
    check_means("date", "311299", {"1999-12-31", "2099-12-31"});
    for (const auto& [month, days] : {std::pair{1, 31},
                                      {2, 28},
                                      {3, 31},
                                      {4, 30},
                                      {5, 31},
                                      {6, 30},
                                      {7, 31},
                                      {8, 31},
                                      {9, 30},
                                      {10, 31},
                                      {11, 30},
                                      {12, 31}}) {
      const std::string month_of = "2023-" + std::to_string(month) + "-";
      CHECK(meanings("date", month_of + std::to_string(days)).size() == 1);
      CHECK(meanings("date", month_of + std::to_string(days + 1)).empty());
    }
  }

  TEST_CASE("what is no date") {
    check_refused("date",
                  {"",           "31/14/90",   "29.2.1900", "29.2.2023", "0.1.2024", "1.0.2024",
                   "13/13/2024", "1.1.1799",   "1.1.2200",  "5/3",       "5/3/",     "5/3/2024/",
                   "5/3-2024",   "5:3:2024",   "5,3,2024",  "/5/2024",   "5//2024",  "1/2/3/4",
                   "123.1.2024", "1.123.2024", "1.1.024",   "1.1.20240", "2024-1-",  "1234567",
                   "12345",      "310299",     "5?3?2024"});
  }

  TEST_CASE("times are those of a day, of twenty-four hours") {
    check_means("time", "10:45", {"10:45"});
    check_means("time", "9:05", {"09:05"});
    check_means("time", "09:05", {"09:05"});
    check_means("time", "10:45:30", {"10:45:30"});
    check_means("time", "9:05:07", {"09:05:07"});
    check_means("time", "10.45", {"10:45"});
    check_means("time", "9.05.07", {"09:05:07"});
    check_means("time", "0:00", {"00:00"});
    check_means("time", "23:59:59", {"23:59:59"});
    check_means("time", "1045", {"10:45"});
    check_means("time", "104530", {"10:45:30"});
    // Every minute of the day, and the hours and minutes beyond.
    for (int hour = 0; hour < 100; ++hour) {
      for (int minute = 0; minute < 100; ++minute) {
        const std::string minutes = std::to_string(100 + minute).substr(1);
        const std::string hours = std::to_string(100 + hour).substr(1);
        const Texts expected = hour < 24 && minute < 60 ? Texts{hours + ":" + minutes} : Texts{};
        check_means("time", std::to_string(hour) + ":" + minutes, expected);
        check_means("time", hours + minutes, expected);
      }
    }
  }

  TEST_CASE("what is no time") {
    check_refused("time", {"",         "?",       "24:00",   "10:60",   "10:45:60",    "2400",
                           "1060",     "104560",  "10",      "945",     "90507",       "10:4",
                           "10:5:30",  "10:45:3", "010:45",  "10:045",  "10:45:300",   "10:45:",
                           ":45",      "10:",     ":",       "10::45",  "10:.45",      "10:45.30",
                           "10.45:30", "10-45",   "10/45",   "10,45",   "10:45:30:00", "-10:45",
                           "10:45-",   "1?:45",   "10:4530", "1045:30", "10:45-30",    "12345678"});
  }

  TEST_CASE("pins are digits alone") {
    check_means("pin", "0042", {"0042"});
    check_means("pin:4", "0042", {"0042"});
    check_refused("pin:4", {"", "042", "00042", "00-42", "00?2"});
    check_refused("pin", {"", "-", "1.2"});
  }

  TEST_CASE("card numbers pass Luhn's check") {
    check_means("card", "4539148803436467", {"4539148803436467"});
    check_means("card", "4111-1111-1111-1111", {"4111111111111111"});
    check_means("card", "378282246310005", {"378282246310005"});
    check_refused("card", {"", "79927398713", "4539148803436468", "4539148803434667",
                           "4111--111111111111", "4111.1111.1111.1111", "00000000000000000000"});
  }

  TEST_CASE("every single wrong digit is found by every check digit") {
    for (const auto& [kind, text] : {std::pair{"card", "4539148803436467"},
                                     {"isbn", "0306406152"},
                                     {"isbn", "9780306406157"},
                                     {"ean", "4006381333931"},
                                     {"ean", "73513537"},
                                     {"iban:DE", "89370400440532013000"}}) {
      const std::string name = kind;  // clang 14's lambdas cannot capture structured bindings
      REQUIRE(!meanings(name, text).empty());
      for (std::string wrong = text; char& digit : wrong) {
        const char right = digit;
        for (digit = '0'; digit <= '9'; ++digit) {
          if (digit != right) CHECK_MESSAGE(meanings(name, wrong).empty(), name << ' ' << wrong);
        }
        digit = right;
      }
    }
  }

  TEST_CASE("ISBN, article numbers and IBAN") {
    check_means("isbn", "0-306-40615-2", {"0306406152"});
    check_means("isbn", "978-0-306-40615-7", {"9780306406157"});
    check_refused("isbn", {"", "4006381333931", "030640615", "9780306406158", "-0306406152"});
    check_means("ean", "4006381333931", {"4006381333931"});
    check_means("ean", "73513537", {"73513537"});
    check_means("ean", "036000291452", {"036000291452"});
    check_refused("ean", {"", "7351353", "400638133393", "4006381333932"});
    check_means("iban:DE", "89370400440532013000", {"DE89370400440532013000"});
    check_means("iban:DE", "89-3704-0044-0532-0130-00", {"DE89370400440532013000"});
    check_means("iban:AT", "611904300234573201", {"AT611904300234573201"});
    check_means("iban:BE", "68539007547034", {"BE68539007547034"});
    check_means("iban:NO", "9386011117947", {"NO9386011117947"});
    check_refused("iban:DE",
                  {"", "8937040044053201300", "611904300234573201", "89370400440532013001"});
    check_refused("iban:AT", {"89370400440532013000"});
  }

  TEST_CASE("a thousand characters are refused by all but the free number") {
    for (const char c : {'1', '.', '-', '?', '0'}) {
      const std::string text(1000, c);
      for (const std::string_view name :
           {"zip", "phone", "date", "time", "pin:4", "card", "iban:DE", "isbn", "ean"}) {
        CHECK(meanings(name, text).empty());
      }
    }
    CHECK(meanings("number", std::string(1000, '1')).size() == 1);
  }
}
