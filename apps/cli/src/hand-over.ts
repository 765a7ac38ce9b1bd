/** What the person is told and given: who can read what, and the twelve words. */
import type { Readers, ReportDraft } from '#sdk';
import { territoryName } from '#vocabulary';
import type { ReportOptions } from './report-options.js';
import { misuse, say, writeNewSecret } from './terminal.js';

export function sayReaders(readers: Readers, draft: ReportDraft): void {
  if (readers.moved === 'own-organisation')
    say('It goes to the safeguarding desk, because it concerns your own organisation.');
  if (readers.moved === 'excluded-desk')
    say('It goes to the safeguarding desk, because the triage desk holds somebody you excluded.');
  const machine = readers.dispatchReadsCodes
    ? 'the machine that routes alerts reads the codes (what kind of act, where, what is needed), never the text.'
    : 'no machine reads anything of it: people of every desk see that a report waits, and only the right desk can open it.';
  say(`Who can read what: ${readers.deskOrganisations.join(', ')} (${readers.desk} desk) reads the text;`);
  say(`  ${machine}`);
  if (draft.identity) {
    say(
      `  Your identity opens only if ${readers.custodyQuorum} of ${readers.custodians.join(', ')} agree with one coordinator.`,
    );
  } else {
    say('  It holds no identity.');
  }
  const { tiers } = draft.routing.consent;
  if (tiers.includes('T2')) {
    const place = draft.routing.department ? ` (${territoryName(draft.routing.department)})` : '';
    say(
      `  Vetted allies that the signed policy names may be told: urgency, needs, department${place}. Nothing else.`,
    );
  } else {
    say('  No ally is told by itself; a coordinator must ask you first.');
  }
}

/** The words exist nowhere else: they are given to the person before anything is sent. */
export async function handOverWords(words: readonly string[], options: ReportOptions): Promise<void> {
  // New facts go under the words that the person has already.
  if (words.length === 0) return;
  const line = words.join(' ');
  if (options.wordsFile !== undefined) {
    await writeNewSecret(options.wordsFile, `${line}\n`);
    say(
      `The twelve words are in ${options.wordsFile}: with them, and only with them, the answer can be read.`,
    );
    return;
  }
  say('Your twelve words. Write them on paper: with them, and only with them, the answer can be read.');
  say('');
  for (let row = 0; row < 12; row += 4) {
    const part = words
      .slice(row, row + 4)
      .map((word, at) => `${String(row + at + 1).padStart(4)} ${word.padEnd(14)}`);
    say(`  ${part.join('')}`);
  }
  say('');
}

/** Checked before anything is sealed: words that nobody can see would be an answer that nobody can read. */
export function wordsGoSomewhere(options: ReportOptions): void {
  if (options.wordsFile !== undefined || options.belongsTo !== undefined) return;
  if (options.json)
    throw misuse('--json prints no words: give --words-file FILE, or nobody could read the answer');
  if (!process.stderr.isTTY && !options.showWords) {
    throw misuse('this is not a terminal: give --words-file FILE for the twelve words, or --show-words');
  }
}
