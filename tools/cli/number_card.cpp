#include "tools/cli/card_parts.h"
#include "tools/cli/number_report.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

std::string network_row(const NetworkFile& file) {
  const Network& network = file.network;
  return format("| %s | `%s` | %s | %s | %s |\n", file.name.c_str(), network.name.c_str(),
                grouped(static_cast<long long>(network.parameters.size())).c_str(),
                grouped(network.multiply_adds()).c_str(),
                grouped(static_cast<long long>(file.bytes)).c_str());
}

std::string networks_part(const NumberReport& report) {
  std::string part =
      "| file | preset | parameters | multiply-adds | bytes |\n|---|---|---:|---:|---:|\n";
  for (const auto* file : {&report.digits, &report.lines}) {
    if (*file) part += network_row(**file);
  }
  const Shape& input = report.lines->network.input;
  return part + format(
                    "\nMultiply-adds are those of one plane: a digit's, or a line's of %d by %d "
                    "pixels.\n\n",
                    input.width, input.height);
}

std::string sets_part(const NumberReport& report) {
  std::string part;
  for (const auto& [name, description] : report.sets)
    part += "- " + name + ": " + description + ".\n";
  if (report.composed) {
    part +=
        "- composed, and one digit on paper: put together from digits that no training has seen, "
        "of "
        "the digit sets' validation parts and MNIST's test set, by fixed seeds.\n";
  }
  return part;
}

// Whole strings' calibration.
std::string calibration_part(const NumberReport& report) {
  const std::vector<Answer> answers = calibration_answers(report);
  int asked = 0;
  for (const StringsRow& row : report.strings) asked += row.calibrates ? row.count : 0;
  const std::vector<ReliabilityBin> bins = reliability_bins(answers);
  const long long given = static_cast<long long>(answers.size());
  std::string part = format(
      "## Calibration of whole strings\n\nOf the %s strings of the number sets, as they are "
      "written, %s were answered without a refused symbol. Their expected calibration error is "
      "%s, in %d bands of equal width; empty ones are left out.\n\n"
      "| confidence | strings | mean confidence | right | 95 %% interval |\n"
      "|---|---:|---:|---:|---:|\n",
      grouped(asked).c_str(), grouped(given).c_str(),
      percent(expected_calibration_error(bins)).c_str(), kReliabilityBins);
  for (const ReliabilityBin& bin : bins) {
    if (bin.count == 0) continue;
    part += format("| %.1f to %.1f %% | %s | %s | %s | %s |\n", 100 * bin.low, 100 * bin.high,
                   grouped(bin.count).c_str(), percent(bin.confidence).c_str(),
                   percent(bin.accuracy()).c_str(),
                   percents(wilson_interval(bin.correct, bin.count)).c_str());
  }
  return part + "\n";
}

std::string causes_part(const NumberReport& report) {
  std::string part =
      "## What is wrong\n\nSorted by the texts alone: *found* where nothing was read, or the "
      "number "
      "was taken for several or for part of another; *cut* where the number of symbols differs; "
      "*classified* where only the symbols do.\n\n"
      "| numbers | found | cut | classified |\n|---|---:|---:|---:|\n";
  const auto add = [&](const std::string& name, const CauseCounts& causes) {
    part += "| " + name + " |";
    for (const Cause cause : kCauses) part += " " + grouped(causes.of(cause)) + " |";
    part += "\n";
  };
  for (const StringsRow& row : report.strings) add(row.name, row.causes);
  for (const PagesRow& row : report.pages) {
    if (row.numbers > 0) add(row.name, row.causes);
  }
  return part + "\n";
}

std::string text_of(const nlohmann::ordered_json& made, const char* key) {
  return made.at(key).get<std::string>();
}

}  // namespace

std::string number_tables(const NumberReport& report) {
  std::string strings;
  for (const StringsRow& row : report.strings) {
    strings += format("| %s | %s | **%s** | %s | %s | %s | %s |\n", row.name.c_str(),
                      grouped(row.count).c_str(), percent(row.share_right()).c_str(),
                      percents(wilson_interval(row.right, row.count)).c_str(),
                      percent(row.character_error()).c_str(), percent(row.read_rate(0.01)).c_str(),
                      percent(row.read_rate(0.001)).c_str());
  }
  if (!strings.empty()) {
    strings =
        "| numbers | n | right | 95 % interval | character error | read at 1 % error | at 0.1 % "
        "|\n|---|---:|---:|---:|---:|---:|---:|\n" +
        strings;
  }
  std::string pages;
  for (const PagesRow& row : report.pages) {
    const bool any = row.numbers > 0;
    pages +=
        format("| %s | %s | %s | %s | %s | %.2f |\n", row.name.c_str(), grouped(row.pages).c_str(),
               grouped(row.numbers).c_str(), any ? percent(row.recall()).c_str() : "",
               any ? percent(row.precision()).c_str() : "", row.invented());
  }
  if (!pages.empty()) {
    pages =
        "| pages | n | numbers on them | found and right | right of what was read | invented a "
        "page |\n|---|---:|---:|---:|---:|---:|\n" +
        pages;
  }
  return strings + (strings.empty() || pages.empty() ? "" : "\n") + pages;
}

std::string number_card(const NumberReport& report) {
  const NetworkFile& lines = *report.lines;
  std::string card = card_title(lines.name, "ziffer evaluate --numbers --card");
  card +=
      "Reads a word of handwriting as one number: digits, apart or touching, and the separators "
      "`.` `,` `-` `/` `:`. It never reads alone: " +
      report.digits->name +
      " reads digits that stand apart and says what is no digit, and where both have a say their "
      "answers are weighed. Every figure is of both together, as the page and the command line "
      "read.\n\n";
  card += networks_part(report);
  card +=
      "## What it is for\n\n"
      "- Numbers by hand, with a pen on a pad or on paper: amounts, postcodes, phone numbers, "
      "dates, "
      "times; one or many on a page. Where it is known what kind of number is written, `--field` "
      "checks it.\n"
      "- Not for words and print, formulas, fractions, signs or currencies, nor for other scripts' "
      "digits. On pages of such things it invents numbers, as often as the table of pages says.\n"
      "- Not for deciding alone where an error costs something. The read rates say which share can "
      "be answered by asking a person about the rest.\n\n";
  card +=
      "## How it was measured\n\n```\n" + text_of(report.made, "command") + "\n```\n\n" +
      text_of(report.made, "date") + ", " + text_of(report.made, "machine") + ".\n\n" +
      sets_part(report) +
      "\nNothing that is read was trained on, but the sets' validation parts also chose the epoch "
      "that was kept: there is no third part.\n\n";
  card +=
      "## Figures\n\nRight is a number whose every symbol is; the character error is the edits "
      "(insertions, deletions, replacements) a true character; the read rate is the largest share "
      "of all that can be answered, by confidence, with no more than that error. Intervals are "
      "Wilson's, at 95 %. Invented is what was read and is not there.\n\n";
  card += number_tables(report) + "\n";
  card += causes_part(report);
  card += calibration_part(report);
  card += architecture_part(lines.network, lines.bytes);
  card += training_part(lines.training, lines.network.name, "lines");
  card += licence_part();
  return card;
}

}  // namespace ziffer::cli
