// Sentences of parts that are not there at the start, in English: history, camera. Those parts add them to en.js; the
// other languages have all sentences in one file.

export default {
  'history.keep': 'Keep what was read on this device',
  'history.what': 'The last {count} readings stay in this browser, on this device, until you remove them. Nothing leaves it.',
  'history.search': 'Find digits',
  'history.none.off': 'Nothing is kept. Turn keeping on, and what you read from then on appears here.',
  'history.none.on': 'Nothing has been read since keeping was turned on.',
  'history.none.found': 'No reading has these digits.',
  'history.older': 'Show older',
  'history.removed': 'Removed',
  'history.forget': 'Forget everything',
  'history.forget.sure': 'Forget everything?',
  'history.forget.text': {
    one: '{count} reading and its picture will be deleted from this device, and keeping is turned off. This cannot be undone.',
    other: '{count} readings and their pictures will be deleted from this device, and keeping is turned off. This cannot be undone.',
  },
  'history.forgotten': 'Everything was forgotten, and nothing more is kept.',
  'history.blocked': 'Nothing can be kept here: this browser does not let the page store anything, as in a private window. Reading goes on.',
  'history.full': 'The last reading was not kept: this device has no room left for it. Remove some readings, or free some storage. Reading goes on.',
  'history.failed': 'The history could not be read or written. Reading goes on. {reason}',
  'batch.save-csv': 'Save CSV',

  'tools.camera': 'Live camera',
  'engine.retry': 'Try again',
  'camera.sees': 'What the camera sees',
  'camera.take': 'Take this picture',
  'camera.waiting': 'Waiting for the camera. Your browser may ask whether this page may use it.',
  'camera.hold': 'Hold the number into the picture.',
  'camera.refused': 'This page may not use the camera. Allow it in your browser, beside the address or in its settings, and try again; or choose a picture.',
  'camera.missing': 'No camera was found. Connect one and try again, or choose a picture.',
  'camera.busy': 'The camera does not answer: another program may be using it. Close that program and try again, or choose a picture.',
  'camera.lost': 'The camera was switched off or unplugged. Connect it and try again, or choose a picture.',
  'camera.hidden': 'The camera was switched off while this page was out of sight.',
  'camera.failed': 'The camera’s picture cannot be read here. Choose a picture instead. {reason}',

  'keys.page.history': 'History',
  'keys.sheet.camera': 'Live camera',
  'keys.camera': 'Live camera',
  'keys.camera.take': 'Take this picture',
  'keys.camera.close': 'Close, camera off',
};
