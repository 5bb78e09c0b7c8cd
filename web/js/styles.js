// Styles of parts that are not seen at the start.

/** @type {Map<string, Promise<void>>} */
const added = new Map();

/**
 * Links a style sheet, once.
 * @param {string} path beside index.html
 * @param {string} [media]
 * @returns {Promise<void>} resolves when it holds, or cannot be had
 */
export function addStyle(path, media = 'all') {
  let loaded = added.get(path);
  if (!loaded) {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', media, href: path });
    loaded = new Promise((resolve) => {
      link.onload = link.onerror = () => resolve();
    });
    added.set(path, loaded);
    document.head.append(link);
  }
  return loaded;
}
