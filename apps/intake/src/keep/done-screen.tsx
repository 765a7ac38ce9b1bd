/** The end of the way: where the report is, and what remains to the person. */
import type { ComponentChildren } from 'preact';
import { usePage } from '../parts/page.js';
import { Aside, Main, Screen } from '../parts/screen.js';

interface DoneProps {
  readonly hasWords: boolean;
  readonly anew: () => void;
  readonly leave: () => void;
  readonly children: ComponentChildren;
}

export function DoneScreen({ hasWords, anew, leave, children }: DoneProps) {
  const { text } = usePage();
  return (
    <Screen
      slot="done"
      title={text.done.title}
      ways={
        <>
          <Aside onPress={anew}>{text.done.another}</Aside>
          <Main onPress={leave}>{text.done.leave}</Main>
        </>
      }
    >
      {children}
      <p>{hasWords ? text.done.withWords : text.done.withoutWords}</p>
      <p class="small">{text.done.history}</p>
    </Screen>
  );
}
