// Small builders shared by the views that explain: elements, and tables that can be shown, read aloud, printed and saved.

import { csvLine } from './csv.js';

/**
 * A cell: text, or a number with the text it is shown as; `head` makes it the row's header, `shade` (0 to 1) darkens it.
 * @typedef {{ text: string, value?: number | string | null, head?: boolean, shade?: number, strong?: boolean }} Cell
 * @typedef {{ id: string, caption: string, head: string[], rows: Cell[][] }} Table
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, string | number | boolean>} [attributes] `class`, `aria-label` and so on; false leaves one out
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

const prose = 32; // characters that may be broken into lines
const svgSpace = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} children
 */
export function svgElement(name, attributes = {}, ...children) {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * The table in a box of its own that scrolls sideways where it is too wide, by keys too.
 * @param {Table} table
 * @param {string} [className]
 */
export function tableElement({ id, caption, head, rows }, className = '') {
  const title = element('caption', { id: `${id}-caption` }, caption);
  const table = element('table', { class: className }, title);
  const top = element('tr');
  for (const text of head) top.append(text === '' ? element('td') : element('th', { scope: 'col' }, text));
  table.append(element('thead', {}, top));
  const body = element('tbody');
  for (const cells of rows) {
    const row = element('tr');
    for (const cell of cells) {
      const made = cell.head ? element('th', { scope: 'row' }, cell.text) : element('td', {}, cell.text);
      if (typeof cell.value === 'number') made.classList.add('figure');
      else if (cell.text.length > prose) made.classList.add('prose');
      if (cell.strong) made.classList.add('strong');
      if (cell.shade !== undefined) {
        made.classList.add('shaded');
        made.style.setProperty('--shade', cell.shade.toFixed(3));
      }
      row.append(made);
    }
    body.append(row);
  }
  table.append(body);
  return element('div', { class: 'table-box', role: 'region', tabindex: 0, 'aria-labelledby': title.id }, table);
}

/** Tables as one CSV file, each under its caption, with numbers as they were computed. @param {Table[]} tables */
export function tablesCsv(tables) {
  const lines = tables.map(({ caption, head, rows }) =>
    [[caption], head, ...rows.map((cells) => cells.map(({ value, text }) => (value === undefined ? text : value)))]
      .map(csvLine).join(''));
  return lines.join('\r\n');
}
