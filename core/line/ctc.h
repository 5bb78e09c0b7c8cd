// Connectionist temporal classification (Graves, Fernandez, Gomez and Schmidhuber 2006): a column
// of the network's output gives each class a probability, and a path takes one class a column. A
// path spells the string that is left when repeated classes are merged and blanks then taken away;
// a string's probability is the sum over all paths that spell it.
//
// Log-probabilities are (columns, kLineClasses), natural logarithm, each column's adding up to 1.
#ifndef ZIFFER_CORE_LINE_CTC_H_
#define ZIFFER_CORE_LINE_CTC_H_

#include <span>
#include <vector>

#include "core/line/alphabet.h"

namespace ziffer {

// log softmax of each column of logits (columns, kLineClasses).
std::vector<float> log_softmax_columns(std::span<const float> logits);

// The columns with the separators' probabilities added to the blank's: only digits are compared.
std::vector<float> separators_as_blank(std::span<const float> log_probabilities);

// The paths that spell `labels`, by the forward-backward algorithm in log space.
struct Alignment {
  double log_probability = 0;  // of the labels; -infinity where the columns are too few
  // (columns, labels): the share of those paths that are at this label in this column. What is
  // left of a column is the blank's. Zero where the columns are too few.
  std::vector<float> occupancy;
};
Alignment align(std::span<const float> log_probabilities, const Labels& labels);

struct Hypothesis {
  Labels labels;
  double log_probability = 0;  // of the paths found; all that matter when `width` is large enough
};

// The most probable strings, best first, at least one: prefix beam search (Graves 2012, "Supervised
// sequence labelling with recurrent neural networks", section 7.5; in this form Hannun et al.
// 2014). Keeps `width` prefixes a column.
std::vector<Hypothesis> beam_search(std::span<const float> log_probabilities, int width);

// The string of the single most probable path.
Labels best_path(std::span<const float> log_probabilities);

}  // namespace ziffer

#endif  // ZIFFER_CORE_LINE_CTC_H_
