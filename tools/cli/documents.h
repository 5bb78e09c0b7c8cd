// The documents that an evaluation writes beside its lines on stdout.
#ifndef ZIFFER_TOOLS_CLI_DOCUMENTS_H_
#define ZIFFER_TOOLS_CLI_DOCUMENTS_H_

#include <nlohmann/json.hpp>
#include <string>

#include "tools/cli/command.h"

namespace ziffer::cli {

// Where they go; none is written where empty.
struct DocumentPaths {
  std::string figures;  // every figure as JSON
  std::string card;     // the model card; its figures go beside it if `figures` names no place
  std::string table;    // a document with a pair of marks, between which the table is put

  bool for_people() const { return !card.empty() || !table.empty(); }
};

struct Documents {
  nlohmann::ordered_json figures;
  std::string card;        // empty if none is wanted
  std::string table;       // Markdown
  std::string table_name;  // in its marks: <!-- NAME, written by COMMAND -->, <!-- end of NAME -->
  std::string table_command;
};

// Says what could not be written; a document without the marks stays as it is.
ExitStatus write_documents(const DocumentPaths& paths, const Documents& documents);

// Whether a card of these weights can be written: it tells how they were trained. Says so if not.
bool has_training_record(const nlohmann::ordered_json& record, const std::string& weights_path);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_DOCUMENTS_H_
