// "What is it?": the choice of a field, and of an IBAN's country, kept for the next visit.

import { anyNumber, chosenField, countries, fieldKinds } from './fields.js';
import { addEnglish, languageEvents, phrase } from './messages.js';
import english from '../messages/en-later.js';
import { keepSetting } from './settings.js';
import { addStyle } from './styles.js';

addEnglish(english);

export class FieldChooser {
  #setting;
  #kind = newChoice();
  #country = newChoice();
  element = document.createElement('div');

  /**
   * @param {string} setting where the choice is kept
   * @param {() => void} onChosen
   */
  constructor(setting, onChosen) {
    this.#setting = setting;
    addStyle('css/field.css');
    this.element.className = 'field-chooser';
    this.element.append(this.#kind.label, this.#country.label);
    fill(this.#kind.select, fieldKinds);
    fill(this.#country.select, countries);
    const [kind, country] = chosenField(setting).split(':');
    this.#kind.select.value = kind;
    this.#country.select.value = country ?? ownCountry();
    this.element.addEventListener('change', () => {
      keepSetting(this.#setting, this.field);
      this.#show();
      onChosen();
    });
    languageEvents.addEventListener('changed', () => this.#rewrite());
    this.#rewrite();
    this.#show();
  }

  /** As the engine names it: "date", "iban:DE". */
  get field() {
    const { value } = this.#kind.select;
    return value === 'iban' ? `iban:${this.#country.select.value}` : value;
  }

  get isAny() {
    return this.field === anyNumber;
  }

  #show() {
    this.#country.label.hidden = this.#kind.select.value !== 'iban';
  }

  #rewrite() {
    const { lang } = document.documentElement;
    const names = new Intl.DisplayNames(lang, { type: 'region' });
    this.#kind.name.textContent = phrase('field');
    this.#country.name.textContent = phrase('field.country');
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
