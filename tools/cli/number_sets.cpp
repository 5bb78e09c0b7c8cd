#include "tools/cli/number_sets.h"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <utility>

#include "tools/cli/sets.h"

namespace ziffer::cli {
namespace {

bool all_digits(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

FileError no_number(const std::string& path, const std::string& text) {
  return {"corrupt_dataset", path + ": \"" + text + "\" is no number"};
}

std::optional<FileError> load_cheques(NumberSet& set, const std::string& folder) {
  const std::string path = folder + "/labels.tsv";
  const auto rows = read_table(path, 2);
  if (!rows) return rows.error;
  const std::size_t training = rows.value->size() - rows.value->size() / 5;
  for (std::size_t i = 0; i < rows.value->size(); ++i) {
    const std::vector<std::string>& row = (*rows.value)[i];
    if (!all_digits(row[1])) return no_number(path, row[1]);
    Loaded<Bytes> picture = read_file(folder + "/" + row[0]);
    if (!picture) return FileError{picture.error.code, row[0] + ": " + picture.error.message};
    (i < training ? set.training : set.validation).push_back({std::move(*picture.value), {row[1]}});
  }
  set.separators = false;
  return std::nullopt;
}

std::optional<FileError> load_pen_numbers(NumberSet& set, const std::string& folder) {
  const std::string path = folder + "/strokes.jsonl.gz";
  const Loaded<Bytes> bytes = read_unpacked(path);
  if (!bytes) return FileError{bytes.error.code, path + ": " + bytes.error.message};
  Loaded<std::vector<Penned>> all = parse_penned(*bytes.value, path);
  if (!all) return all.error;
  for (Penned& penned : *all.value) {
    const bool held_out = hash_of(penned.writer) % 5 < 2;
    (held_out ? set.validation : set.training)
        .push_back({std::move(penned.strokes), {std::move(penned.text)}});
  }
  return std::nullopt;
}

// Whether the third number is what the page says it is.
bool adds_up(const std::string& sign, const std::vector<std::string>& numbers) {
  std::vector<long> values;
  for (const std::string& number : numbers) values.push_back(std::stol(number));
  return values[2] == (sign == "-" ? values[0] - values[1] : values[0] + values[1]);
}

std::optional<FileError> load_sums(NumberSet& set, const std::string& folder) {
  const std::string path = folder + "/labels.tsv";
  const auto rows = read_table(path, 3);
  if (!rows) return rows.error;
  for (std::size_t i = 0; i < rows.value->size(); ++i) {
    const std::vector<std::string>& row = (*rows.value)[i];
    std::vector<std::string> numbers;
    std::istringstream cells(row[2]);
    for (std::string cell; cells >> cell;) numbers.push_back(cell);
    for (const std::string& number : numbers) {
      if (!all_digits(number) || number.size() > 9) return no_number(path, number);
    }
    if (numbers.size() != 3) return no_number(path, row[2]);
    // Where small borrowed ones were taken for digits the label is not what stands on the page.
    if (!adds_up(row[1], numbers)) continue;
    Loaded<Bytes> picture = read_file(folder + "/" + row[0]);
    if (!picture) return FileError{picture.error.code, row[0] + ": " + picture.error.message};
    // Lines count from 0, pages from 1.
    (i % 2 == 1 ? set.training : set.validation)
        .push_back({std::move(*picture.value), std::move(numbers)});
  }
  return std::nullopt;
}

struct Known {
  std::string_view name;
  std::string_view description;
  std::optional<FileError> (*load)(NumberSet&, const std::string& folder);
};

constexpr Known kKnown[] = {
    {"orand-car-a",
     "ORAND-CAR-A, courtesy amounts of cheques: the digits are transcribed, separators and fillers "
     "are not; the last fifth is validation",
     load_cheques},
    {"unipen-numbers",
     "UNIPEN numbers as pen strokes: ZIP codes, phone numbers, dates, times, with their "
     "separators; two fifths of the writers are validation. None of the 87 files is among "
     "unipen-digits' 614, nor is a folder; "
     "who wrote them is not told, so a donor may be in both under two names",
     load_pen_numbers},
    {"phone-sums",
     "phone photographs of handwritten sums: two operands and the result. Operator, rule and small "
     "borrowed or carried digits are on the page and not transcribed; pages whose labels do not "
     "add up are left out. Odd pages are validation, even ones for tuning",
     load_sums},
};

}  // namespace

Board on_board(std::vector<Stroke> strokes) {
  Point low = strokes.front().front();
  Point high = low;
  for (const Stroke& stroke : strokes) {
    for (const Point& p : stroke) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  constexpr float kWide = 900;
  constexpr float kHigh = 200;
  constexpr float kMargin = 40;
  const float scale =
      std::min(kWide / std::max(1e-3F, high.x - low.x), kHigh / std::max(1e-3F, high.y - low.y));
  for (Stroke& stroke : strokes) {
    for (Point& p : stroke) p = {kMargin + (p.x - low.x) * scale, kMargin + (p.y - low.y) * scale};
  }
  const float width = (high.x - low.x) * scale;
  const float height = (high.y - low.y) * scale;
  return {std::move(strokes), std::max(2.0F, height / 12),
          static_cast<int>(width + 2 * kMargin) + 1, static_cast<int>(height + 2 * kMargin) + 1};
}

std::vector<std::string> number_set_names() {
  std::vector<std::string> names;
  for (const Known& known : kKnown) names.emplace_back(known.name);
  return names;
}

Loaded<NumberSet> load_number_set(const std::vector<std::string>& roots, const std::string& name) {
  const auto* known = std::find_if(std::begin(kKnown), std::end(kKnown),
                                   [&](const Known& k) { return k.name == name; });
  if (known == std::end(kKnown)) {
    return {std::nullopt, {"unknown_set", "no set of numbers is called " + name}};
  }
  const Loaded<std::string> folder = find_set(roots, name, "");
  if (!folder) return {std::nullopt, folder.error};
  NumberSet set{name, std::string(known->description), true, {}, {}};
  if (auto error = known->load(set, *folder.value)) {
    return {std::nullopt, {error->code, "data set " + name + ": " + error->message}};
  }
  return {std::move(set)};
}

}  // namespace ziffer::cli
