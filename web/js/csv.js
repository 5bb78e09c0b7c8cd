// One line of a CSV file (RFC 4180).

/** @param {unknown[]} values null and undefined are empty @returns {string} with its end */
export function csvLine(values) {
  return `${values.map(cell).join(',')}\r\n`;
}

/** Names that a spreadsheet would take for a formula get an apostrophe; numbers may begin with a dash. @param {unknown} value */
function cell(value) {
  let text = String(value ?? '');
  if (/^[=+@\t\r]/.test(text) || /^-.*[^\d.,/: -]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
