#include "tools/cli/line_strings.h"

#include <filesystem>
#include <sstream>
#include <utility>

#include "core/image/decode.h"
#include "core/ink/separate.h"

namespace ziffer::cli {

Loaded<LineStrings> load_line_strings(const std::vector<std::string>& roots) {
  for (const std::string& root : roots) {
    const std::string folder = root + "/orand-car-a/";
    if (!std::filesystem::exists(folder + "labels.tsv")) continue;
    const Loaded<Bytes> table = read_file(folder + "labels.tsv");
    if (!table) return {std::nullopt, table.error};
    std::vector<std::pair<std::string, std::string>> rows;
    std::istringstream lines(std::string(table.value->begin(), table.value->end()));
    for (std::string file, text; std::getline(lines, file, '\t') && std::getline(lines, text);)
      rows.emplace_back(file, text);
    LineStrings strings;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto& [file, text] = rows[i];
      const bool held_out = i >= rows.size() * 4 / 5;
      if (!held_out) strings.training_digits += text.size();
      const Loaded<Bytes> bytes = read_file(folder + file);
      if (!bytes)
        return {std::nullopt, {bytes.error.code, folder + file + ": " + bytes.error.message}};
      const Result<GrayImage> picture = decode_image(*bytes.value);
      if (!picture) return {std::nullopt, {"corrupt_dataset", folder + file + " is damaged"}};
      Result<InkImage> ink = separate_ink(*picture);
      if (!ink) continue;
      (held_out ? strings.validation : strings.training)
          .push_back({std::move(ink).value(), {ziffer::labels_of(text), true}});
    }
    return {std::move(strings)};
  }
  return {std::nullopt,
          {"missing_set", "data set orand-car-a is in none of the folders of --data"}};
}

}  // namespace ziffer::cli
