#include "tools/cli/number_report.h"

#include "core/train/evaluate.h"
#include "tools/cli/layer_table.h"
#include "tools/cli/report.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::optional<NetworkFile>& file) {
  if (!file) return {};
  return {{"weights", {{"name", file->name}, {"bytes", file->bytes}, {"checksum", file->checksum}}},
          {"network", network_json(file->network)},
          {"training", file->training}};
}

}  // namespace

std::vector<Answer> calibration_answers(const NumberReport& report) {
  std::vector<Answer> all;
  for (const StringsRow& row : report.strings) {
    if (row.calibrates) all.insert(all.end(), row.answers.begin(), row.answers.end());
  }
  return all;
}

Json figures_json(const NumberReport& report) {
  Json numbers = Json::array();
  for (const StringsRow& row : report.strings) numbers.push_back(json_of(row));
  Json pages = Json::array();
  for (const PagesRow& row : report.pages) pages.push_back(json_of(row));
  return {{"made", report.made},
          {"digits", json_of(report.digits)},
          {"lines", json_of(report.lines)},
          {"numbers", std::move(numbers)},
          {"pages", std::move(pages)},
          {"calibration", calibration_json(calibration_answers(report))}};
}

}  // namespace ziffer::cli
