#include "core/field/validate.h"

#include <algorithm>
#include <array>

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
  std::array<Choice, kClasses + kSeparators.size()> others;
  std::size_t count = 0;  // of others

  void add(char mark, double weight) {
    if (mark == read.mark) {
      read.weight = weight;
    } else if (weight >= kNegligible) {
      std::size_t at = count++;
      for (; at > 0 && others[at - 1].weight < weight; --at) others[at] = others[at - 1];
      others[at] = {mark, weight};
    }
  }
};

Choices choices_of(const Symbol& symbol) {
  const bool digit = symbol.separator == 0;
  Choices choices;
  choices.read = {symbol.text()[0], 1};
  const double refused = symbol.rejected() ? probability(symbol.no_digit) : 0;
  for (std::size_t d = 0; digit && d < kClasses; ++d) {
    const double p = probability(symbol.probabilities[d]);
    choices.add(static_cast<char>('0' + d), (1 - refused) * p);
  }
  const double right = probability(symbol.confidence);
  const double third = (1 - right) / 3;
  const double other = digit ? refused / 2 / static_cast<double>(kSeparators.size())
                             : third / static_cast<double>(kSeparators.size() - 1);
  for (const char mark : kSeparators) choices.add(mark, mark == symbol.separator ? right : other);
  if (!digit) choices.add(0, third);
  if (!symbol.rejected()) choices.count = std::min(choices.count, kChoices);
  return choices;
}

using Marks = std::array<char, kMaxFieldSymbols>;

// A candidate's symbols with up to kMaxChanges of them changed.
struct Variant {
  Marks marks;  // 0 for those left out
  std::array<Change, kMaxChanges> changes;
  std::size_t size = 0;
  std::size_t changed = 0;
  std::size_t candidate = 0;
  double score = 0;  // its probability

  // What is not left out, written to `text`; returns how much that is.
  std::size_t write(Marks& text) const {
    std::size_t length = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (marks[i] != 0) text[length++] = marks[i];
    }
    return length;
  }
};

// Tries every candidate's texts within reach.
class Search {
 public:
  explicit Search(const NumberField& field) : field_(field) {}

  void run(const Candidate& candidate, std::size_t index) {
    tried_.size = candidate.symbols.size();
    tried_.candidate = index;
    double product = 1;
    double score = 1;
    int refused = 0;
    for (std::size_t i = 0; i < tried_.size; ++i) {
      const Symbol& symbol = candidate.symbols[i];
      choices_[i] = choices_of(symbol);
      tried_.marks[i] = choices_[i].read.mark;
      product *= probability(symbol.confidence);
      score *= choices_[i].read.weight;
      refused += symbol.rejected() ? 1 : 0;
    }
    const double confidence = probability(candidate.confidence);
    if (product > confidence) score *= confidence / product;
    visit(0, refused, score);
  }

  // The best text, its changes, candidate and confidence go into `reading`. False if there is none.
  bool finish(FieldReading& reading) const {
    if (!found_) return false;
    const double confidence = best_.score / std::max(best_.score, 1 - excluded_);
    const bool hopeless = confidence < static_cast<double>(kHopeless) ||
                          best_.score * static_cast<double>(kFarFetched) < top_score_;
    if (hopeless && !is_reading(best_)) return false;
    Marks text;
    reading.text.assign(text.data(), best_.write(text));
    reading.changes.assign(best_.changes.begin(),
                           best_.changes.begin() + static_cast<std::ptrdiff_t>(best_.changed));
    reading.candidate = best_.candidate;
    reading.confidence = best_.score > 0 ? static_cast<float>(confidence) : 0;
    return true;
  }

 private:
  static bool is_reading(const Variant& variant) {
    return variant.candidate == 0 && variant.changed == 0;
  }

  // tried_ with further changes from symbol `from` on, of which all `refused` symbols need one.
  void visit(std::size_t from, int refused, double score) {
    const int left = kMaxChanges - static_cast<int>(tried_.changed);
    if (refused > left) return;
    if (refused == 0) judge(score);
    for (std::size_t i = from; left > 0 && i < tried_.size; ++i) {
      const Choices& choices = choices_[i];
      const Choice& read = choices.read;
      const bool was_refused = read.mark == '?';
      for (std::size_t k = 0; read.weight > 0 && k < choices.count; ++k) {
        const Choice& other = choices.others[k];
        tried_.marks[i] = other.mark;
        tried_.changes[tried_.changed++] = {i, read.mark, other.mark};
        visit(i + 1, refused - (was_refused ? 1 : 0), score / read.weight * other.weight);
        --tried_.changed;
      }
      tried_.marks[i] = read.mark;
      if (was_refused) return;  // every text needs a change here
    }
  }

  void judge(double score) {
    tried_.score = score;
    top_score_ = std::max(top_score_, score);
    Marks text;
    if (!check(field_, {text.data(), tried_.write(text)}).empty()) {
      excluded_ += score;
    } else if (is_reading(tried_) || (score > best_.score && !(found_ && is_reading(best_)))) {
      found_ = true;
      best_ = tried_;
    }
  }

  const NumberField& field_;
  std::array<Choices, kMaxFieldSymbols> choices_;  // of the candidate at hand
  Variant tried_;
  double excluded_ = 0;   // the chance of all texts that do not satisfy the field
  double top_score_ = 0;  // of the most probable text, whether it does or not
  bool found_ = false;
  Variant best_;  // the reading as it is, if that satisfies the field
};

}  // namespace

FieldReading validate(const NumberField& field, std::span<const Candidate> candidates) {
  FieldReading reading;
  if (candidates.empty()) {
    reading.problem = check(field, {});
    return reading;
  }
  for (const Symbol& symbol : candidates.front().symbols) reading.raw += symbol.text();
  reading.text = reading.raw;
  reading.problem = check(field, reading.raw);
  if (field.kind == FieldKind::kNumber) {
    reading.valid = reading.problem.empty();
    if (reading.valid)
      reading.confidence = static_cast<float>(probability(candidates.front().confidence));
  } else {
    Search search(field);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (candidates[i].symbols.size() <= kMaxFieldSymbols) search.run(candidates[i], i);
    }
    reading.valid = search.finish(reading);
  }
  if (reading.valid) check(field, reading.text, &reading.meanings);
  return reading;
}

FieldReading validate(const NumberField& field, const Reading& reading, const Number& number) {
  const Candidate candidate{reading.symbols_of(number), number.confidence};
  return validate(field, std::span(&candidate, 1));
}

}  // namespace ziffer
