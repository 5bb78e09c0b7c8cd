// Styles of parts that are not seen at the start.

/** @type {Map<string, Promise<void>>} */
const added = new Map();

/**
 * Links a style sheet, once. The page that is one file has them all already.
 * @param {string} path beside index.html
 * @returns {Promise<void>} resolves when it holds, or cannot be had
 */
export function addStyle(path) {
  if (document.querySelector(`style[data-path="${path}"]`)) return Promise.resolve();
  let loaded = added.get(path);
  if (!loaded) {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: path });
    loaded = new Promise((resolve) => {
      link.onload = link.onerror = () => resolve();
    });
    added.set(path, loaded);
    document.head.append(link);
  }
  return loaded;
}
