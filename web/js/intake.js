// Pictures on their way in: chosen, photographed, dropped anywhere on the page, or pasted; one, several, or a folder.

/**
 * @typedef {object} IntakeEvents
 * @property {(files: File[]) => void} onChosen
 * @property {(files: File[]) => void} onDropped
 * @property {(blobs: Blob[]) => void} onPasted
 */

/**
 * @param {{ chooseButton: HTMLElement, photoButton: HTMLElement, fileInput: HTMLInputElement }} elements
 * @param {IntakeEvents} events
 */
export function listenForPictures({ chooseButton, photoButton, fileInput }, { onChosen, onDropped, onPasted }) {
  chooseButton.addEventListener('click', () => {
    fileInput.removeAttribute('capture');
    fileInput.click();
  });
  photoButton.addEventListener('click', () => {
    fileInput.setAttribute('capture', 'environment');
    fileInput.click();
  });
  listenForFiles(fileInput, onChosen);

  const root = document.documentElement;
  addEventListener('dragenter', (event) => root.classList.toggle('dragging', bringsFiles(event)));
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) root.classList.remove('dragging');
  });
  addEventListener('dragover', (event) => {
    if (bringsFiles(event)) event.preventDefault();
  });
  addEventListener('drop', async (event) => {
    root.classList.remove('dragging');
    if (!bringsFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    const files = await droppedFiles(event.dataTransfer);
    if (files.length > 0) onDropped(files);
  });

  addEventListener('paste', (event) => {
    const items = [...(event.clipboardData?.items ?? [])].filter(({ kind }) => kind === 'file');
    const files = items.flatMap((item) => item.getAsFile() ?? []);
    if (files.length === 0) return;
    event.preventDefault();
    onPasted(files);
  });
}

/** @param {HTMLInputElement} input @param {(files: File[]) => void} onChosen */
export function listenForFiles(input, onChosen) {
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.value = ''; // choosing the same file again counts as a change
    if (files.length > 0) onChosen(files);
  });
}

/** Where a file lies in the folder it was chosen or dropped with. @param {File} file */
export function nameOf(file) {
  return file.webkitRelativePath || paths.get(file) || file.name;
}

/** @type {WeakMap<File, string>} */
const paths = new WeakMap();

/** @param {DataTransfer} transfer @returns {Promise<File[]>} those in dropped folders too */
async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null); // now: the transfer is empty later
  const files = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  return (await Promise.all(entries.flatMap((entry) => (entry ? [filesIn(entry)] : [])))).flat();
}

/** @param {any} entry a FileSystemEntry @returns {Promise<File[]>} */
async function filesIn(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) paths.set(file, entry.fullPath.replace(/^\//, ''));
    return file ? [file] : [];
  }
  const reader = entry.createReader();
  const found = [];
  // A folder is told in portions; an empty one ends it.
  for (;;) {
    const portion = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (portion.length === 0) return found;
    for (const inner of portion) found.push(...(await filesIn(inner)));
  }
}

/** @param {DragEvent} event */
function bringsFiles(event) {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
