/**
 * A paper form, typed in with the keyboard alone, box by box in the order of the paper. What it makes is the same draft as the questions
 * make, and it is in this page's memory alone like theirs.
 */
import { useState } from 'preact/hooks';
import type { Directory } from '#crypto';
import { isEnough, MOST, toggled, type Draft } from '../flow/draft.js';
import { knownDate } from '../flow/to-report.js';
import { TextArea, TextField } from '../parts/fields.js';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { BackButton, Main, Screen } from '../parts/screen.js';
import { Wait } from '../parts/wait.js';
import { ContactQuestion } from '../questions/contact.js';
import { Organisations } from '../questions/organisations.js';
import { WhereQuestion } from '../questions/where.js';
import { dateSaid } from '../review/told.js';
import { useWords, type WordsOf } from '../text/use-words.js';
import { CodeField } from './code-field.js';
import { BOX_NAMES, type Box } from './paper-codes.js';
import { changeOf, readCodes, readDate, typedDate, typedOf } from './read-codes.js';
import type { SheetText } from './text/es.js';

const WORDS: WordsOf<SheetText> = {
  es: () => import('./text/es.js').then(({ es }) => es),
  pt: () => import('./text/pt.js').then(({ pt }) => pt),
  en: () => import('./text/en.js').then(({ en }) => en),
};

export interface SheetProps {
  readonly draft: Draft;
  readonly directory: Directory | null;
  readonly answer: (change: Partial<Draft>) => void;
  readonly review: () => void;
  readonly back: () => void;
}

type Typed = Readonly<Record<Box, string>>;

const startOf = (draft: Draft): Typed =>
  Object.fromEntries(BOX_NAMES.map((box) => [box, typedOf(box, draft)])) as Typed;

const faultyBoxes = (typed: Typed): readonly Box[] =>
  BOX_NAMES.filter((box) => {
    const { wrong, over } = readCodes(box, typed[box]);
    return wrong.length + over.length > 0;
  });

export function SheetScreen({ draft, directory, answer, review, back }: SheetProps) {
  const { text } = usePage();
  const say = useWords(WORDS);
  const [typed, setTyped] = useState<Typed>(() => startOf(draft));
  const [date, setDate] = useState(() => typedDate(draft.date));
  const [stopped, setStopped] = useState<'mend' | 'notEnough' | null>(null);
  if (!say) return <Wait />;

  const type = (box: Box, words: string): void => {
    setTyped({ ...typed, [box]: words });
    setStopped(null);
    answer(changeOf(box, readCodes(box, words), draft));
  };
  const field = (box: Box) => (
    <CodeField
      key={box}
      {...{ box, say }}
      typed={typed[box]}
      onType={(words) => {
        type(box, words);
      }}
    />
  );
  const known = knownDate(draft.date);
  const go = (): void => {
    const [first] = faultyBoxes(typed);
    if (first === undefined && isEnough(draft)) {
      review();
      return;
    }
    setStopped(first === undefined ? 'notEnough' : 'mend');
    document.getElementById(`box-${first ?? 'acts'}`)?.focus();
  };
  const props = { draft, directory, answer };
  return (
    <Screen
      title={say.title}
      lead={say.lead}
      ways={
        <>
          <BackButton onPress={back} />
          <Main onPress={go}>{say.review}</Main>
        </>
      }
    >
      <div class="sheet">
        {field('danger')}
        {field('teller')}
        {field('targets')}
        {field('acts')}
        {field('when')}
        <TextField
          id="date"
          label={say.date}
          help={say.dateHelp}
          error={date.trim() !== '' && known === null ? say.dateWrong : undefined}
          oneWord
          most={20}
          value={date}
          onChange={(words) => {
            setDate(words);
            answer({ date: readDate(words) });
          }}
        />
        {known !== null && <p class="means">{dateSaid(known, text)}</p>}
        {field('country')}
        {field('department')}
        <WhereQuestion {...props} />
        {field('perpetrators')}
        <TextArea
          id="who"
          label={text.byWhom.names}
          rows={2}
          most={MOST.who}
          value={draft.who}
          onChange={(who) => {
            answer({ who });
          }}
        />
        {field('raisers')}
        {field('needs')}
        {field('tiers')}
        {draft.tiers.includes('T1') && directory && (
          <Organisations
            directory={directory}
            legend={text.sharing.organisations}
            name="named"
            picked={draft.named}
            most={MOST.named}
            without={draft.exclusions}
            onToggle={(id) => {
              answer({ named: toggled(draft.named, id, MOST.named) });
            }}
          />
        )}
        {field('reading')}
        {directory && (
          <Organisations
            directory={directory}
            legend={text.keepFrom.title}
            name="excluded"
            picked={draft.exclusions}
            most={MOST.exclusions}
            onToggle={(id) => {
              answer({
                exclusions: toggled(draft.exclusions, id, MOST.exclusions),
                named: draft.named.filter((one) => one !== id),
              });
            }}
          />
        )}
        <TextArea
          id="excluded-others"
          label={text.keepFrom.others}
          rows={2}
          most={MOST.exclusionsText}
          value={draft.exclusionsText}
          onChange={(exclusionsText) => {
            answer({ exclusionsText });
          }}
        />
        {field('contact')}
        <p class="hint">{say.contact}</p>
        {draft.contact === 'given' && <ContactQuestion {...props} />}
        <TextArea
          id="story"
          label={text.story.title}
          rows={8}
          most={MOST.text}
          value={draft.text}
          onChange={(story) => {
            answer({ text: story });
          }}
        />
      </div>
      {stopped !== null && (
        <Notice tone="stop" icon="alert" live>
          <p>{say[stopped]}</p>
        </Notice>
      )}
    </Screen>
  );
}
