// The model card of a weights file, in Markdown; every figure is computed, none is typed.
#ifndef ZIFFER_TOOLS_CLI_MODEL_CARD_H_
#define ZIFFER_TOOLS_CLI_MODEL_CARD_H_

#include <string>

#include "core/train/evaluate.h"
#include "tools/cli/report.h"

namespace ziffer::cli {

// Markdown; report.training must be the record that `ziffer train` wrote.
std::string model_card(const Report& report);

// Its table of accuracies alone.
std::string accuracy_table(const Report& report);

// Precision, recall, F1 and support of each class, then accuracy, macro and weighted averages.
std::string classification_report(const Evaluation& evaluation);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_MODEL_CARD_H_
