// Files for the command line; the core itself knows only bytes.
#ifndef ZIFFER_TOOLS_CLI_FILES_H_
#define ZIFFER_TOOLS_CLI_FILES_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/recognizer.h"
#include "core/train/idx.h"

namespace ziffer::cli {

using Bytes = std::vector<std::uint8_t>;

// What went wrong, ready to print; `code` is "unreadable_file" or the name of an ErrorCode.
struct FileError {
  std::string code;
  std::string message;
};

template <typename T>
struct Loaded {
  std::optional<T> value;
  FileError error{};
  explicit operator bool() const { return value.has_value(); }
};

// "-" is standard input.
Loaded<Bytes> read_file(const std::string& path);
// As read_file, unpacked if gzipped (by its first bytes, not its name).
Loaded<Bytes> read_unpacked(const std::string& path);
// Written beside and renamed, so that a reader never sees half a file. Empty on success.
std::optional<FileError> write_file(const std::string& path, std::span<const std::uint8_t> bytes);
std::optional<FileError> write_file(const std::string& path, const std::string& text);
// Indented. Names are bytes to us; what is not UTF-8 in them is replaced rather than thrown over.
std::optional<FileError> write_json(const std::string& path, const nlohmann::ordered_json& json);

// A weights file's own checksum, by which figures say whose they are; 0 if it is too short to have
// one.
std::uint32_t weights_checksum(std::span<const std::uint8_t> weights_file);

// The record that `ziffer train` writes beside a weights file: weights/pen.training.json...
std::string training_record_path(const std::string& weights_path);
// ...and what it holds; null if it is not there or is no JSON object.
nlohmann::ordered_json training_record(const std::string& weights_path);

// `line_weights_path` may be empty: then digits must stand apart. Errors of it name the file.
Loaded<Recognizer> load_recognizer(const std::string& weights_path,
                                   const std::string& line_weights_path = "");
Loaded<Samples> load_idx(const std::string& images_path, const std::string& labels_path);

// Prints "ziffer: <path>: <message>" on stderr.
void complain(const std::string& path, const FileError& error);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_FILES_H_
