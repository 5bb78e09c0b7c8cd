#include "tools/cli/number_scores.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/train/evaluate.h"

namespace ziffer::cli {
namespace {

nlohmann::ordered_json json_of(const CauseCounts& causes) {
  nlohmann::ordered_json json;
  for (const Cause cause : kCauses) json[name(cause)] = causes.of(cause);
  return json;
}

// Of one number of a page, by the text most like it among those that were read and are none of the
// page's others.
Cause cause_among(const std::string& truth, std::span<const std::string> texts) {
  const auto closest =
      std::min_element(texts.begin(), texts.end(), [&](const std::string& a, const std::string& b) {
        return edit_distance(a, truth) < edit_distance(b, truth);
      });
  if (closest == texts.end() ||
      2 * static_cast<std::size_t>(edit_distance(*closest, truth)) > truth.size())
    return Cause::kFound;
  return closest->size() == truth.size() ? Cause::kClassified : Cause::kCut;
}

// `texts` without those in `others`, each taken out as often as it is there.
std::vector<std::string> without(std::vector<std::string> texts,
                                 std::span<const std::string> others) {
  for (const std::string& other : others) {
    const auto at = std::find(texts.begin(), texts.end(), other);
    if (at != texts.end()) texts.erase(at);
  }
  return texts;
}

}  // namespace

const char* name(Cause cause) {
  constexpr std::array<const char*, kCauses.size()> kNames = {"found", "cut", "classified"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::optional<Cause> StringsRow::add(const Result<Reading>& reading, const std::string& truth,
                                     bool separators) {
  std::string text;
  if (reading) {
    text = reading->text();
    std::erase(text, ' ');
  }
  const std::string wanted = separators ? truth : digits_only(truth);
  const std::string got = separators ? text : digits_only(text);
  ++count;
  right += got == wanted ? 1 : 0;
  edits += edit_distance(got, wanted);
  characters += static_cast<long>(wanted.size());
  if (reading && !reading->rejected()) {
    answers.push_back({.confidence = reading->confidence(), .digit = 0, .correct = got == wanted});
  }
  if (got == wanted) return std::nullopt;
  const Cause cause = !reading || reading->numbers.size() != 1 ? Cause::kFound
                      : got.size() == wanted.size()            ? Cause::kClassified
                                                               : Cause::kCut;
  ++causes.of(cause);
  return cause;
}

double StringsRow::share_right() const { return static_cast<double>(right) / std::max(1, count); }

double StringsRow::character_error() const {
  return static_cast<double>(edits) / static_cast<double>(std::max(1L, characters));
}

double StringsRow::read_rate(double error) const {
  return static_cast<double>(coverage_at_error(answers, error).count) / std::max(1, count);
}

bool PagesRow::add(const Result<Reading>& reading, const std::vector<std::string>& truth,
                   bool separators) {
  std::vector<std::string> texts;
  std::vector<std::string> claimed;
  if (reading) {
    for (const Number& number : reading->numbers) {
      const std::string text = reading->text(number);
      texts.push_back(separators ? text : digits_only(text));
      // What is refused is not claimed to be a number.
      if (text.find('?') == std::string::npos) claimed.push_back(texts.back());
    }
  }
  ++pages;
  numbers += static_cast<int>(truth.size());
  found += static_cast<int>(claimed.size());
  const std::vector<std::string> missed = without(truth, claimed);
  right += static_cast<int>(truth.size() - missed.size());
  const std::vector<std::string> wrong = without(texts, truth);
  for (const std::string& number : missed) ++causes.of(cause_among(number, wrong));
  return missed.empty() && claimed.size() == truth.size();
}

double PagesRow::recall() const { return static_cast<double>(right) / std::max(1, numbers); }
double PagesRow::precision() const { return static_cast<double>(right) / std::max(1, found); }
double PagesRow::invented() const {
  return static_cast<double>(found - right) / std::max(1, pages);
}

nlohmann::ordered_json json_of(const StringsRow& row) {
  const Interval interval = wilson_interval(row.right, row.count);
  return {{"numbers", row.name},
          {"n", row.count},
          {"right", row.share_right()},
          {"wilson_95", {interval.low, interval.high}},
          {"character_error", row.character_error()},
          {"read_at_1_percent", row.read_rate(0.01)},
          {"read_at_0.1_percent", row.read_rate(0.001)},
          {"wrong_by", json_of(row.causes)}};
}

nlohmann::ordered_json json_of(const PagesRow& row) {
  nlohmann::ordered_json json = {{"pages", row.name}, {"n", row.pages}, {"numbers", row.numbers}};
  if (row.numbers > 0) {
    json["recall"] = row.recall();
    json["precision"] = row.precision();
    json["wrong_by"] = json_of(row.causes);
  }
  json["invented_per_page"] = row.invented();
  return json;
}

std::string digits_only(std::string text) {
  std::erase_if(text, [](char c) { return kSeparators.find(c) != std::string_view::npos; });
  return text;
}

int edit_distance(const std::string& a, const std::string& b) {
  std::vector<int> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const int replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace ziffer::cli
