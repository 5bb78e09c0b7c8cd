// Wires what keeps readings, and the view of what was kept; loaded when either is first wanted.

import { element, openDialog } from './dialog.js';
import { allEntries, beginHistory, forgetAll, HistoryError, removeEntry } from './history.js';
import { HistoryKeeper } from './history-keeper.js';
import { HistoryView } from './history-view.js';
import { addEnglish, languageEvents, phrase } from './messages.js';
import english from '../messages/en-later.js';
import { download } from './saving.js';
import { keepSetting, setting } from './settings.js';

/** @typedef {import('./history.js').Entry} Entry */

addEnglish(english);

/**
 * @param {import('./session.js').Session} session
 * @param {<T extends Element>(id: string, type: new () => T) => T} byId
 */
export function startHistory(session, byId) {
  const isOn = () => setting('keep-readings', 'off') === 'on';
  const inReader = { keep: byId('keep', HTMLInputElement), note: byId('keep-note', HTMLElement) };
  /** @type {Entry[]} */
  let entries = [];
  /** @type {HistoryError | null} */
  let problem = null;

  const keeper = new HistoryKeeper(session, isOn);
  const view = new HistoryView(byId('history-view', HTMLElement), {
    onSwitched: switchKeeping,
    onRemoved: (entry) => change(() => removeEntry(entry.id), 'history.removed'),
    onSave: async () => {
      const { csvLine } = await import('./csv.js');
      download('ziffer-history.csv', view.rows().map(csvLine).join(''), 'text/csv');
      view.say(phrase('batch.saved'));
    },
    onForget: askToForget,
  });

  /** Shows what is so now. */
  function render() {
    inReader.keep.checked = isOn();
    inReader.note.textContent = problem ? sentence(problem) : '';
    view.show({ entries, isOn: isOn(), problem: problem && sentence(problem) });
  }

  /** Reads the database anew. */
  async function load() {
    try {
      entries = await allEntries();
      if (problem?.code === 'blocked') problem = null;
    } catch (error) {
      entries = [];
      problem = asProblem(error);
    }
    render();
  }

  /** @param {boolean} wanted */
  async function switchKeeping(wanted) {
    problem = null;
    try {
      if (wanted) await beginHistory();
      keepSetting('keep-readings', wanted ? 'on' : 'off');
      keeper.look();
    } catch (error) {
      problem = asProblem(error);
    }
    render();
  }

  /** @param {() => Promise<void>} act @param {import('./messages.js').MessageKey} done what to say once it is seen */
  async function change(act, done) {
    problem = null;
    const failure = await act().then(() => null, asProblem);
    await load();
    if (failure) {
      problem = failure;
      render();
    } else {
      view.say(phrase(done));
    }
  }

  async function askToForget() {
    const count = entries.length;
    const forget = element('button', { type: 'button', className: 'button primary' }, phrase('history.forget'));
    const dialog = await openDialog(phrase('history.forget.sure'), [
      element('p', {}, phrase('history.forget.text', { count })),
      element('div', { className: 'group' }, forget),
    ]);
    forget.addEventListener('click', async () => {
      dialog.close();
      keepSetting('keep-readings', 'off');
      await keeper.stop();
      await change(forgetAll, 'history.forgotten');
    });
  }

  keeper.addEventListener('kept', () => {
    problem = null;
    if (view.isShown) load();
    else render();
  });
  keeper.addEventListener('failed', (event) => {
    problem = /** @type {CustomEvent<HistoryError>} */ (event).detail;
    render();
  });
  addEventListener('storage', () => (view.isShown ? load() : render())); // another tab
  languageEvents.addEventListener('changed', render);
  keeper.look();

  return { show: load, switchKeeping };
}

/** @param {unknown} error */
function asProblem(error) {
  if (error instanceof HistoryError) return error;
  throw error;
}

/** @param {HistoryError} problem */
function sentence({ code, message }) {
  if (code === 'blocked') return phrase('history.blocked');
  return code === 'full' ? phrase('history.full') : phrase('history.failed', { reason: message });
}
