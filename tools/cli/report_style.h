// The style sheet of the report: the colours, type and red margin of web/style.css.
#ifndef ZIFFER_TOOLS_CLI_REPORT_STYLE_H_
#define ZIFFER_TOOLS_CLI_REPORT_STYLE_H_

namespace ziffer::cli {

constexpr const char* kReportStyle = R"css(
:root {
  color-scheme: light dark;
  --desk: #f6f7fa;
  --paper: #fff;
  --grid: #dde6f4;
  --line: #c9d2e2;
  --line-strong: #76839c;
  --text: #151d33;
  --muted: #55607a;
  --ink: #1f3a9e;
  --ink-soft: #e6ebfa;
  --margin-line: #e2757f;
  --alert: #9c1c2c;
  --sans: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Cantarell, "DejaVu Sans Condensed", sans-serif;
  --numerals: -apple-system, "Segoe UI Light", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
  --radius: 10px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --desk: #11151f;
    --paper: #171c29;
    --grid: #222b3f;
    --line: #303a52;
    --line-strong: #8390ad;
    --text: #e8ecf5;
    --muted: #a3aec6;
    --ink: #a9bcff;
    --ink-soft: #232e50;
    --margin-line: #8d3f4a;
    --alert: #ffb3b8;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  position: relative;
  isolation: isolate;
  margin: 0;
  background: var(--desk);
  color: var(--text);
  font: 400 1rem/1.55 var(--sans);
  font-variant-numeric: tabular-nums;
}
header, main, footer {
  max-width: 80rem;
  margin-inline: auto;
  padding-inline: 1rem;
}
h1, h2, h3, p, ul, table, figure { margin: 0; }
h1, h2, h3 { line-height: 1.15; text-wrap: balance; overflow-wrap: anywhere; }
h1 {
  padding-top: 2rem;
  font: 300 clamp(1.75rem, 1.35rem + 2vw, 2.75rem)/1.1 var(--numerals);
  letter-spacing: -0.02em;
}
h2 { font-size: 1.375rem; font-weight: 600; }
h3 { font-size: 1rem; font-weight: 600; }
a { color: var(--ink); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
.lead { margin-top: 1rem; max-width: 44em; color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin-top: 1rem; padding: 0; list-style: none; }
nav a { display: inline-block; padding-block: 0.375rem; }
section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
section > p, .set > p, .note { margin-top: 0.5rem; max-width: 44em; color: var(--muted); }
section > .scroll, .set > .scroll, section > details, .results, .charts, .sets { margin-top: 1rem; }
.results { display: flex; flex-wrap: wrap; gap: 1.5rem 3rem; padding: 0; list-style: none; }
.results li { min-width: min(100%, 17rem); }
.results h3 { color: var(--muted); font-size: 0.9375rem; font-weight: 500; }
.figure {
  color: var(--ink);
  font: 300 clamp(2.75rem, 2rem + 4vw, 4.5rem)/1.2 var(--numerals);
  letter-spacing: -0.02em;
}
.results p + p { color: var(--muted); }
.results strong { color: var(--text); font-weight: 600; }
.sets, .charts { display: grid; gap: 1.5rem 2.5rem; }
.charts > *, .sets > * { min-width: 0; }
.scroll { max-width: 100%; overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9375rem; }
caption { padding-bottom: 0.5rem; color: var(--muted); text-align: left; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; text-align: right; }
th { font-weight: 500; }
thead th { border-bottom: 1px solid var(--line-strong); color: var(--muted); vertical-align: bottom; }
th:first-child, .words th:nth-child(2), .words td:nth-child(2) { text-align: left; }
td { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr + tr > *, tfoot > tr > * { border-top: 1px solid var(--grid); }
tfoot tr:first-child > * { border-top: 1px solid var(--line-strong); }
.bar { min-width: 6rem; }
.bar span {
  display: block;
  width: calc(var(--share) * 100%);
  height: 0.5rem;
  border-radius: 0 4px 4px 0;
  background: var(--line-strong);
}
.confusion { border-spacing: 2px; border-collapse: separate; font-size: 0.875rem; }
.confusion th, .confusion td { padding: 0; border: 0; text-align: center; }
.confusion td { min-width: 1.9rem; height: 1.9rem; border-radius: 3px; }
.confusion tbody th { padding-right: 0.35rem; }
.confusion .right { background: color-mix(in srgb, var(--ink) calc(var(--s) * 1%), var(--paper)); font-weight: 600; }
.confusion .wrong { background: color-mix(in srgb, var(--alert) calc(var(--s) * 1%), var(--paper)); }
.confusion .none { color: var(--muted); }
details { margin-top: 0.75rem; }
summary { min-height: 2.75rem; padding-block: 0.6rem; color: var(--ink); cursor: pointer; width: fit-content; }
svg.chart { display: block; width: 100%; max-width: 32rem; height: auto; margin-top: 0.75rem; }
.chart text { fill: var(--muted); font: 12px var(--sans); }
.chart line, .chart polyline { fill: none; stroke-width: 1; stroke-linejoin: round; stroke-linecap: round; }
.chart .grid { stroke: var(--grid); }
.chart .axis { stroke: var(--line-strong); }
.chart .mark { stroke: var(--margin-line); }
.chart .train { stroke: var(--line-strong); stroke-width: 2; stroke-dasharray: 1 5; }
.chart .validation { stroke: var(--ink); stroke-width: 2.5; }
.chart circle.train, .chart circle.validation { fill: none; stroke-dasharray: none; }
.chart .bin { fill: var(--ink-soft); stroke: var(--line); }
.chart .diagonal { stroke: var(--margin-line); stroke-dasharray: 5 5; }
.chart .whisker { stroke: var(--ink); stroke-width: 1.5; }
.chart .point { fill: var(--ink); }
.gallery {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(6.25rem, 1fr));
  gap: 1rem;
  margin-top: 1rem;
  padding: 0;
  list-style: none;
}
.gallery .tile { overflow: hidden; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); }
.gallery img { display: block; width: 100%; height: auto; image-rendering: pixelated; mix-blend-mode: multiply; }
.gallery.numbers { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); }
.gallery.numbers img { filter: none; image-rendering: auto; mix-blend-mode: normal; }
.gallery.numbers figcaption { overflow-wrap: anywhere; }
.gallery figcaption { margin-top: 0.25rem; font-size: 0.875rem; line-height: 1.35; }
.gallery small { display: block; color: var(--muted); font-size: 0.8125rem; }
footer { padding-block: 2.5rem; color: var(--muted); font-size: 0.875rem; }
@media (prefers-color-scheme: dark) {
  .gallery:not(.numbers) img { filter: invert(1); mix-blend-mode: screen; }
}
@media (max-width: 26rem) {
  .confusion { font-size: 0.75rem; border-spacing: 1px; }
  .confusion td { min-width: 1.75rem; }
}
@media (min-width: 48rem) {
  .charts, .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (min-width: 60rem) {
  header, main, footer { padding-inline: 5rem 3rem; }
  body::before {
    content: "";
    position: absolute;
    z-index: -1;
    inset-block: 0;
    left: calc(max(0px, (100% - 80rem) / 2) + 3.25rem);
    border-left: 1px solid var(--margin-line);
  }
}
@media print {
  body { background: none; }
  section { break-inside: avoid-page; }
}
@media (forced-colors: active) {
  .bar span { background: CanvasText; forced-color-adjust: none; }
  .chart text { fill: CanvasText; }
  .chart .axis, .chart .train, .chart .validation, .chart .whisker { stroke: CanvasText; }
}
)css";

}  // namespace ziffer::cli

#endif  // ZIFFER_TOOLS_CLI_REPORT_STYLE_H_
