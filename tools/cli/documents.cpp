#include "tools/cli/documents.h"

#include <filesystem>
#include <optional>

#include "tools/cli/files.h"

namespace ziffer::cli {
namespace {

// weights/pen.md -> weights/pen.report.json
std::string report_path(const std::string& card) {
  return std::filesystem::path(card).replace_extension(".report.json").string();
}

std::optional<FileError> write_table(const std::string& path, const Documents& documents) {
  const std::string begin =
      "<!-- " + documents.table_name + ", written by " + documents.table_command + " -->\n";
  const std::string end = "<!-- end of " + documents.table_name + " -->";
  const Loaded<Bytes> bytes = read_file(path);
  if (!bytes) return bytes.error;
  const std::string text(bytes.value->begin(), bytes.value->end());
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  if (from == std::string::npos || to == std::string::npos || to < from) {
    return FileError{"", "has no place for the table: a line " + begin + "and a line " + end};
  }
  return write_file(path, text.substr(0, from) + begin + documents.table + text.substr(to));
}

// False after saying what is wrong.
bool good(const std::string& path, const std::optional<FileError>& error) {
  if (error) complain(path, *error);
  return !error;
}

}  // namespace

ExitStatus write_documents(const DocumentPaths& paths, const Documents& documents) {
  // The card's figures are the page's, so they are never written without each other.
  const std::string figures =
      !paths.figures.empty() || paths.card.empty() ? paths.figures : report_path(paths.card);
  const bool written =
      (figures.empty() || good(figures, write_json(figures, documents.figures))) &&
      (paths.table.empty() || good(paths.table, write_table(paths.table, documents))) &&
      (paths.card.empty() || good(paths.card, write_file(paths.card, documents.card)));
  return written ? kAllRead : kSomeUnreadable;
}

bool has_training_record(const nlohmann::ordered_json& record, const std::string& weights_path) {
  if (!record.is_null()) return true;
  complain(
      training_record_path(weights_path),
      {"", "the card needs the training record that `ziffer train` writes beside the weights"});
  return false;
}

}  // namespace ziffer::cli
