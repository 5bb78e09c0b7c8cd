#include "tools/cli/sets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/train/drawn_digits.h"

namespace ziffer::cli {
namespace {

using Json = nlohmann::json;

enum class Split { kTraining, kValidation, kTest };

Samples& part(DataSet& set, Split split) {
  switch (split) {
    case Split::kTraining:
      return set.training;
    case Split::kValidation:
      return set.validation;
    case Split::kTest:
      break;
  }
  return set.test;
}

void append(Samples& to, Samples from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

Loaded<Samples> load_idx_in(const std::string& folder, const std::string& images,
                            const std::string& labels) {
  return load_idx(folder + "/" + images, folder + "/" + labels);
}

// The last `count` samples become validation: sets whose writers are unknown lie in the
// order they were collected in, so few writers are on both sides.
void hold_out_tail(DataSet& set, std::size_t count) {
  const auto from =
      set.training.end() - static_cast<std::ptrdiff_t>(std::min(count, set.training.size()));
  set.validation.assign(std::make_move_iterator(from), std::make_move_iterator(set.training.end()));
  set.training.erase(from, set.training.end());
}

// Digits of cheque amounts lie in the order of their strings. Those of the last fifth of the
// strings are validation, since strings are held out as a whole.
std::optional<FileError> hold_out_cheques(DataSet& set, const std::string& folder) {
  const std::string path = folder + "/labels.tsv";
  const Loaded<std::vector<std::vector<std::string>>> rows = read_table(path, 2);
  if (!rows) return rows.error;
  std::size_t digits = 0;
  for (const std::vector<std::string>& row : *rows.value) digits += row[1].size();
  if (digits != set.training.size()) {
    return FileError{"corrupt_dataset", path + ": the strings have " + std::to_string(digits) +
                                            " digits, the pictures " +
                                            std::to_string(set.training.size())};
  }
  std::size_t held_out = 0;
  const std::size_t strings = rows.value->size();
  for (std::size_t i = strings - strings / 5; i < strings; ++i)
    held_out += (*rows.value)[i][1].size();
  hold_out_tail(set, held_out);
  return std::nullopt;
}

std::optional<FileError> load_mnist(DataSet& set, const std::string& folder) {
  Loaded<Samples> training =
      load_idx_in(folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
  if (!training) return training.error;
  Loaded<Samples> test = load_idx_in(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
  if (!test) return test.error;
  set.training = std::move(*training.value);
  set.test = std::move(*test.value);
  hold_out_tail(set, set.training.size() / 12);
  return std::nullopt;
}

std::optional<FileError> load_plane_set(DataSet& set, const std::string& folder,
                                        const std::vector<std::pair<Split, std::string>>& files) {
  for (const auto& [split, stem] : files) {
    std::string labels = stem;
    if (const auto raw = labels.find("-raw"); raw != std::string::npos) labels.erase(raw, 4);
    Loaded<Samples> samples =
        load_idx_in(folder, stem + "-images-idx3-ubyte.gz", labels + "-labels-idx1-ubyte.gz");
    if (!samples) return samples.error;
    append(part(set, split), std::move(*samples.value));
  }
  if (set.validation.empty()) hold_out_tail(set, set.training.size() / 10);
  return std::nullopt;
}

std::optional<FileError> load_stroke_set(DataSet& set, const std::string& folder,
                                         const std::vector<std::pair<Split, std::string>>& files) {
  for (const auto& [split, file] : files) {
    const std::string path = folder + "/" + file;
    const Loaded<Bytes> bytes = read_unpacked(path);
    if (!bytes) return FileError{bytes.error.code, path + ": " + bytes.error.message};
    Loaded<Written> written = parse_strokes(*bytes.value, path);
    if (!written) return written.error;
    for (std::size_t i = 0; i < written.value->samples.size(); ++i) {
      const bool held_out =
          split == Split::kTraining && hash_of(written.value->writers[i]) % 10 == 0;
      part(set, held_out ? Split::kValidation : split)
          .push_back(std::move(written.value->samples[i]));
    }
  }
  return std::nullopt;
}

// Letters and signs that some hand writes exactly as a digit: they teach nothing.
constexpr std::string_view kLikeDigits = "OoIilSsZzBbqgJDQ";

// Letters are known by their place in the ASCII table; what other alphabets put there is not.
struct Font {
  std::string_view name;
  Split split = Split::kTraining;  // whole fonts are held out, as writers would be
  std::string_view like_digits = kLikeDigits;
  bool has_digits = false;  // and the bar, which many people write for a 1
};
constexpr Font kFonts[] = {
    {"cyrilc_1", Split::kTraining, "BbCcHhOoXx"},
    {"cyrillic", Split::kTraining, "BbCcJjOoVvZz"},
    {"futural", Split::kTraining, kLikeDigits, true},
    {"futuram", Split::kTraining, kLikeDigits, true},
    {"gothgbt"},
    {"gothiceng"},
    {"greek", Split::kTraining, "BIJOQVZbdioqsvz"},
    {"greekc", Split::kTraining, "BFHIObdfhinor"},
    {"greeks", Split::kTraining, "BFHIObdfhinor"},
    {"japanese", Split::kTraining, "CLRikmpuvwx"},
    {"markers", Split::kTraining, "Aa"},
    {"mathlow", Split::kTraining, "BGIJLOQSZjlpqrstu"},
    {"mathupp", Split::kTraining, "BDIJOQSZjlpqrstu"},
    {"meteorology"},
    {"rowmand", Split::kTraining, kLikeDigits, true},
    {"rowmant", Split::kTraining, kLikeDigits, true},
    {"scriptc", Split::kTraining, kLikeDigits, true},
    {"symbolic", Split::kTraining, "BHqrstv"},
    {"timesg", Split::kTraining, "BIJOQVZbdioqsvz"},
    {"timesr", Split::kTraining, kLikeDigits, true},
    {"timesrb", Split::kTraining, kLikeDigits, true},
    {"timesi", Split::kValidation},
    {"gothitt", Split::kValidation},
    {"scripts", Split::kTest},
    {"cursive", Split::kTest},
    {"rowmans", Split::kTest},
};

std::optional<FileError> load_hershey(DataSet& set, const std::string& folder) {
  for (const Font& font : kFonts) {
    const std::string path = folder + "/" + std::string(font.name) + ".jhf";
    const Loaded<Bytes> bytes = read_file(path);
    if (!bytes) return FileError{bytes.error.code, path + ": " + bytes.error.message};
    Loaded<std::vector<std::vector<Stroke>>> glyphs = parse_hershey(*bytes.value, path);
    if (!glyphs) return glyphs.error;
    for (std::size_t i = 0; i < glyphs.value->size(); ++i) {
      const char c = static_cast<char>(' ' + i);
      std::vector<Stroke>& strokes = (*glyphs.value)[i];
      if (strokes.empty()) continue;
      const bool digit = c >= '0' && c <= '9';
      if (digit || c == '|') {
        const auto label = static_cast<std::uint8_t>(digit ? c - '0' : 1);
        if (font.has_digits) set.training.push_back({std::move(strokes), label});
        continue;
      }
      // Punctuation of all fonts lies in the same places and is mostly dots and bars.
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      std::size_t points = 0;
      for (const Stroke& stroke : strokes) points += stroke.size();
      if (!letter || points < 3 || font.like_digits.find(c) != std::string_view::npos) continue;
      part(set, font.split).push_back({std::move(strokes), kNoDigit});
    }
  }
  return std::nullopt;
}

std::optional<FileError> make_drawn(DataSet& set, const std::string&) {
  set.training = drawn_digits(250, 2, 1);
  set.test = drawn_digits(100, 4, 2);
  return std::nullopt;
}

std::optional<FileError> load_fashion(DataSet& set, const std::string& folder) {
  Loaded<Samples> test =
      load_idx_in(folder, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz");
  if (!test) return test.error;
  set.test = std::move(*test.value);
  for (Sample& sample : set.test) sample.label = kNoDigit;  // its labels are kinds of clothing
  return std::nullopt;
}

struct Known {
  std::string_view name;
  std::string_view description;
  std::string_view hint;  // how to get it, for the message that it is missing
  std::optional<FileError> (*load)(DataSet&, const std::string& folder);
  bool has_files = true;
};

constexpr Known kKnown[] = {
    {"mnist",
     "MNIST, scanned American digits; the last 5,000 training images (a twelfth) are validation",
     "tools/fetch-data brings it", load_mnist},
    {"usps", "USPS ZIP digits, 16x16, official split; the last tenth of training is validation", "",
     [](DataSet& set, const std::string& folder) {
       return load_plane_set(set, folder,
                             {{Split::kTraining, "train-raw"}, {Split::kTest, "test-raw"}});
     }},
    {"optdigits",
     "UCI optical digits, 32x32 bitmaps, official splits; the test set has new writers", "",
     [](DataSet& set, const std::string& folder) {
       return load_plane_set(set, folder,
                             {{Split::kTraining, "train-raw"},
                              {Split::kValidation, "validation-raw"},
                              {Split::kTest, "test-raw"}});
     }},
    {"orand-car-a",
     "digits of cheque amounts; validation is those of the last fifth of the strings", "",
     [](DataSet& set, const std::string& folder) -> std::optional<FileError> {
       Loaded<Samples> samples =
           load_idx_in(folder, "digits-images-idx3-ubyte.gz", "digits-labels-idx1-ubyte.gz");
       if (!samples) return samples.error;
       set.training = std::move(*samples.value);
       return hold_out_cheques(set, folder);
     }},
    {"pendigits",
     "UCI pen digits as strokes; validation is a tenth of the training writers, the test set has "
     "new writers",
     "",
     [](DataSet& set, const std::string& folder) {
       return load_stroke_set(
           set, folder,
           {{Split::kTraining, "train-strokes.jsonl.gz"}, {Split::kTest, "test-strokes.jsonl.gz"}});
     }},
    {"unipen-digits", "UNIPEN digits as pen strokes; validation is a tenth of the writers", "",
     [](DataSet& set, const std::string& folder) {
       return load_stroke_set(set, folder, {{Split::kTraining, "strokes.jsonl.gz"}});
     }},
    {"hershey-fonts",
     "letters of Hershey's stroke fonts, whole fonts held out: no digits; and the digits and bars "
     "(as "
     "1) of seven of its training fonts",
     "Debian's package hershey-fonts-data", load_hershey},
    {"drawn-digits",
     "digits drawn by invented hands in forms that other sets hardly show, each hand's twice for "
     "training; the test set has 100 hands more: no files",
     "", make_drawn, false},
    {"fashion-mnist", "Fashion-MNIST's test set: no digits",
     "Debian's package dataset-fashion-mnist", load_fashion},
};

}  // namespace

std::uint32_t hash_of(const std::string& text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  return hash;
}

std::vector<std::string> set_names() {
  std::vector<std::string> names;
  for (const Known& known : kKnown) names.emplace_back(known.name);
  return names;
}

void add_data_option(CLI::App& app, std::vector<std::string>& roots) {
  app.add_option("--data", roots, "Folder in which each data set has a folder; may be repeated")
      ->take_all()
      ->type_name("DIR");
}

std::vector<std::string> data_roots(std::vector<std::string> given) {
  for (const char* root : {"data", "/usr/share", "/usr/share/datasets"}) given.emplace_back(root);
  return given;
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> items;
  std::istringstream stream(text);
  for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
  return items;
}

Loaded<DataSet> load_set(const std::vector<std::string>& roots, const std::string& name) {
  const auto* known = std::find_if(std::begin(kKnown), std::end(kKnown),
                                   [&](const Known& k) { return k.name == name; });
  if (known == std::end(kKnown)) {
    return {std::nullopt, {"unknown_set", "no data set is called " + name}};
  }
  const Loaded<std::string> folder =
      known->has_files ? find_set(roots, name, std::string(known->hint)) : Loaded<std::string>{""};
  if (!folder) return {std::nullopt, folder.error};
  DataSet set{name, std::string(known->description), {}, {}, {}};
  if (auto error = known->load(set, *folder.value)) {
    return {std::nullopt, {error->code, "data set " + name + ": " + error->message}};
  }
  return {std::move(set)};
}

Loaded<std::vector<std::vector<std::string>>> read_table(const std::string& path,
                                                         std::size_t columns) {
  const Loaded<Bytes> bytes = read_file(path);
  if (!bytes) return {std::nullopt, {bytes.error.code, path + ": " + bytes.error.message}};
  std::istringstream text(std::string(bytes.value->begin(), bytes.value->end()));
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(text, line);) {
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    if (row.size() != columns) {
      return {std::nullopt,
              {"corrupt_dataset", path + ", line " + std::to_string(rows.size() + 1) + ": not " +
                                      std::to_string(columns) + " columns"}};
    }
    rows.push_back(std::move(row));
  }
  return {std::move(rows)};
}

Loaded<std::string> find_set(const std::vector<std::string>& roots, const std::string& name,
                             const std::string& hint) {
  std::string tried;
  for (const std::string& root : roots) {
    const std::string folder = root + "/" + name;
    if (std::filesystem::is_directory(folder)) return {folder};
    tried += (tried.empty() ? "" : ", ") + root;
  }
  std::string message = "data set " + name + " is not in " + tried;
  if (!hint.empty()) message += " (" + hint + ")";
  return {std::nullopt, {"missing_set", message}};
}

Loaded<std::vector<Penned>> parse_penned(const Bytes& jsonl, const std::string& path) {
  std::vector<Penned> all;
  int line_number = 0;
  const auto damaged = [&](const std::string& what) -> Loaded<std::vector<Penned>> {
    return {std::nullopt,
            {"corrupt_dataset", path + ", line " + std::to_string(line_number) + ": " + what}};
  };
  auto at = jsonl.begin();
  while (at != jsonl.end()) {
    ++line_number;
    const auto end = std::find(at, jsonl.end(), std::uint8_t{'\n'});
    const Json line = Json::parse(at, end, nullptr, false);
    at = end == jsonl.end() ? end : end + 1;
    if (line.is_discarded() || !line.is_object()) return damaged("not a JSON object");
    Penned penned;
    if (const Json text = line.value("text", Json()); text.is_string()) {
      penned.text = text.get<std::string>();
      const auto known = [](char c) {
        return (c >= '0' && c <= '9') || kSeparators.find(c) != std::string_view::npos;
      };
      if (penned.text.empty() || !std::all_of(penned.text.begin(), penned.text.end(), known))
        return damaged("the text is no number");
    } else {
      const Json label = line.value("label", Json());
      if (!label.is_number_integer() || label < 0 || label > 9)
        return damaged("the label is no digit");
      penned.text = label.dump();
    }
    const Json strokes = line.value("strokes", Json());
    if (!strokes.is_array()) return damaged("there are no strokes");
    for (const Json& stroke : strokes) {
      Stroke points;
      if (!stroke.is_array()) return damaged("a stroke is not a list");
      for (const Json& point : stroke) {
        if (!point.is_array() || point.size() != 2 || !point[0].is_number() ||
            !point[1].is_number()) {
          return damaged("a point is not a pair of numbers");
        }
        points.push_back({point[0].get<float>(), point[1].get<float>()});
        if (!std::isfinite(points.back().x) || !std::isfinite(points.back().y)) {
          return damaged("a point is not finite");
        }
      }
      if (!points.empty()) penned.strokes.push_back(std::move(points));
    }
    if (penned.strokes.empty()) return damaged("there are no points");
    const Json writer = line.value("writer", Json(""));
    penned.writer = writer.is_string() ? writer.get<std::string>() : writer.dump();
    all.push_back(std::move(penned));
  }
  if (all.empty()) return damaged("the file holds no samples");
  return {std::move(all)};
}

Loaded<Written> parse_strokes(const Bytes& jsonl, const std::string& path) {
  Loaded<std::vector<Penned>> all = parse_penned(jsonl, path);
  if (!all) return {std::nullopt, all.error};
  Written written;
  for (Penned& penned : *all.value) {
    const std::string& text = penned.text;
    if (text.size() != 1 || text[0] < '0' || text[0] > '9') {
      const std::string line = std::to_string(written.samples.size() + 1);
      return {std::nullopt,
              {"corrupt_dataset", path + ", line " + line + ": the label is no digit"}};
    }
    written.samples.push_back(
        {std::move(penned.strokes), static_cast<std::uint8_t>(text[0] - '0')});
    written.writers.push_back(std::move(penned.writer));
  }
  return {std::move(written)};
}

Loaded<std::vector<std::vector<Stroke>>> parse_hershey(const Bytes& jhf, const std::string& path) {
  // Columns 0-4 a number, 5-7 the count of pairs; then pairs of letters around R, the first being
  // left and right edge, " R" lifting the pen. A glyph may go on over the end of a line.
  std::string text(jhf.begin(), jhf.end());
  std::erase(text, '\r');
  std::erase(text, '\n');
  std::vector<std::vector<Stroke>> glyphs;
  std::size_t at = 0;
  while (at + 8 <= text.size()) {
    int pairs = 0;
    for (const char c : text.substr(at + 5, 3)) {
      if (c >= '0' && c <= '9') pairs = pairs * 10 + (c - '0');
    }
    const std::size_t begin = at + 8;
    const std::size_t end = begin + 2 * static_cast<std::size_t>(pairs);
    if (pairs < 1 || end > text.size()) {
      return {
          std::nullopt,
          {"corrupt_dataset", path + ": glyph " + std::to_string(glyphs.size()) + " is cut short"}};
    }
    std::vector<Stroke> strokes(1);
    for (std::size_t i = begin + 2; i < end; i += 2) {
      if (text[i] == ' ' && text[i + 1] == 'R') {
        strokes.emplace_back();
      } else {
        strokes.back().push_back(
            {static_cast<float>(text[i] - 'R'), static_cast<float>(text[i + 1] - 'R')});
      }
    }
    std::erase_if(strokes, [](const Stroke& stroke) { return stroke.empty(); });
    glyphs.push_back(std::move(strokes));
    at = end;
  }
  return {std::move(glyphs)};
}

}  // namespace ziffer::cli
