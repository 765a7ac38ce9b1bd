/** A report as somebody in danger gives it: the words, a name, and on through everything else. */
import { randomBytes } from 'node:crypto';
import { answer, begin, type Reporter } from './reporter.js';

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
  const { text, pick, write } = person;
  await begin(person, device);
  await answer(person, {
    danger: () => pick(text.danger.now),
    story: () => write(text.story.label, `Hombres con fusiles en el puente. ${story}`),
    async contact() {
      await pick(text.contact.given);
      await write(text.contact.name, name);
    },
  });
}

/** Until the screen says who will read it: nothing is sealed yet. */
export async function tell(person: Reporter, device: 'own' | 'shared', secret: Canaries): Promise<void> {
  await answerAll(person, device, secret);
  await person.page.getByRole('heading', { name: person.text.review.readers }).waitFor();
}
