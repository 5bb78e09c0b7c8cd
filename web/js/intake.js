// Pictures on their way in: chosen, photographed, dropped anywhere on the page, or pasted.

/**
 * @typedef {object} IntakeEvents
 * @property {(file: File) => void} onChosen
 * @property {(file: File, count: number) => void} onDropped count: how many files were dropped together
 * @property {(blob: Blob) => void} onPasted
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
  fileInput.addEventListener('change', () => {
    const [file] = fileInput.files ?? [];
    if (file) onChosen(file);
    fileInput.value = ''; // choosing the same file again counts as a change
  });

  const root = document.documentElement;
  addEventListener('dragenter', (event) => root.classList.toggle('dragging', bringsFiles(event)));
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) root.classList.remove('dragging');
  });
  addEventListener('dragover', (event) => {
    if (bringsFiles(event)) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    root.classList.remove('dragging');
    if (!bringsFiles(event)) return;
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (files?.length) onDropped(files[0], files.length);
  });

  addEventListener('paste', (event) => {
    const items = [...(event.clipboardData?.items ?? [])];
    const file = items.find((item) => item.kind === 'file')?.getAsFile();
    if (!file) return;
    event.preventDefault();
    onPasted(file);
  });
}

/** @param {DragEvent} event */
function bringsFiles(event) {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
