/** What somebody with twelve words sees, screen by screen: no answer yet, a question, and everything that can be said back. */
import type { TalkText } from '../../apps/intake/src/talk/text/es.js';
import type { Reporter } from './reporter.js';
import type { Look } from './whole-way.js';

export interface Conversing {
  readonly talk: TalkText;
  readonly words: readonly string[];
  readonly question: string;
  readonly choices: readonly [string, string];
  /** Somebody of the desk asks it now. */
  readonly ask: () => Promise<void>;
}

export async function talkScreens(person: Reporter, look: Look, conversing: Conversing): Promise<void> {
  const { text, page, press, at, write } = person;
  const { talk, words, question, choices, ask } = conversing;
  await press(text.start.words);
  await at(talk.words.title);
  await write(talk.words.label, words.slice(0, 3).join(' ').slice(0, -1));
  await look('21-talk-words');
  await write(talk.words.label, `${words.slice(0, 11).join(' ')} zzz`);
  await press(talk.words.open);
  await page.getByRole('alert').waitFor();
  await look('22-talk-wrong-word');
  await write(talk.words.label, words.join(' '));
  await press(talk.words.open);
  await at(talk.conversation.title);
  await look('23-talk-no-answer');
  await ask();
  await press(talk.conversation.look);
  await page.getByText(question).waitFor();
  await look('24-talk-question');
  await press(choices[1]);
  await page.getByText(talk.conversation.answered(choices[1])).waitFor();
  await look('25-talk-answered');
  await press(talk.conversation.note);
  await at(talk.note.title);
  await look('26-talk-note');
  await press(text.common.back);
  await press(talk.conversation.sharing);
  await at(talk.sharing.title);
  await look('27-talk-sharing');
  await press(text.common.back);
  await moreFacts(person, look, talk);
  await press(talk.conversation.leave);
  await at(text.start.title);
}

async function moreFacts(person: Reporter, look: Look, talk: TalkText): Promise<void> {
  const { text, page, press, pick, write, at, onward } = person;
  await press(talk.conversation.add);
  await at(text.danger.title);
  await pick(text.danger.now);
  await look('28-facts-danger');
  await onward();
  await at(text.story.title);
  await look('29-facts-story');
  await onward();
  await at(text.keepFrom.title);
  await look('30-facts-not-enough');
  await press(text.common.back);
  await write(text.story.label, 'Ya están en la puerta.');
  await onward();
  await page.getByText(text.readers.machine).waitFor();
  await look('31-facts-keep-from');
  await press(talk.facts.send);
  await page.getByText(text.delivery.received, { exact: true }).waitFor();
  await look('32-facts-sent');
  await press(talk.conversation.title);
  await at(talk.conversation.title);
}
