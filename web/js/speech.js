// The voice of this device, or tones where it has none. Loaded when something is to be said.
//
// Only voices that are on the device are used: others send what they say to a server.

import { playTones } from './earcons.js';
import { setting } from './settings.js';

/** @typedef {import('./earcons.js').Tone} Tone */

const voicesWithin = 2000; // milliseconds: some browsers find their voices late, some have none
const speeds = { slow: 0.7, normal: 1, fast: 1.6 };

/** How fast to speak, as chosen. */
function speed() {
  return speeds[/** @type {keyof typeof speeds} */ (setting('voice-speed', 'normal'))] ?? 1;
}

/** The voices of this device; none after two seconds without any. @returns {Promise<SpeechSynthesisVoice[]>} */
function voicesHere() {
  const synthesis = globalThis.speechSynthesis;
  if (!synthesis) return Promise.resolve([]);
  const local = () => synthesis.getVoices().filter(({ localService }) => localService);
  if (local().length > 0) return Promise.resolve(local());
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      synthesis.removeEventListener('voiceschanged', look);
      resolve(local());
    };
    const look = () => local().length > 0 && finish();
    const timer = setTimeout(finish, voicesWithin);
    synthesis.addEventListener('voiceschanged', look);
  });
}

/** @type {Promise<SpeechSynthesisVoice[]> | undefined} */
let voices;

/** A voice of this device for the language of the page, or null. @returns {Promise<SpeechSynthesisVoice | null>} */
export async function voiceForPage() {
  voices ??= voicesHere();
  const wanted = document.documentElement.lang.toLowerCase();
  const tag = (/** @type {SpeechSynthesisVoice} */ { lang }) => lang.toLowerCase().replace('_', '-');
  const sameLanguage = (await voices).filter((voice) => tag(voice).split('-')[0] === wanted.split('-')[0]);
  return sameLanguage.find((voice) => tag(voice) === wanted) ?? sameLanguage.find((voice) => voice.default) ?? sameLanguage[0] ?? null;
}

/** @type {AudioContext | undefined} */
let context;
let stopTones = () => {};
let turn = 0; // raised whenever something else is to be heard

/** Browsers let a page sound after a key or a tap: called then. */
export function allowSound() {
  if (!('AudioContext' in globalThis)) return;
  context ??= new AudioContext();
  if (context.state === 'suspended') context.resume().catch(() => {}); // not allowed yet: the next tap asks again
}

/** Ends what is being said or played. */
export function hush() {
  turn += 1;
  globalThis.speechSynthesis?.cancel();
  stopTones();
  stopTones = () => {};
}

/** @param {Tone[]} tones */
export function play(tones) {
  hush();
  allowSound();
  if (context && tones.length > 0) stopTones = playTones(context, tones, speed());
}

/**
 * Says a sentence in the language of the page, or plays tones instead where there is no voice or tones are preferred.
 * @param {string} sentence
 * @param {Tone[]} tones
 */
export async function say(sentence, tones) {
  hush();
  const mine = turn;
  const voice = setting('voice-sound', 'voice') === 'tones' ? null : await voiceForPage();
  if (mine !== turn) return;
  if (!voice) return play(tones);
  const utterance = new SpeechSynthesisUtterance(sentence);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = speed();
  utterance.addEventListener('error', ({ error }) => {
    const isOurs = error === 'canceled' || error === 'interrupted';
    if (!isOurs && mine === turn) play(tones); // the voice is there and yet does not speak
  });
  speechSynthesis.speak(utterance);
}
