import type { SheetText } from './es.js';

export const en: SheetText = {
  title: 'Type in a sheet',
  lead: 'Type the numbers of each box, in order. Enter takes you to the next box. Below it stands what was understood.',
  box: (letter, title) => `${letter}. ${title}`,
  empty: 'Empty',
  wrong: (numbers) => `Not in this box: ${numbers}.`,
  over: (numbers, most) =>
    most === 1
      ? `Only one fits here. Too many: ${numbers}.`
      : `Only ${String(most)} fit here. Too many: ${numbers}.`,
  date: 'The date, if it is there: day, month and year',
  dateHelp: 'For example: 20 11 2026. Also only month and year, or the year.',
  dateWrong: 'This cannot be read as a date.',
  contact: 'Name and contact are not on the sheet: ask for them in person.',
  mend: 'First mend the marked boxes.',
  notEnough: 'What happened is missing: box D or the story.',
  review: 'Review and send',
};
