#include "tools/cli/files.h"

#include <zlib.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace ziffer::cli {
namespace {

constexpr std::size_t kMaxUnpacked = std::size_t{4} << 30;

FileError from(const Error& error) { return {std::string(name(error.code)), error.message}; }

FileError unreadable(std::string message) { return {"unreadable_file", std::move(message)}; }

}  // namespace

Loaded<Bytes> read_file(const std::string& path) {
  if (path == "-") {
    return {Bytes(std::istreambuf_iterator<char>(std::cin), {})};
  }
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return {std::nullopt, unreadable("is a folder")};
  std::ifstream file(path, std::ios::binary);
  if (!file) return {std::nullopt, unreadable(std::strerror(errno))};
  Bytes bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) return {std::nullopt, unreadable("could not be read to its end")};
  return {std::move(bytes)};
}

Loaded<Bytes> read_unpacked(const std::string& path) {
  Loaded<Bytes> packed = read_file(path);
  if (!packed || packed.value->size() < 2 || (*packed.value)[0] != 0x1F ||
      (*packed.value)[1] != 0x8B) {
    return packed;
  }
  z_stream stream{};
  constexpr int kGzip = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzip) != Z_OK)
    return {std::nullopt, unreadable("zlib could not start")};
  stream.next_in = packed.value->data();
  stream.avail_in = static_cast<uInt>(packed.value->size());
  Bytes unpacked;
  int status = Z_OK;
  while (status == Z_OK && unpacked.size() < kMaxUnpacked) {
    const std::size_t done = unpacked.size();
    unpacked.resize(done + (std::size_t{1} << 20));
    stream.next_out = unpacked.data() + done;
    stream.avail_out = static_cast<uInt>(unpacked.size() - done);
    status = inflate(&stream, Z_NO_FLUSH);
    unpacked.resize(unpacked.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END)
    return {std::nullopt, unreadable("the gzip data is damaged or cut short")};
  return {std::move(unpacked)};
}

std::optional<FileError> write_file(const std::string& path, std::span<const std::uint8_t> bytes) {
  const std::string temporary = path + ".part";
  {
    std::ofstream file(temporary, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) return unreadable("could not be written");
  }
  std::error_code code;
  std::filesystem::rename(temporary, path, code);
  if (code) return unreadable(code.message());
  return std::nullopt;
}

std::optional<FileError> write_file(const std::string& path, const std::string& text) {
  return write_file(path,
                    std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::optional<FileError> write_json(const std::string& path, const nlohmann::ordered_json& json) {
  const std::string text =
      json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return write_file(path, text + "\n");
}

std::uint32_t weights_checksum(std::span<const std::uint8_t> weights_file) {
  constexpr std::size_t kAt = 8;  // weights_file.h
  std::uint32_t checksum = 0;
  if (weights_file.size() < kAt + sizeof(checksum)) return checksum;
  for (std::size_t i = sizeof(checksum); i-- > 0;) checksum = checksum << 8 | weights_file[kAt + i];
  return checksum;
}

std::string training_record_path(const std::string& weights_path) {
  return std::filesystem::path(weights_path).replace_extension(".training.json").string();
}

nlohmann::ordered_json training_record(const std::string& weights_path) {
  using Json = nlohmann::ordered_json;
  const Loaded<Bytes> bytes = read_file(training_record_path(weights_path));
  const Json training = bytes ? Json::parse(*bytes.value, nullptr, false) : Json();
  return training.is_object() ? training : Json();
}

Loaded<Recognizer> load_recognizer(const std::string& weights_path,
                                   const std::string& line_weights_path) {
  const Loaded<Bytes> bytes = read_file(weights_path);
  if (!bytes) return {std::nullopt, bytes.error};
  Result<Recognizer> recognizer = Recognizer::load(*bytes.value);
  if (!recognizer) return {std::nullopt, from(recognizer.error())};
  if (!line_weights_path.empty()) {
    const Loaded<Bytes> lines = read_file(line_weights_path);
    if (!lines)
      return {std::nullopt, {lines.error.code, line_weights_path + ": " + lines.error.message}};
    if (const auto error = recognizer->add_lines(*lines.value)) {
      const FileError cause = from(*error);
      return {std::nullopt, {cause.code, line_weights_path + ": " + cause.message}};
    }
  }
  return {std::move(recognizer).value()};
}

Loaded<Samples> load_idx(const std::string& images_path, const std::string& labels_path) {
  const Loaded<Bytes> images = read_unpacked(images_path);
  if (!images)
    return {std::nullopt, {images.error.code, images_path + ": " + images.error.message}};
  const Loaded<Bytes> labels = read_unpacked(labels_path);
  if (!labels)
    return {std::nullopt, {labels.error.code, labels_path + ": " + labels.error.message}};
  Result<Samples> data = parse_idx(*images.value, *labels.value);
  if (!data) {
    const FileError error = from(data.error());
    return {std::nullopt, {error.code, images_path + ": " + error.message}};
  }
  return {std::move(data).value()};
}

void complain(const std::string& path, const FileError& error) {
  std::fprintf(stderr, "ziffer: %s: %s\n", path.c_str(), error.message.c_str());
}

}  // namespace ziffer::cli
