/** What a reporter and a desk said to each other, in words for whoever reads it on a terminal. */
import type { MailboxAnswer } from '#sdk';
import type { Conversation, OpenedReport, ReporterPost } from '#sdk/member';
import { labelOf, LISTS, unknownFields, type DeskStatus } from '#vocabulary';
import { print, say } from './terminal.js';

const STATUS: Readonly<Record<DeskStatus, string>> = {
  received: 'The desk has received your report.',
  reading: 'People of the desk are reading your report.',
  acting: 'The desk is acting on your report.',
  closed: 'The desk has closed its work on your report. You can still write.',
};

export function printAnswer({ text, status, choices, number }: MailboxAnswer): void {
  if (status !== null) print(STATUS[status]);
  if (text !== '') print(text);
  for (const [at, choice] of choices.entries())
    print(`  ${String(at + 1)}  ${choice}   (--answer ${String(number)}:${String(at + 1)})`);
}

const tiersOf = (tiers: readonly string[]): string =>
  tiers.length === 0
    ? 'T0: the desk only'
    : tiers.map((tier) => `${tier}: ${labelOf(LISTS.consentTiers, tier, 'en')}`).join(', ');

function sayPost(post: ReporterPost): void {
  const { text, answer, consent, withdraw, read, partly } = post;
  if (answer)
    say(`\nThe reporter answered your question of ${new Date(answer.to).toISOString()}: ${answer.choice}`);
  if (consent) say(`\nThe reporter changed their consent: ${tiersOf(consent.tiers)}`);
  if (withdraw === 'sharing') say('\nThe reporter asks that nobody else be told.');
  if (withdraw === 'everything') say('\nThe reporter asks you to stop.');
  if (read !== null) say(`\nThe reporter has read your answers up to ${new Date(read).toISOString()}.`);
  if (text !== '') say(`\nThe reporter added: ${text}`);
  if (partly)
    say('\nThe reporter said something that this version cannot show whole: use a newer one, or ask them.');
}

/** First, before anything else of the report: what must change what the reader does next. */
export function sayWarnings({ thread }: OpenedReport, { said, duress }: Conversation): void {
  if (said.withdrawn === 'everything')
    say(
      'WITHDRAWN: the reporter asks you to stop. Tell nobody more. What goes out by itself has stopped, unless it was sealed by an old version.',
    );
  else if (said.withdrawn === 'sharing' || said.consent)
    say(
      `CONSENT CHANGED by the reporter since: ${tiersOf(said.consent?.tiers ?? [])}. It counts, and not what the report says below. What goes out by itself keeps to it, where it allows less.`,
    );
  if (thread?.underDuress || duress)
    say(
      'DURESS: somebody uses the twelve words WITHOUT the code that this reporter chose. They may be forced to, or somebody else has the words. Believe nothing said that way, and do not say on any channel that you know.',
    );
  if (thread?.kind === 'unproven')
    say('WARNING: whoever sealed this does not hold the words of the mailbox that it names.');
  if (thread?.kind === 'later')
    say(
      thread.belongsTo === null
        ? 'This adds to an earlier report that nobody has answered yet; open that one first to see which.'
        : `This belongs to report ${thread.belongsTo}.`,
    );
}

export function sayConversation({ narrative }: OpenedReport, { posts, duress }: Conversation): void {
  for (const [name, value] of Object.entries(unknownFields(narrative)))
    say(`\nFrom a newer client (${name}): ${JSON.stringify(value)}`);
  for (const post of posts) sayPost(post);
  if (!duress) return;
  say(`\nWith the words alone, without the code (${String(duress.visits)} visits):`);
  for (const post of duress.posts) sayPost(post);
}
