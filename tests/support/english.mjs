// For tests of the page's modules in Node: they say what they have to say in English.
import { useLanguage } from '../../web/js/messages.js';

await useLanguage('en');
