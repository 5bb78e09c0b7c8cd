// Every sentence that the scripts show: `{name}` stands for a value, {one, other} for the plural forms of {count}. A
// translation is another table with the same keys; what stands in the page from the start is in index.html.

const english = {
  'answer.none': 'Nothing to read yet',
  'answer.predict': 'Press Predict to read this picture',
  'answer.soon': 'It will be read as soon as the reader is ready',
  'answer.missing': 'Not read: the reader is missing',
  'answer.reading': 'Reading…',
  'answer.no-ink': 'No number found in this drawing',

  'sure': '{percent} sure',
  'sure.all': '{percent} sure of all {count} digits',
  'doubt.one': 'Not sure: {digits}?',
  'doubt.which': 'Not sure about the {ordinal} digit: {digits}?',
  'doubt.separator': 'Not sure about the separator',
  'doubt.several': 'Not sure about {part} of {count} digits',
  'refused.one': 'This does not look like a digit',
  'refused.which': 'The {ordinal} does not look like a digit',
  'refused.several': '{part} of {count} do not look like digits',
  'brief.refused': 'not a number',
  'brief.refused.which': '{ordinal} not a digit',
  'brief.doubt': 'not sure: {digits}?',
  'brief.doubt.which': '{ordinal}: {digits}?',
  'brief.doubt.several': '{count} digits not sure',

  'or': '{list} or {last}',
  'percent.above': '>{percent}',
  'percent.below': '<{percent}',
  'percent': '{number}\u00a0%',
  'milliseconds': '{number}\u00a0ms',
  'milliseconds.under': 'under {number}\u00a0ms',
  'ordinals': 'first second third fourth fifth sixth seventh eighth ninth',
  'ordinal': '{number}th',

  'numbers': { one: '{count} number', other: '{count} numbers' },
  'numbers.lines': { one: '{numbers} on one line', other: '{numbers} on {count} lines' },
  'numbers.doubtful': '{count} not sure',
  'numbers.refused': '{count} refused',
  'numbers.line': 'Line {number}',
  'copied': 'Copied',
  'copied.not': 'Not allowed here',
  'show.all': 'Show all',
  'show.fewer': 'Show fewer',

  'separator': 'Separator',
  'separator..': 'dot',
  'separator.,': 'comma',
  'separator.-': 'dash',
  'separator./': 'slash',
  'separator.:': 'colon',
  'separator. ': 'space',
  'tab.digit': '{ordinal} digit: {text}, {percent}',
  'tab.refused': '{ordinal} digit: refused',
  'tab.separator': 'Separator: {name}, {percent}',
  'chart': 'Accuracy chart: how sure of each digit',
  'chart.which': 'Accuracy chart: how sure of the {ordinal} digit',
  'chart.separator': 'A {name} between digits: it has no chart of ten digits. {percent} sure.',
  'choices': 'First choice {digit}, then {second} ({secondPercent}) or {third} ({thirdPercent})',
  'choices.refused': 'Refused; nearest {digit} ({percent}), {second} ({secondPercent}), {third} ({thirdPercent})',

  'picture': 'Picture “{name}”',
  'picture.pasted': 'Pasted picture',
  'picture.read': '{picture}, read as {text}',
  'picture.read.several': '{picture}, {numbers}',
  'file': '“{name}”',
  'file.pasted': 'The pasted picture',
  'file.pasted.in': 'the pasted picture',
  'file.choose': 'Please choose a {formats} file.',
  'file.choose-another': 'Please choose another {formats} file.',
  'file.choose-smaller': 'Please choose a smaller {formats} file.',
  'file.not-accepted': '{file} is not accepted.',
  'file.heic': '{file} is a HEIC picture. Share or export it as JPEG; on an iPhone: Settings, Camera, Formats, Most Compatible.',
  'file.pdf': '{file} is a PDF document. Save its pages as PNG or JPEG pictures, or take screenshots, and choose those.',
  'file.closed': '{file} could not be opened.',
  'file.empty': '{file} is empty.',
  'file.other-format': '{file} is not a PNG or JPEG picture inside.',
  'file.no-ink': 'No number found in {file}: nothing stands out from the paper.',
  'file.damaged': '{file} is damaged or cut short.',
  'file.too-small': '{file} is too small to hold a digit.',
  'file.too-large': '{file} is too large.',
  'file.unreadable': '{file} could not be read. {reason}',
  'formats': '{list} or {last}',

  'batch.progress': '{done} of {count} read',
  'batch.left': 'about {time} left',
  'batch.seconds': '{count} s',
  'batch.minutes': '{count} min',
  'batch.stopped': 'stopped',
  'batch.started': { one: 'Reading {count} picture', other: 'Reading {count} pictures' },
  'batch.done': { one: '{count} picture is done', other: 'All {count} pictures are done' },
  'batch.stop': 'Stop',
  'batch.go-on': 'Go on',
  'batch.duplicate': 'same as {name}',
  'batch.open': 'Review {name}',
  'batch.was': 'read as {text}',
  'batch.threshold': 'Accept from {percent}',
  'batch.accepted': {
    one: '{accepted} of {count} number accepted unseen, {errors} expected to be wrong',
    other: '{accepted} of {count} numbers accepted unseen, {errors} expected to be wrong',
  },
  'batch.under': 'under {number}',
  'batch.saved': 'Saved',
  'batch.saved-in': 'Saved in “{name}”',
  'batch.not-saved': 'Not saved: {reason}',
  'state.waiting': 'waiting',
  'state.reading': 'reading…',
  'state.read': 'read',
  'state.doubtful': 'doubtful',
  'state.refused': 'refused',
  'state.failed': 'failed',
  'state.checked': 'checked',
  'review.title': '{index} of {count}: {name}',
  'review.number': 'Number {index} of {count}',
  'review.was': 'read as {text}',
  'review.remove': 'Remove',
  'review.removed': 'removed',
  'review.insert': 'Insert',
  'review.symbol': '{name}: {text}',
  'review.symbol.digit': '{ordinal} digit',
  'review.checked': 'Checked. All that need a look have been seen.',

  'title.batch': 'Many pictures · Ziffer',
  'title.start': 'Ziffer: reads handwritten digits',
  'title.read': 'Reader · Ziffer',
  'engine.loading': 'Loading the reader…',
  'engine.ready': 'Ready',
  'engine.ready-in': 'Ready in {time}',
  'engine.failed': 'The reader could not be started, so nothing can be read. {reason}',
  'engine.time': 'Read in {time}',
};

const language = 'en';
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** @typedef {keyof typeof english} MessageKey */

/**
 * @param {MessageKey} key
 * @param {Record<string, string | number>} [values] numbers are written as the language does; `count` chooses the plural
 */
export function phrase(key, values = {}) {
  /** @type {string | { one: string, other: string }} */
  const entry = english[key];
  const text = typeof entry === 'string' ? entry : plurals.select(Number(values.count)) === 'one' ? entry.one : entry.other;
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
