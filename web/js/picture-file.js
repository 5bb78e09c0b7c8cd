// Which files are accepted: the name must end like a PNG or JPEG and the first bytes must be one. A pasted picture has
// no name of its own, so its bytes decide alone.

import { anyOf, phrase } from './messages.js';

export const acceptedExtensions = ['.png', '.jfif', '.jiff', '.pjp', '.jpeg', '.jpg', '.pjpeg'];

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpegStart = [0xff, 0xd8, 0xff];
const pdfStart = [...'%PDF'].map(codeOf);
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** @param {string} name */
export function hasAcceptedExtension(name) {
  const lower = name.toLowerCase();
  return acceptedExtensions.some((extension) => lower.endsWith(extension));
}

/** @param {Uint8Array} bytes */
export function isPngOrJpeg(bytes) {
  return startsWith(bytes, pngStart) || startsWith(bytes, jpegStart);
}

/**
 * Why a picture cannot be taken, or null when it can; sentence() says it in words.
 * @param {Blob} blob
 * @param {string} [name] of the file; nothing for a pasted picture
 * @returns {Promise<{ code: string, message: string } | null>}
 */
export async function check(blob, name) {
  const refused = (/** @type {string} */ code) => ({ code, message: '' });
  let start = new Uint8Array();
  let isOpen = true;
  try {
    start = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  } catch {
    isOpen = false;
  }
  // Two formats that people do have, and can do something about.
  if (isHeic(start) || /\.hei[cf]$/i.test(name ?? '')) return refused('heic');
  if (startsWith(start, pdfStart) || /\.pdf$/i.test(name ?? '')) return refused('pdf');
  if (name && !hasAcceptedExtension(name)) return refused('not_accepted');
  if (!isOpen) return refused('closed');
  if (start.length === 0) return refused('empty_input');
  if (!isPngOrJpeg(start)) return refused('unsupported_format');
  return null;
}

/**
 * The same as a sentence.
 * @param {Blob} blob
 * @param {string} [name]
 */
export async function refusal(blob, name) {
  const error = await check(blob, name);
  return error && sentence(error, name);
}

/**
 * The refusal of a picture, by check() or by the engine, as a sentence that names it.
 * @param {{ code: string, message: string }} error
 * @param {string} [name]
 */
export function sentence({ code, message }, name) {
  const file = quoted(name);
  const formats = anyOf(acceptedExtensions);
  const choose = phrase('file.choose', { formats });
  const another = phrase('file.choose-another', { formats });
  switch (code) {
    case 'heic':
      return phrase('file.heic', { file });
    case 'pdf':
      return phrase('file.pdf', { file });
    case 'not_accepted':
      return `${phrase('file.not-accepted', { file })} ${choose}`;
    case 'closed':
      return `${phrase('file.closed', { file })} ${choose}`;
    case 'no_ink':
      return phrase('file.no-ink', { file: name ? file : phrase('file.pasted.in') });
    case 'empty_input':
      return `${phrase('file.empty', { file })} ${choose}`;
    case 'unsupported_format':
      return `${phrase('file.other-format', { file })} ${choose}`;
    case 'corrupt_image':
      return `${phrase('file.damaged', { file })} ${another}`;
    case 'image_too_small':
      return `${phrase('file.too-small', { file })} ${another}`;
    case 'image_too_large':
      return `${phrase('file.too-large', { file })} ${phrase('file.choose-smaller', { formats })}`;
    default:
      return phrase('file.unreadable', { file, reason: message });
  }
}

/** @param {string} [name] */
function quoted(name) {
  return name ? phrase('file', { name }) : phrase('file.pasted');
}

/** An ISO media file of one of the brands of HEIC: its fifth to eighth bytes are "ftyp". @param {Uint8Array} bytes */
function isHeic(bytes) {
  const text = String.fromCharCode(...bytes.subarray(4, 12));
  return text.startsWith('ftyp') && heicBrands.includes(text.slice(4));
}

/** @param {Uint8Array} bytes @param {number[]} start */
function startsWith(bytes, start) {
  return start.every((byte, index) => bytes[index] === byte);
}

/** @param {string} character */
function codeOf(character) {
  return character.charCodeAt(0);
}
