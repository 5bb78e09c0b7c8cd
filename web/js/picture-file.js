// Which files are accepted: the name must end like a PNG or JPEG and the first bytes must be one. A pasted picture has
// no name of its own, so its bytes decide alone.

export const acceptedExtensions = ['.png', '.jfif', '.jiff', '.pjp', '.jpeg', '.jpg', '.pjpeg'];
export const acceptedFormats = `${acceptedExtensions.slice(0, -1).join(', ')} or ${acceptedExtensions.at(-1)}`;

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpegStart = [0xff, 0xd8, 0xff];

/** @param {string} name */
export function hasAcceptedExtension(name) {
  const lower = name.toLowerCase();
  return acceptedExtensions.some((extension) => lower.endsWith(extension));
}

/** @param {Uint8Array} bytes */
export function isPngOrJpeg(bytes) {
  return [pngStart, jpegStart].some((start) => start.every((byte, index) => bytes[index] === byte));
}

/**
 * Why a picture cannot be taken, as a sentence that names it, or null when it can.
 * @param {Blob} blob
 * @param {string} [name] of the file; nothing for a pasted picture
 * @returns {Promise<string | null>}
 */
export async function refusal(blob, name) {
  const subject = quoted(name);
  if (name && !hasAcceptedExtension(name)) {
    return `${subject} is not accepted. Please choose a ${acceptedFormats} file.`;
  }
  let start;
  try {
    start = new Uint8Array(await blob.slice(0, 8).arrayBuffer());
  } catch {
    return `${subject} could not be opened. Please choose a ${acceptedFormats} file.`;
  }
  if (start.length === 0) return `${subject} is empty. Please choose a ${acceptedFormats} file.`;
  if (!isPngOrJpeg(start)) {
    return `${subject} is not a PNG or JPEG picture inside. Please choose a ${acceptedFormats} file.`;
  }
  return null;
}

/**
 * The engine's refusal of a picture as a sentence that names it.
 * @param {{ code: string, message: string }} error
 * @param {string} [name]
 */
export function sentence({ code, message }, name) {
  const subject = quoted(name);
  const choose = `Please choose a ${acceptedFormats} file.`;
  switch (code) {
    case 'no_ink':
      return `No digit found in ${name ? subject : 'the pasted picture'}: nothing stands out from the paper.`;
    case 'empty_input':
      return `${subject} is empty. ${choose}`;
    case 'unsupported_format':
      return `${subject} is not a PNG or JPEG picture inside. ${choose}`;
    case 'corrupt_image':
      return `${subject} is damaged or cut short. Please choose another ${acceptedFormats} file.`;
    case 'image_too_small':
      return `${subject} is too small to hold a digit. Please choose another ${acceptedFormats} file.`;
    case 'image_too_large':
      return `${subject} is too large. Please choose a smaller ${acceptedFormats} file.`;
    default:
      return `${subject} could not be read. ${message}`;
  }
}

/** @param {string} [name] */
function quoted(name) {
  return name ? `“${name}”` : 'The pasted picture';
}
