// Ways for results to leave the page, all of them on this device: clipboard, download, a folder that was chosen.

/** @param {string} text @returns {Promise<boolean>} whether it is in the clipboard; browsers and hosts may forbid it */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
