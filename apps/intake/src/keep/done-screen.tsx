/** The end of the way: where the report is, and what remains to the person. */
import type { ComponentChildren } from 'preact';
import { usePage } from '../parts/page.js';
import { Aside, Main, Screen } from '../parts/screen.js';
import type { Delivery } from '../sending/problems.js';
import type { Text } from '../text/es.js';

interface DoneProps {
  readonly hasWords: boolean;
  readonly inNotebook: boolean;
  readonly delivery: Delivery;
  /** Leaving now would lose a report that nobody has received. */
  readonly wouldLose: boolean;
  readonly anew: () => void;
  readonly leave: () => void;
  readonly children: ComponentChildren;
}

/** What is not yet done is not called so. */
const titleOf = ({ state }: Delivery, { done, delivery }: Text): string =>
  state === 'kept' ? delivery.kept : state === 'sending' ? delivery.sending : done.title;

export function DoneScreen({ hasWords, inNotebook, delivery, wouldLose, anew, leave, children }: DoneProps) {
  const { text } = usePage();
  const Leave = wouldLose ? Aside : Main;
  return (
    <Screen
      slot="done"
      title={titleOf(delivery, text)}
      ways={
        <>
          {!wouldLose && <Aside onPress={anew}>{text.done.another}</Aside>}
          <Leave onPress={leave}>{text.done.leave}</Leave>
        </>
      }
    >
      {children}
      <p>{inNotebook ? text.done.inNotebook : hasWords ? text.done.withWords : text.done.withoutWords}</p>
      <p class="small">{text.done.history}</p>
    </Screen>
  );
}
