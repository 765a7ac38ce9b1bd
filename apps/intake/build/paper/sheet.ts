/**
 * The paper form, as a page that needs no script: its boxes are the table that the typing screen reads by, its words those of the questions.
 * It names no deployment and nobody in it, so that a sheet that is found leads nowhere.
 */
import type { InterfaceLanguage } from '#vocabulary';
import { choicesOf, letterOf, wordsOfBox, type Box } from '../../src/sheet/paper-codes.js';
import { MOST_IN_BOX } from '../../src/sheet/read-codes.js';
import type { Text } from '../../src/text/es.js';
import { PAPER_WORDS, type PaperWords } from './words.js';

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${String(sign.codePointAt(0))};`);

const lines = (count: number): string => '<p class="line"></p>'.repeat(count);

function boxOf(box: Box, text: Text, say: PaperWords): string {
  const { title, labels } = wordsOfBox(box, text);
  const most = MOST_IN_BOX[box];
  const choices = choicesOf(box)
    .map(({ number, code }) => `<li><b>${String(number)}</b> ${escaped(labels[code] ?? code)}</li>`)
    .join('');
  return `<section class="box box-${box}">
      <h2><span class="letter">${letterOf(box)}</span> ${escaped(title)} <small>(${most === 1 ? say.one : say.upTo(most)})</small></h2>
      <p class="answer">${say.letters}:</p>
      <ul>${choices}</ul>
    </section>`;
}

const written = (label: string, count: number): string =>
  `<section class="written"><h2>${escaped(label)}</h2>${lines(count)}</section>`;

export function paperSheet(language: InterfaceLanguage, text: Text, style: string): string {
  const say = PAPER_WORDS[language];
  const boxes = (...names: readonly Box[]): string =>
    names.map((box) => boxOf(box, text, say)).join('\n    ');
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="no-referrer" />
    <meta name="robots" content="noindex" />
    <title>${escaped(text.title)}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="/${style}" />
  </head>
  <body>
    <main>
    <h1>${escaped(say.title)}</h1>
    <p class="screen-only">${escaped(say.print)}</p>
    ${say.how.map((sentence) => `<p class="how">${escaped(sentence)}</p>`).join('\n    ')}
    <div class="boxes">
    ${boxes('danger', 'teller', 'targets', 'acts', 'when', 'country', 'department', 'perpetrators')}
    ${boxes('raisers', 'needs', 'tiers', 'reading', 'contact')}
    </div>
    <p class="how">${escaped(say.nameHelp)}</p>
    <div class="lines">
    ${written(say.date, 1)}
    ${written(say.place, 2)}
    ${written(say.who, 2)}
    ${written(say.exclusions, 2)}
    <section class="written story"><h2>${escaped(say.story)}</h2><p class="how">${escaped(say.storyHelp)}</p>${lines(12)}</section>
    </div>
    <section class="after">
      <h2>${escaped(say.after)}</h2>
      <ul>${say.afterwards.map((sentence) => `<li>${escaped(sentence)}</li>`).join('')}</ul>
    </section>
    </main>
  </body>
</html>
`;
}
