// What a person chose here before. Kept in this browser alone; where it keeps nothing, until the page is closed.

/** @type {Map<string, string>} */
const unkept = new Map();
const prefix = 'ziffer.';

/** @param {string} name @param {string} otherwise when nothing was chosen @returns {string} */
export function setting(name, otherwise) {
  try {
    return localStorage.getItem(prefix + name) ?? otherwise;
  } catch {
    return unkept.get(name) ?? otherwise; // storage is forbidden
  }
}

/** @param {string} name @param {string} value */
export function keepSetting(name, value) {
  unkept.set(name, value);
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // It still holds until the page is closed.
  }
}
