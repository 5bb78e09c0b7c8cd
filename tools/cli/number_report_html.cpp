#include "tools/cli/html_parts.h"
#include "tools/cli/number_report.h"
#include "tools/cli/svg_charts.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

std::string interval_html(int right, int count) {
  const Interval interval = wilson_interval(right, count);
  return percent_html(interval.low) + " to " + percent_html(interval.high);
}

void add_causes(const CauseCounts& causes, HtmlRow& row) {
  for (const Cause cause : kCauses) row.push_back(grouped(causes.of(cause)));
}

constexpr const char* kAboutCauses =
    "<p>What is wrong is sorted by the texts alone: <em>found</em> where nothing was read, or the "
    "number was taken for several or for part of another; <em>cut</em> where the number of symbols "
    "differs; <em>classified</em> where only the symbols do.</p>\n";

std::string strings_table(const NumberReport& report) {
  std::vector<HtmlRow> rows;
  for (const StringsRow& row : report.strings) {
    rows.push_back({escaped(row.name), grouped(row.count), percent_html(row.share_right()),
                    interval_html(row.right, row.count), percent_html(row.character_error()),
                    percent_html(row.read_rate(0.01)), percent_html(row.read_rate(0.001))});
    add_causes(row.causes, rows.back());
  }
  return kAboutCauses +
         table_html("Pictures of one number",
                    {"Set", "Pictures", "Right", "95 % interval", "Character error",
                     "Read at 1 % error", "At 0.1 %", "Wrong: found", "Cut", "Classified"},
                    rows);
}

std::string pages_table(const NumberReport& report) {
  std::vector<HtmlRow> rows;
  for (const PagesRow& row : report.pages) {
    const bool any = row.numbers > 0;
    rows.push_back({escaped(row.name), grouped(row.pages), grouped(row.numbers),
                    any ? percent_html(row.recall()) : "", any ? percent_html(row.precision()) : "",
                    format("%.2f", row.invented())});
    add_causes(row.causes, rows.back());
  }
  return table_html("Pages with several numbers or none",
                    {"Set", "Pages", "Numbers on them", "Found and right", "Right of what was read",
                     "Invented a page", "Missed: found", "Cut", "Classified"},
                    rows);
}

std::string caption(const Misreading& wrong) {
  std::string html = wrong.truth.empty() ? "no number" : escaped(wrong.truth);
  html += " read as " + (wrong.text.empty() ? std::string("nothing") : escaped(wrong.text));
  if (wrong.confidence)
    html += "\n<small>" + percent_html(static_cast<double>(*wrong.confidence)) + "</small>";
  if (wrong.cause) html += std::string("<small>") + name(*wrong.cause) + "</small>";
  return html;
}

std::string gallery(const NumberReport& report) {
  if (report.wrong.empty()) return "<p>Nothing was read wrongly.</p>\n";
  std::string html;
  std::string row;
  for (const Misreading& wrong : report.wrong) {
    if (wrong.row != row) {
      html += row.empty() ? "" : "</ul>\n";
      html += "<h3>" + escaped(wrong.row) + "</h3>\n<ul class=\"gallery numbers\">\n";
      row = wrong.row;
    }
    html += "<li><figure><div class=\"tile\"><img loading=\"lazy\" alt=\"" + escaped(wrong.truth) +
            "\" src=\"" + png_url(wrong.png) + "\"></div>\n<figcaption>" + caption(wrong) +
            "</figcaption></figure></li>\n";
  }
  return html + "</ul>\n";
}

}  // namespace

std::optional<FileError> write_number_report(const NumberReport& report,
                                             const std::string& folder) {
  std::vector<HtmlPart> parts;
  if (!report.strings.empty()) parts.push_back({"numbers", "Numbers", strings_table(report)});
  if (!report.pages.empty()) parts.push_back({"pages", "Pages", pages_table(report)});
  parts.push_back({"errors", "Errors", gallery(report)});
  return write_report_folder(
      folder, figures_json(report),
      page_html("Evaluation of whole numbers",
                format("%zu pictures of which not everything was read right.", report.wrong.size()),
                parts));
}

}  // namespace ziffer::cli
