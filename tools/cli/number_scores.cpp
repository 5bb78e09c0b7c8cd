#include <algorithm>
#include <numeric>

#include "tools/cli/evaluate_numbers.h"

namespace ziffer::cli {

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

double read_rate(std::vector<Answer> answers, int asked, double error) {
  std::sort(answers.begin(), answers.end(),
            [](const Answer& a, const Answer& b) { return a.confidence > b.confidence; });
  std::size_t taken = 0;
  int wrong = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    wrong += answers[i].right ? 0 : 1;
    // A threshold cannot tell equal confidences apart.
    const bool last = i + 1 == answers.size() || answers[i + 1].confidence < answers[i].confidence;
    if (last && wrong <= error * static_cast<double>(i + 1)) taken = i + 1;
  }
  return asked == 0 ? 0 : static_cast<double>(taken) / asked;
}

int matches(std::vector<std::string> truth, std::span<const std::string> found) {
  int count = 0;
  for (const std::string& text : found) {
    const auto at = std::find(truth.begin(), truth.end(), text);
    if (at == truth.end()) continue;
    truth.erase(at);
    ++count;
  }
  return count;
}

}  // namespace ziffer::cli
