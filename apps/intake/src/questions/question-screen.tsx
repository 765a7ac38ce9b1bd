/** One question on its screen. What is left empty is skipped, and the button says so; from where a report is enough, the end is one tap away. */
import { isEnough, type Draft } from '../flow/draft.js';
import type { FlowAction } from '../flow/flow.js';
import { isAnswered, progressOf, type Question } from '../flow/steps.js';
import { usePage } from '../parts/page.js';
import { Aside, BackButton, Main, Screen } from '../parts/screen.js';
import type { Text } from '../text/es.js';
import { ActsQuestion } from './acts.js';
import { ByWhomQuestion } from './by-whom.js';
import { ContactQuestion } from './contact.js';
import { DangerQuestion } from './danger.js';
import { KeepFromQuestion } from './keep-from.js';
import { NeedsQuestion, RaisersQuestion } from './more.js';
import type { QuestionProps } from './question.js';
import { SharingQuestion } from './sharing.js';
import { StoryQuestion } from './story.js';
import { TellerQuestion } from './teller.js';
import { WhenQuestion } from './when.js';
import { WhereQuestion } from './where.js';

interface Asked {
  readonly Body: (props: QuestionProps) => preact.JSX.Element;
  readonly said: (text: Text) => { readonly title: string; readonly lead?: string };
}

const ASKED: Readonly<Record<Question, Asked>> = {
  danger: { Body: DangerQuestion, said: ({ danger: { title } }) => ({ title }) },
  teller: { Body: TellerQuestion, said: ({ teller: { title } }) => ({ title }) },
  acts: { Body: ActsQuestion, said: ({ acts: { title, lead } }) => ({ title, lead }) },
  story: { Body: StoryQuestion, said: ({ story: { title, lead } }) => ({ title, lead }) },
  when: { Body: WhenQuestion, said: ({ when: { title } }) => ({ title }) },
  where: { Body: WhereQuestion, said: ({ where: { title } }) => ({ title }) },
  'by-whom': {
    Body: ByWhomQuestion,
    said: ({ byWhom: { title }, common }) => ({ title, lead: common.several }),
  },
  raisers: { Body: RaisersQuestion, said: ({ raisers: { title, lead } }) => ({ title, lead }) },
  needs: { Body: NeedsQuestion, said: ({ needs: { title }, common }) => ({ title, lead: common.several }) },
  sharing: { Body: SharingQuestion, said: ({ sharing: { title, lead } }) => ({ title, lead }) },
  'keep-from': { Body: KeepFromQuestion, said: ({ keepFrom: { title, lead } }) => ({ title, lead }) },
  contact: { Body: ContactQuestion, said: ({ contact: { title } }) => ({ title }) },
};

interface QuestionScreenProps extends Omit<QuestionProps, 'answer'> {
  readonly step: Question;
  readonly draft: Draft;
  readonly changing: boolean;
  readonly act: (action: FlowAction) => void;
}

export function QuestionScreen({ step, draft, changing, directory, act }: QuestionScreenProps) {
  const { text } = usePage();
  const { Body, said } = ASKED[step];
  const progress = progressOf(step);
  const { at, of } = progress;
  const onward = isAnswered(step, draft) || changing ? text.common.next : text.common.skip;
  return (
    <Screen
      {...said(text)}
      slot={step}
      progress={progress}
      ways={
        <>
          {isEnough(draft) && !changing && at < of && (
            <Aside
              onPress={() => {
                act({ kind: 'to-review' });
              }}
            >
              {text.common.toReview}
            </Aside>
          )}
          <BackButton
            onPress={() => {
              act({ kind: 'back' });
            }}
          />
          <Main
            onPress={() => {
              act({ kind: 'next' });
            }}
          >
            {onward}
          </Main>
        </>
      }
    >
      <Body
        draft={draft}
        directory={directory}
        answer={(change) => {
          act({ kind: 'answer', change });
        }}
      />
    </Screen>
  );
}
