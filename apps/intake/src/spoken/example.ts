/** How a language of recordings looks before anybody has recorded it. `qaa` is a code that the standard leaves to private use. */
import type { Recorded } from './slots.js';

export const example: Recorded = {
  code: 'qaa',
  name: '(example)',
  written: 'es',
  prompts: {
    start: null,
    danger: null,
    teller: null,
    acts: null,
    story: null,
    when: null,
    where: null,
    'by-whom': null,
    raisers: null,
    needs: null,
    sharing: null,
    'keep-from': null,
    contact: null,
    review: null,
    words: null,
    check: null,
    done: null,
  },
};
