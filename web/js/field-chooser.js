// "What is it?": the choice of a field, of an IBAN's country and of a PIN's length, kept for the next visit.

import { anyNumber, chosenField, countries, fieldKinds, pinLengths } from './fields.js';
import { formatDecimal, languageEvents, phrase } from './messages.js';
import { keepSetting } from './settings.js';
import { addStyle } from './styles.js';

export class FieldChooser {
  #setting;
  #kind = newChoice();
  #country = newChoice();
  #digits = newChoice();
  element = document.createElement('div');

  /**
   * @param {string} setting where the choice is kept
   * @param {() => void} onChosen
   */
  constructor(setting, onChosen) {
    this.#setting = setting;
    addStyle('css/field.css');
    this.element.className = 'field-chooser';
    this.element.append(this.#kind.label, this.#country.label, this.#digits.label);
    fill(this.#kind.select, fieldKinds);
    fill(this.#country.select, countries);
    fill(this.#digits.select, ['', ...pinLengths]);
    const [kind, detail] = chosenField(setting).split(':');
    this.#kind.select.value = kind;
    this.#country.select.value = kind === 'iban' ? detail : ownCountry();
    this.#digits.select.value = (kind === 'pin' && detail) || '';
    this.element.addEventListener('change', () => {
      keepSetting(this.#setting, this.field);
      this.#show();
      onChosen();
    });
    languageEvents.addEventListener('changed', () => this.#rewrite());
    this.#rewrite();
    this.#show();
  }

  /** As the engine names it: "date", "iban:DE", "pin", "pin:4". */
  get field() {
    const { value } = this.#kind.select;
    const detail = { iban: this.#country.select.value, pin: this.#digits.select.value }[value];
    return detail ? `${value}:${detail}` : value;
  }

  get isAny() {
    return this.field === anyNumber;
  }

  #show() {
    this.#country.label.hidden = this.#kind.select.value !== 'iban';
    this.#digits.label.hidden = this.#kind.select.value !== 'pin';
  }

  #rewrite() {
    const { lang } = document.documentElement;
    const names = new Intl.DisplayNames(lang, { type: 'region' });
    this.#kind.name.textContent = phrase('field');
    this.#country.name.textContent = phrase('field.country');
    this.#digits.name.textContent = phrase('field.digits');
    for (const option of this.#digits.select.options) {
      option.text = option.value ? formatDecimal(Number(option.value), 0) : phrase('field.digits.any');
    }
    for (const option of this.#kind.select.options) {
      option.text = phrase(/** @type {import('./messages.js').MessageKey} */ (`field.kind.${option.value}`));
    }
    const { value } = this.#country.select;
    const options = [...this.#country.select.options];
    for (const option of options) option.text = `${names.of(option.value)} (${option.value})`;
    this.#country.select.replaceChildren(...options.sort((a, b) => a.text.localeCompare(b.text, lang)));
    this.#country.select.value = value;
  }
}

function newChoice() {
  const [label, name, select] = [document.createElement('label'), document.createElement('span'), document.createElement('select')];
  select.autocomplete = 'off';
  label.append(name, select);
  return { label, name, select };
}

/** @param {HTMLSelectElement} select @param {string[]} values */
function fill(select, values) {
  select.append(...values.map((value) => Object.assign(document.createElement('option'), { value })));
}

/** The country that the browser's languages name, if it is among those that can be chosen. */
function ownCountry() {
  return navigator.languages.map((tag) => tag.split('-').at(-1) ?? '').find((each) => countries.includes(each)) ?? 'DE';
}
