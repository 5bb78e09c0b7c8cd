#include "core/field/validate.h"

#include <algorithm>

namespace ziffer {
namespace {

constexpr std::size_t kChoices = 5;   // of a symbol that was not refused, beside the one read
constexpr double kNegligible = 1e-4;  // choices less probable than this are not searched

struct Choice {
  char mark = 0;  // a digit, a separator, or 0 for nothing
  double weight = 0;
};

// 0 for what is not a number.
double probability(float p) { return p > 0 ? std::min(1.0, static_cast<double>(p)) : 0.0; }

// What a symbol was read as, and what it may be instead, the most probable first.
struct Choices {
  Choice read;  // weight 1 if it was refused: then it is one of the others
  std::vector<Choice> others;
};

Choices choices_of(const Symbol& symbol) {
  std::vector<Choice> all;
  if (symbol.separator == 0) {
    const double no_digit = symbol.rejected() ? probability(symbol.no_digit) : 0;
    for (std::size_t d = 0; d < kClasses; ++d) {
      const double p = probability(symbol.probabilities[d]);
      all.push_back({static_cast<char>('0' + d), (1 - no_digit) * p});
    }
    for (const char mark : kSeparators) {
      all.push_back({mark, no_digit / 2 / static_cast<double>(kSeparators.size())});
    }
  } else {
    const double right = probability(symbol.confidence);
    const double third = (1 - right) / 3;
    for (const char mark : kSeparators) {
      const double other = third / static_cast<double>(kSeparators.size() - 1);
      all.push_back({mark, mark == symbol.separator ? right : other});
    }
    all.push_back({0, third});
  }

  Choices choices{{symbol.text()[0], 1}, {}};
  for (const Choice& choice : all) {
    if (choice.mark == choices.read.mark) {
      choices.read = choice;
    } else if (choice.weight >= kNegligible) {
      choices.others.push_back(choice);
    }
  }
  std::stable_sort(choices.others.begin(), choices.others.end(),
                   [](const Choice& a, const Choice& b) { return a.weight > b.weight; });
  if (!symbol.rejected() && choices.others.size() > kChoices) choices.others.resize(kChoices);
  return choices;
}

std::string without_nothing(std::string marks) {
  marks.erase(std::remove(marks.begin(), marks.end(), '\0'), marks.end());
  return marks;
}

// Tries every candidate's texts within reach.
class Search {
 public:
  explicit Search(const Field& field) : field_(field) {}

  void run(const Candidate& candidate, std::size_t index) {
    index_ = index;
    choices_.clear();
    marks_.clear();
    double product = 1;
    double score = 1;
    int refused = 0;
    for (const Symbol& symbol : candidate.symbols) {
      choices_.push_back(choices_of(symbol));
      marks_ += choices_.back().read.mark;
      product *= probability(symbol.confidence);
      score *= choices_.back().read.weight;
      refused += symbol.rejected() ? 1 : 0;
    }
    const double confidence = probability(candidate.confidence);
    if (product > confidence) score *= confidence / product;
    visit(0, field_.kind == FieldKind::kNumber ? 0 : kMaxChanges, refused, score);
  }

  // The best text, its changes, candidate and confidence go into `reading`. False if there is none.
  bool finish(FieldReading& reading) const {
    if (!found_) return false;
    const double confidence = best_score_ / std::max(best_score_, 1 - excluded_);
    const bool hopeless = confidence < static_cast<double>(kHopeless) ||
                          best_score_ * static_cast<double>(kFarFetched) < top_score_;
    if (hopeless && !best_is_reading_) return false;
    reading.text = without_nothing(best_marks_);
    reading.changes = best_changes_;
    reading.candidate = best_candidate_;
    reading.confidence = best_score_ > 0 ? static_cast<float>(confidence) : 0;
    return true;
  }

 private:
  // marks_ with up to `left` further changes from symbol `from` on, of which all `refused` symbols
  // need one.
  void visit(std::size_t from, int left, int refused, double score) {
    if (refused > left) return;
    if (refused == 0) judge(score);
    if (left == 0) return;
    for (std::size_t i = from; i < choices_.size(); ++i) {
      const Choice read = choices_[i].read;
      const bool was_refused = read.mark == '?';
      for (const Choice& other : choices_[i].others) {
        if (!(read.weight > 0)) break;
        marks_[i] = other.mark;
        changes_.push_back({i, read.mark, other.mark});
        visit(i + 1, left - 1, refused - (was_refused ? 1 : 0), score / read.weight * other.weight);
        changes_.pop_back();
      }
      marks_[i] = read.mark;
      if (was_refused) return;  // every text needs a change here
    }
  }

  void judge(double score) {
    const bool is_reading = index_ == 0 && changes_.empty();
    top_score_ = std::max(top_score_, score);
    if (!check(field_, without_nothing(marks_)).empty()) {
      excluded_ += score;
    } else if (is_reading || (!best_is_reading_ && score > best_score_)) {
      found_ = true;
      best_is_reading_ = is_reading;
      best_score_ = score;
      best_marks_ = marks_;
      best_changes_ = changes_;
      best_candidate_ = index_;
    }
  }

  const Field& field_;
  std::size_t index_ = 0;
  std::vector<Choices> choices_;  // of the candidate at hand
  std::string marks_;             // one for each symbol, 0 for those left out
  std::vector<Change> changes_;   // that made marks_
  double excluded_ = 0;           // the chance of all texts that do not satisfy the field
  double top_score_ = 0;          // of the most probable text, whether it does or not

  bool found_ = false;
  bool best_is_reading_ = false;  // unchanged, which no other text outdoes
  double best_score_ = 0;
  std::string best_marks_;
  std::vector<Change> best_changes_;
  std::size_t best_candidate_ = 0;
};

}  // namespace

FieldReading validate(const Field& field, std::span<const Candidate> candidates) {
  FieldReading reading;
  if (!candidates.empty()) {
    for (const Symbol& symbol : candidates.front().symbols) reading.raw += symbol.text();
  }
  reading.text = reading.raw;
  reading.problem = check(field, reading.raw);
  Search search(field);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::size_t size = candidates[i].symbols.size();
    if (size <= kMaxFieldSymbols || field.kind == FieldKind::kNumber) search.run(candidates[i], i);
  }
  reading.valid = search.finish(reading);
  if (reading.valid) {
    check(field, reading.text, &reading.meanings);
  } else if (reading.problem.empty()) {
    reading.problem = "there are too many symbols";
  }
  return reading;
}

FieldReading validate(const Field& field, const Reading& reading, const Number& number) {
  const Candidate candidate{reading.symbols_of(number), number.confidence};
  return validate(field, std::span(&candidate, 1));
}

}  // namespace ziffer
