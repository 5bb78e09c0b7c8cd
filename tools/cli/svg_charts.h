// Charts as inline SVG. Colours and type come from the page's style sheet through class names, so
// that a chart follows the light and the dark scheme.
#ifndef ZIFFER_TOOLS_CLI_SVG_CHARTS_H_
#define ZIFFER_TOOLS_CLI_SVG_CHARTS_H_

#include <span>
#include <string>
#include <vector>

#include "core/train/metrics.h"

namespace ziffer::cli {

struct Series {
  std::string name;
  std::string style;           // a class that says colour and dash
  std::vector<double> values;  // at x = 1, 2, ...
};

struct LineChart {
  std::string id;  // unique in the page
  std::string title;
  std::string description;  // what a reader who cannot see it must know
  std::string x_label;
  std::vector<Series> series;  // of one length, at least 1
  int marked = 0;              // an x to point out, 0 for none
  std::string mark_label;
  bool percent = false;    // values are shares, shown as percentages
  bool from_zero = false;  // the axis starts at 0, not at the lowest value
};
std::string line_chart(const LineChart& chart);

// Accuracy against confidence for each bin that holds answers, with 95 % Wilson intervals; perfect
// calibration is the diagonal.
std::string reliability_diagram(const std::string& id, const std::string& title,
                                std::span<const ReliabilityBin> bins);

// Text for HTML and SVG, in elements and in quoted attributes.
std::string escaped(const std::string& text);

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_SVG_CHARTS_H_
