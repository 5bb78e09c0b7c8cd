// The data sets Ziffer learns from and is measured on, by name: where their files lie, and which
// samples are for training, for choosing (validation) and for reporting only (test).
#ifndef ZIFFER_TOOLS_CLI_SETS_H_
#define ZIFFER_TOOLS_CLI_SETS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/train/sample.h"
#include "tools/cli/files.h"

namespace ziffer::cli {

struct DataSet {
  std::string name;
  std::string description;  // what it is and where from, for people
  Samples training;
  Samples validation;  // other writers than training's, where writers are known
  Samples test;        // the official test split; empty if there is none
};

// Every name load_set() knows.
std::vector<std::string> set_names();

// "--data DIR", which may be given more than once.
void add_data_option(CLI::App& app, std::vector<std::string>& roots);
// The folders given, then where the sets lie by default: data, and Debian's packages.
std::vector<std::string> data_roots(std::vector<std::string> given);

// FNV-1a: the same writers are held out on every machine.
std::uint32_t hash_of(const std::string& text);

// "a,b" -> a, b
std::vector<std::string> split_list(const std::string& text);

// Looks for a folder `name` in each of `roots`. Errors name the set and the file: a set that is
// nowhere, a damaged file, counts that disagree, a label that is no class.
Loaded<DataSet> load_set(const std::vector<std::string>& roots, const std::string& name);

// The lines of a set's labels.tsv, split at tabs; each must have `columns`.
Loaded<std::vector<std::vector<std::string>>> read_table(const std::string& path,
                                                         std::size_t columns);

// The folder `name` in one of `roots`. `hint`, which may be empty, says how to get what is missing.
Loaded<std::string> find_set(const std::vector<std::string>& roots, const std::string& name,
                             const std::string& hint);

// Pen strokes, one JSON object a line: {"label": 0..9 or "text": "10:45", "writer": text,
// "strokes":
// [[[x, y], ...]]}. A text is made of digits and kSeparators.
struct Penned {
  std::string text;
  std::string writer;
  std::vector<Stroke> strokes;
};
Loaded<std::vector<Penned>> parse_penned(const Bytes& jsonl, const std::string& path);

// The same where each is a single digit.
struct Written {
  Samples samples;
  std::vector<std::string> writers;  // of each sample
};
Loaded<Written> parse_strokes(const Bytes& jsonl, const std::string& path);

// Hershey's stroke fonts (A. V. Hershey, US National Bureau of Standards, 1967) in James Hurt's
// format: 96 characters from the space on.
Loaded<std::vector<std::vector<Stroke>>> parse_hershey(const Bytes& jhf, const std::string& path);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_SETS_H_
