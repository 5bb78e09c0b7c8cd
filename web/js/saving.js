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

/** As if it had been downloaded. @param {string} name @param {string} text @param {string} type */
export function download(name, text, type) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers begin to save late
}

export const canSaveIntoFolder = 'showDirectoryPicker' in globalThis;

/**
 * Writes files into a folder that the person chooses.
 * @param {Record<string, string>} files contents by name
 * @returns {Promise<string | null>} the folder's name, or null when none was chosen
 */
export async function saveIntoFolder(files) {
  /** @type {any} */
  let folder;
  try {
    folder = await /** @type {any} */ (globalThis).showDirectoryPicker({ mode: 'readwrite' });
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return null;
    throw error;
  }
  for (const [name, text] of Object.entries(files)) {
    const file = await folder.getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
  }
  return folder.name;
}
