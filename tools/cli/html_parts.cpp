#include "tools/cli/html_parts.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "tools/cli/report_style.h"
#include "tools/cli/svg_charts.h"
#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

std::string row_html(const HtmlRow& row) {
  std::string html = "<tr><th scope=\"row\">" + row.front() + "</th>";
  for (std::size_t i = 1; i < row.size(); ++i) html += "<td>" + row[i] + "</td>";
  return html + "</tr>\n";
}

std::string section(const char* id, const char* title, const std::string& content) {
  return format("<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>\n", id, id,
                id, title) +
         content + "</section>\n";
}

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr const char* kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < n ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= n ? kAlphabet[group >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return text;
}

}  // namespace

std::string percent_html(double share, int decimals) {
  return format("%.*f\u00a0%%", decimals, 100 * share);
}

std::string scrolling(const std::string& label, const std::string& table) {
  return "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + escaped(label) +
         "\">\n" + table + "</div>\n";
}

std::string table_html(const std::string& caption, const HtmlRow& columns,
                       const std::vector<HtmlRow>& rows, const std::vector<HtmlRow>& totals,
                       const char* style) {
  std::string html = format("<table class=\"%s\">\n<caption>%s</caption>\n<thead><tr>", style,
                            escaped(caption).c_str());
  for (const std::string& column : columns) html += "<th scope=\"col\">" + column + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const HtmlRow& row : rows) html += row_html(row);
  html += "</tbody>\n";
  if (!totals.empty()) {
    html += "<tfoot>\n";
    for (const HtmlRow& row : totals) html += row_html(row);
    html += "</tfoot>\n";
  }
  return scrolling(caption, html + "</table>\n");
}

std::string png_url(std::span<const std::uint8_t> png) {
  return "data:image/png;base64," + base64(png);
}

std::string page_html(const std::string& title, const std::string& lead,
                      const std::vector<HtmlPart>& parts) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      title + "</title>\n<style>" + kReportStyle + "</style>\n</head>\n<body>\n<header>\n<h1>" +
      title + "</h1>\n";
  html += "<p class=\"lead\">" + lead + "</p>\n";
  html += "<nav aria-label=\"Sections\"><ul>\n";
  for (const HtmlPart& part : parts) {
    html += format("<li><a href=\"#%s\">%s</a></li>\n", part.id, part.title);
  }
  html += "</ul></nav>\n</header>\n<main>\n";
  for (const HtmlPart& part : parts) html += section(part.id, part.title, part.content);
  return html +
         "</main>\n<footer><p>Written by <code>ziffer evaluate --report</code>; every figure was "
         "computed by that command. <code>report.json</code> beside this page holds them at full "
         "precision.</p></footer>\n</body>\n</html>\n";
}

std::optional<FileError> write_report_folder(const std::string& folder,
                                             const nlohmann::ordered_json& figures,
                                             const std::string& page) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code) return FileError{"unreadable_file", code.message()};
  const std::filesystem::path path(folder);
  if (auto error = write_json((path / "report.json").string(), figures)) return error;
  return write_file((path / "index.html").string(), page);
}

}  // namespace ziffer::cli
