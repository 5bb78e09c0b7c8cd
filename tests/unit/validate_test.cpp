// What a field makes of symbols and their probabilities.
#include "core/field/validate.h"

#include <doctest/doctest.h>

#include <limits>

using namespace ziffer;

namespace {

NumberField field(std::string_view name) { return parse_field(name).value(); }

// A symbol of that confidence; of a digit, `second` has what is left of it.
Symbol symbol(char mark, float confidence, char second = 0) {
  Symbol made;
  made.confidence = confidence;
  if (kSeparators.find(mark) != std::string_view::npos) {
    made.digit = -1;
    made.separator = mark;
    return made;
  }
  made.digit = mark - '0';
  const bool one_rival = second != 0;
  for (float& p : made.probabilities) p = one_rival ? 0 : (1 - confidence) / (kClasses - 1);
  if (one_rival) made.probabilities[static_cast<std::size_t>(second - '0')] = 1 - confidence;
  made.probabilities[static_cast<std::size_t>(made.digit)] = confidence;
  return made;
}

// Looks like `digit`, but the network takes it for something else.
Symbol refused(char digit, float no_digit) {
  Symbol made = symbol(digit, 0.9F);
  made.no_digit = no_digit;
  made.refusal = Refusal::kNoDigit;
  return made;
}

std::vector<Symbol> symbols(std::string_view text, float confidence = 0.999F) {
  std::vector<Symbol> made;
  for (const char mark : text) made.push_back(symbol(mark, confidence));
  return made;
}

float product(std::span<const Symbol> symbols) {
  float product = 1;
  for (const Symbol& each : symbols) product *= each.confidence;
  return product;
}

FieldReading validated(std::string_view name, const std::vector<Symbol>& symbols) {
  const Candidate candidate{symbols, product(symbols)};
  return validate(field(name), std::span(&candidate, 1));
}

}  // namespace

TEST_SUITE("validate") {
  TEST_CASE("a reading that satisfies its field stays as it is") {
    const FieldReading amount = validated("amount", symbols("1.234,50", 0.9F));
    CHECK(amount.valid);
    CHECK(!amount.changed());
    CHECK(amount.raw == "1.234,50");
    CHECK(amount.text == amount.raw);
    CHECK(amount.value() == "1234.50");
    CHECK(amount.problem.empty());
    CHECK(amount.changes.empty());
    CHECK(amount.confidence > product(symbols("1.234,50", 0.9F)));
    CHECK(amount.confidence < 1);
  }

  TEST_CASE("a time stays as it was written, beside what it means; an hour too many is said") {
    const FieldReading time = validated("time", symbols("9.05"));
    CHECK(time.valid);
    CHECK(!time.changed());
    CHECK(time.raw == "9.05");
    CHECK(time.text == "9.05");
    CHECK(time.value() == "09:05");
    std::vector<Symbol> late = symbols("25:45");
    CHECK(!validated("time", late).valid);
    CHECK(validated("time", late).problem == "there is no such time of day");
    late[1] = symbol('5', 0.6F, '3');
    const FieldReading changed = validated("time", late);
    CHECK(changed.valid);
    CHECK(changed.raw == "25:45");
    CHECK(changed.text == "23:45");
    REQUIRE(changed.changes.size() == 1);
    CHECK(changed.changes[0].symbol == 1);
    CHECK(changed.changes[0].from == '5');
    CHECK(changed.changes[0].to == '3');
  }

  TEST_CASE("an ambiguous one has its meanings and no value") {
    const FieldReading amount = validated("amount", symbols("1.234"));
    CHECK(amount.valid);
    CHECK(amount.ambiguous());
    CHECK(amount.value().empty());
    CHECK(amount.meanings == std::vector<std::string>{"1234", "1.234"});
    CHECK(validated("date", symbols("5/3/2024")).ambiguous());
    CHECK(validated("date", symbols("25/3/2024")).value() == "2024-03-25");
  }

  TEST_CASE("a check digit finds the digit that was hardly one") {
    std::vector<Symbol> card = symbols("4539148803436467");
    card[5] = symbol('9', 0.55F, '4');  // 4 was written
    const FieldReading read = validated("card", card);
    CHECK(read.raw == "4539198803436467");
    CHECK(read.valid);
    CHECK(read.changed());
    REQUIRE(read.changes.size() == 1);
    CHECK(read.changes[0].symbol == 5);
    CHECK(read.changes[0].from == '9');
    CHECK(read.changes[0].to == '4');
    CHECK(read.text == "4539148803436467");
    CHECK(read.value() == read.text);
    CHECK(read.problem == "the check digit is wrong");
    CHECK(read.confidence > 0.9F);
  }

  TEST_CASE("a check digit that holds raises the confidence, and never over what is possible") {
    std::vector<Symbol> card = symbols("4539148803436467");
    card[5] = symbol('4', 0.55F, '9');
    const FieldReading read = validated("card", card);
    CHECK(!read.changed());
    CHECK(read.confidence > 0.9F);
    CHECK(read.confidence <= 1);
  }

  TEST_CASE("a wrong check digit under certain digits changes nothing") {
    const FieldReading read = validated("card", symbols("4539148803436466", 0.99F));
    CHECK(!read.valid);
    CHECK(!read.changed());
    CHECK(read.text == read.raw);
    CHECK(read.problem == "the check digit is wrong");
    CHECK(read.meanings.empty());
    CHECK(read.value().empty());
    CHECK(read.confidence == 0);
  }

  TEST_CASE("the most probable day of the calendar is taken") {
    std::vector<Symbol> date = symbols("38.12.2024");
    date[0] = symbol('3', 0.6F, '2');
    CHECK(validated("date", date).value() == "2024-12-28");
    date[1] = symbol('8', 0.9F, '0');
    const FieldReading read = validated("date", date);
    CHECK(read.value() == "2024-12-28");  // 0.4 * 0.9 against 0.6 * 0.1
    CHECK(read.confidence == doctest::Approx(0.36 / 0.46).epsilon(0.03));
  }

  TEST_CASE("two weak digits may change, three may not") {
    std::vector<Symbol> date = symbols("99.99.2024");
    date[0] = symbol('9', 0.6F, '1');
    date[3] = symbol('9', 0.6F, '0');
    const FieldReading read = validated("date", date);
    CHECK(read.text == "19.09.2024");
    CHECK(read.changes.size() == 2);
    date[6] = symbol('9', 0.6F, '2');
    CHECK(!validated("date", date).valid);
  }

  TEST_CASE("a refused symbol is what the field leaves for it") {
    std::vector<Symbol> pin = symbols("1234");
    pin[2] = refused('7', 0.6F);
    const FieldReading read = validated("pin:4", pin);
    CHECK(read.raw == "12?4");
    CHECK(read.text == "1274");
    CHECK(read.problem == "a symbol could not be read");
    REQUIRE(read.changes.size() == 1);
    CHECK(read.changes[0].from == '?');
    CHECK(read.changes[0].to == '7');
    CHECK(read.confidence == doctest::Approx(0.36 / 0.7).epsilon(0.02));
  }

  TEST_CASE("what is hardly a digit is neither taken for one nor left out") {
    std::vector<Symbol> amount = symbols("81250");
    amount[0] = refused('8', 0.98F);  // two digits in one, perhaps
    const FieldReading read = validated("amount", amount);
    CHECK(read.raw == "?1250");
    CHECK(!read.valid);
    CHECK(!validated("pin:4", amount).valid);
    CHECK(!validated("pin:4", symbols("81250", 0.5F)).valid);
  }

  TEST_CASE("a refused symbol may be the separator that a field needs") {
    std::vector<Symbol> date = symbols("25/12/1999");
    date[2] = refused('1', 0.9F);
    const FieldReading read = validated("date", date);
    CHECK(read.raw == "25?12/1999");
    CHECK(read.text == "25/12/1999");
    CHECK(read.confidence > 0.1F);
    CHECK(read.confidence < 0.5F);
  }

  TEST_CASE("a separator may be another one, or none") {
    std::vector<Symbol> date = symbols("25/12-1999");
    date[5] = symbol('-', 0.3F);
    CHECK(validated("date", date).text == "25/12/1999");
    std::vector<Symbol> amount = symbols("12.50.");
    amount[5] = symbol('.', 0.4F);
    CHECK(validated("amount", amount).text == "12.50");
    CHECK(!validated("amount", symbols("12.50.")).valid);  // which is certain of its last point
  }

  TEST_CASE("a free number knows nothing better") {
    std::vector<Symbol> number = symbols("12-3");
    CHECK(validated("number", number).value() == "12-3");
    number[0] = refused('1', 0.6F);
    const FieldReading read = validated("number", number);
    CHECK(!read.valid);
    CHECK(read.raw == "?2-3");
    CHECK(read.text == "?2-3");
  }

  TEST_CASE("a number that was probably cut wrongly is not more certain for its digits") {
    const std::vector<Symbol> zip = symbols("12345");
    const Candidate doubtful{zip, 0.3F};
    const FieldReading read = validate(field("zip"), std::span(&doubtful, 1));
    CHECK(read.valid);
    CHECK(read.confidence == doctest::Approx(0.3).epsilon(0.01));
  }

  TEST_CASE("a rival that satisfies the field stands in for a reading that does not") {
    const std::vector<Symbol> merged = symbols("1234");
    const std::vector<Symbol> apart = symbols("12394");
    const Candidate candidates[] = {{merged, 0.6F}, {apart, 0.35F}};
    const FieldReading read = validate(field("pin:5"), candidates);
    CHECK(read.raw == "1234");
    CHECK(read.text == "12394");
    CHECK(read.candidate == 1);
    CHECK(read.changed());
    CHECK(read.changes.empty());
    CHECK(read.confidence == doctest::Approx(0.35 / 0.4).epsilon(0.02));
    CHECK(!validate(field("pin:4"), candidates).changed());
  }

  TEST_CASE("a number among others of a reading") {
    Reading reading;
    reading.symbols = symbols("77123450");
    for (const auto& [first, count] : {std::pair<std::size_t, std::size_t>{0, 2}, {2, 5}, {7, 1}}) {
      Number number;
      number.first = first;
      number.count = count;
      number.confidence = 0.9F;
      reading.numbers.push_back(number);
    }
    CHECK(!validate(field("zip"), reading, reading.numbers[0]).valid);
    CHECK(validate(field("zip"), reading, reading.numbers[1]).value() == "12345");
  }

  TEST_CASE("no symbols, all refused, and a thousand") {
    CHECK(!validate(field("amount"), {}).valid);
    for (const std::string_view name : kFieldNames) {
      const NumberField each = field(name == "iban" ? "iban:DE" : name);
      for (const std::size_t count : {0U, 1U, 3U, 40U, 41U, 1000U}) {
        const std::vector<Symbol> made(count, refused('1', 0.9999F));
        const Candidate candidate{made, product(made)};
        const FieldReading read = validate(each, std::span(&candidate, 1));
        CHECK_MESSAGE(!read.valid, name << ' ' << count);
        CHECK(!read.problem.empty());
        CHECK(read.text == std::string(count, '?'));
        CHECK(read.confidence == 0);
      }
    }
    CHECK(validated("number", symbols(std::string(1000, '7'))).valid);
    const FieldReading amount = validated("amount", symbols(std::string(1000, '7')));
    CHECK(!amount.valid);
    CHECK(amount.problem == "there are too many symbols");
  }

  TEST_CASE("probabilities that are none give no certainty") {
    for (const float p : {std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity(), -1.0F, 0.0F, 7.0F}) {
      for (const std::string_view name : {"amount", "date", "card", "pin:4"}) {
        for (const char* text : {"1234", "12.34", "4539148803436466"}) {
          std::vector<Symbol> made = symbols(text);
          for (Symbol& each : made) {
            each.confidence = p;
            each.no_digit = p;
            each.probabilities.fill(p);
          }
          const Candidate candidate{made, p};
          const FieldReading read = validate(field(name), std::span(&candidate, 1));
          CHECK(read.confidence >= 0);
          CHECK(read.confidence <= 1);
          CHECK(read.raw == text);
        }
      }
    }
  }

  TEST_CASE("forty even symbols are searched within bounds") {
    const FieldReading read = validated("iban:DE", symbols(std::string(40, '1'), 0.1F));
    CHECK(!read.valid);
    CHECK(read.text == std::string(40, '1'));
  }
}
