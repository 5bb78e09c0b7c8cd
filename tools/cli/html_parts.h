// Pieces of the web pages that evaluations write: tables, sections, pictures, the page around them.
#ifndef ZIFFER_TOOLS_CLI_HTML_PARTS_H_
#define ZIFFER_TOOLS_CLI_HTML_PARTS_H_

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/cli/files.h"

namespace ziffer::cli {

// 0.9962 -> "99.62 %", kept on one line.
std::string percent_html(double share, int decimals = 2);

// Cells are HTML; the first of each row is its header.
using HtmlRow = std::vector<std::string>;

// A table wider than the screen scrolls by itself, from the keyboard too.
std::string scrolling(const std::string& label, const std::string& table);

// `style`: a class of report_style.h, or empty.
std::string table_html(const std::string& caption, const HtmlRow& columns,
                       const std::vector<HtmlRow>& rows, const std::vector<HtmlRow>& totals = {},
                       const char* style = "");

// A PNG as the address of an image.
std::string png_url(std::span<const std::uint8_t> png);

struct HtmlPart {
  const char* id;
  const char* title;
  std::string content;
};

// A whole page with a list of its parts; `title` and `lead` are HTML.
std::string page_html(const std::string& title, const std::string& lead,
                      const std::vector<HtmlPart>& parts);

// report.json and index.html into a folder, which is made. Empty on success.
std::optional<FileError> write_report_folder(const std::string& folder,
                                             const nlohmann::ordered_json& figures,
                                             const std::string& page);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_HTML_PARTS_H_
