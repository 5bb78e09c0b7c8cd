// Files for the command line; the core itself knows only bytes.
#ifndef ZIFFER_TOOLS_CLI_FILES_H_
#define ZIFFER_TOOLS_CLI_FILES_H_

#include <cstdint>
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

// `line_weights_path` may be empty: then digits must stand apart. Errors of it name the file.
Loaded<Recognizer> load_recognizer(const std::string& weights_path,
                                   const std::string& line_weights_path = "");
Loaded<Samples> load_idx(const std::string& images_path, const std::string& labels_path);

// Prints "ziffer: <path>: <message>" on stderr.
void complain(const std::string& path, const FileError& error);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_FILES_H_
