#include "tools/cli/svg_charts.h"

#include <algorithm>
#include <cmath>

#include "tools/cli/text.h"

namespace ziffer::cli {
namespace {

// Where a chart's plane lies in its picture, in user units.
struct Frame {
  double width = 400;
  double height = 260;
  double left = 48;
  double right = 14;
  double top = 34;
  double bottom = 40;

  double plot_width() const { return width - left - right; }
  double plot_height() const { return height - top - bottom; }
};

// A linear scale from values to user units.
struct Scale {
  double low;
  double high;
  double from;
  double to;

  double operator()(double v) const { return from + (v - low) / (high - low) * (to - from); }
};

// 1, 2 or 5 times a power of ten, so that about `wanted` steps fit the range.
double tick_step(double range, int wanted) {
  const double raw = range / wanted;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double lead = raw / power;
  return power * (lead <= 1 ? 1 : (lead <= 2 ? 2 : (lead <= 5 ? 5 : 10)));
}

std::string line(const char* style, double x1, double y1, double x2, double y2) {
  return format(R"(<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>)", style, x1, y1, x2,
                y2);
}

std::string label(const char* anchor, double x, double y, const std::string& text) {
  return format(R"(<text text-anchor="%s" x="%.1f" y="%.1f">%s</text>)", anchor, x, y,
                escaped(text).c_str());
}

std::string opening(const Frame& f, const std::string& id, const std::string& title,
                    const std::string& description) {
  return format(
      R"(<svg class="chart" viewBox="0 0 %g %g" role="img" aria-labelledby="%s-title %s-desc">)"
      R"(<title id="%s-title">%s</title><desc id="%s-desc">%s</desc>)",
      f.width, f.height, id.c_str(), id.c_str(), id.c_str(), escaped(title).c_str(), id.c_str(),
      escaped(description).c_str());
}

}  // namespace

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string line_chart(const LineChart& chart) {
  const Frame f;
  double low = chart.series.front().values.front();
  double high = low;
  for (const Series& series : chart.series) {
    const auto [least, most] = std::minmax_element(series.values.begin(), series.values.end());
    low = std::min(low, *least);
    high = std::max(high, *most);
  }
  if (chart.from_zero) low = 0;
  if (high <= low) high = low + 1;
  const double step = tick_step(high - low, 5);
  const double floor = std::floor(low / step + 1e-9) * step;
  const double ceiling = std::ceil(high / step - 1e-9) * step;
  const int count = static_cast<int>(chart.series.front().values.size());
  const Scale y{floor, ceiling, f.height - f.bottom, f.top};
  // A single value stands in the middle.
  const Scale x{count == 1 ? 0.0 : 1.0, count == 1 ? 2.0 : count, f.left, f.width - f.right};

  std::string svg = opening(f, chart.id, chart.title, chart.description);
  const int decimals =
      std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)) - (chart.percent ? 2 : 0));
  for (int i = 0; floor + i * step <= ceiling + step / 2; ++i) {
    const double v = floor + i * step;
    svg += line(i == 0 ? "axis" : "grid", f.left, y(v), f.width - f.right, y(v));
    svg += label("end", f.left - 6, y(v) + 4,
                 format(chart.percent ? "%.*f %%" : "%.*f", decimals, chart.percent ? 100 * v : v));
  }
  const int x_step = std::max(1, static_cast<int>(tick_step(count, 8)));
  for (int i = x_step == 1 ? 1 : x_step; i <= count; i += x_step) {
    svg += label("middle", x(i), f.height - f.bottom + 16, std::to_string(i));
  }
  svg += label("middle", f.left + f.plot_width() / 2, f.height - 6, chart.x_label);
  if (chart.marked > 0) {
    svg += line("mark", x(chart.marked), f.top, x(chart.marked), f.height - f.bottom);
    const bool left = x(chart.marked) > f.left + f.plot_width() / 2;
    svg += label(left ? "end" : "start", x(chart.marked) + (left ? -5 : 5),
                 f.top + f.plot_height() / 2, chart.mark_label);
  }
  double legend = f.left;
  for (const Series& series : chart.series) {
    svg += line(series.style.c_str(), legend, 14, legend + 26, 14);
    svg += label("start", legend + 32, 18, series.name);
    legend += f.plot_width() / static_cast<double>(chart.series.size());
    std::string points;
    for (int i = 0; i < count; ++i) {
      points += format("%.1f,%.1f ", x(i + 1), y(series.values[static_cast<std::size_t>(i)]));
    }
    points.pop_back();
    svg += count == 1 ? format(R"(<circle class="%s" cx="%.1f" cy="%.1f" r="3"/>)",
                               series.style.c_str(), x(1), y(series.values[0]))
                      : format(R"(<polyline class="%s" points="%s"/>)", series.style.c_str(),
                               points.c_str());
  }
  return svg + "</svg>\n";
}

std::string reliability_diagram(const std::string& id, const std::string& title,
                                std::span<const ReliabilityBin> bins) {
  Frame f;
  f.height = 360;
  f.top = 12;
  const Scale x{0, 1, f.left, f.width - f.right};
  const Scale y{0, 1, f.height - f.bottom, f.top};
  std::string svg = opening(f, id, title,
                            "Bars: share of right answers in each confidence bin, with 95 % "
                            "intervals. The diagonal is perfect calibration. The table below has "
                            "the figures.");
  for (int i = 0; i <= 5; ++i) {
    const double v = i / 5.0;
    svg += line(i == 0 ? "axis" : "grid", f.left, y(v), f.width - f.right, y(v));
    svg += label("end", f.left - 6, y(v) + 4, format("%d %%", 20 * i));
    svg += label("middle", x(v), f.height - f.bottom + 16, std::to_string(20 * i));
  }
  for (const ReliabilityBin& bin : bins) {
    if (bin.count == 0) continue;
    svg += format(R"(<rect class="bin" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>)",
                  x(bin.low) + 1, y(bin.accuracy()), x(bin.high) - x(bin.low) - 2,
                  y(0) - y(bin.accuracy()));
  }
  svg += line("diagonal", x(0), y(0), x(1), y(1));
  for (const ReliabilityBin& bin : bins) {
    if (bin.count == 0) continue;
    const Interval interval = wilson_interval(bin.correct, bin.count);
    svg += line("whisker", x(bin.confidence), y(interval.low), x(bin.confidence), y(interval.high));
    svg += format(R"(<circle class="point" cx="%.1f" cy="%.1f" r="3.5"/>)", x(bin.confidence),
                  y(bin.accuracy()));
  }
  svg += label("middle", f.left + f.plot_width() / 2, f.height - 6, "confidence, %");
  return svg + "</svg>\n";
}

}  // namespace ziffer::cli
