/** A report as somebody in danger gives it: the words, a name, and on through everything else. */
import { randomBytes } from 'node:crypto';
import { begin, type Reporter } from './reporter.js';

export interface Canaries {
  readonly story: string;
  readonly name: string;
}

/** Words that stand nowhere else in the world: wherever one is found, it leaked. */
export function canaries(): Canaries {
  const word = (): string => `canario${randomBytes(9).toString('hex')}`;
  return { story: word(), name: word() };
}

/** Until the screen that says who would read it, if the keys are good. */
export async function answerAll(
  person: Reporter,
  device: 'own' | 'shared',
  { story, name }: Canaries,
): Promise<void> {
  const { text, pick, write, at, onward } = person;
  await begin(person, device);
  await pick(text.danger.now);
  const questions = [
    'danger',
    'teller',
    'acts',
    'story',
    'when',
    'where',
    'byWhom',
    'raisers',
    'needs',
    'sharing',
    'keepFrom',
  ] as const;
  for (const question of questions) {
    await at(text[question].title);
    if (question === 'story') await write(text.story.label, `Hombres con fusiles en el puente. ${story}`);
    await onward();
  }
  await at(text.contact.title);
  await pick(text.contact.given);
  await write(text.contact.name, name);
  await onward();
  await at(text.review.title);
}

/** Until the screen says who will read it: nothing is sealed yet. */
export async function tell(person: Reporter, device: 'own' | 'shared', secret: Canaries): Promise<void> {
  await answerAll(person, device, secret);
  await person.page.getByRole('heading', { name: person.text.review.readers }).waitFor();
}
