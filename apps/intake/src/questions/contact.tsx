import { MOST, type SafeContact } from '../flow/draft.js';
import { Group, PickOne, type Option } from '../parts/choices.js';
import { TextField } from '../parts/fields.js';
import { usePage } from '../parts/page.js';
import type { QuestionProps } from './question.js';

const PLAN = ['when', 'how', 'phrase', 'never'] as const satisfies readonly (keyof SafeContact)[];

/** Without a name is the first choice, and loses nothing: the answer is read with twelve words. */
export function ContactQuestion({ draft, answer, directory }: QuestionProps) {
  const { text } = usePage();
  const { contact: words } = text;
  const options: readonly Option<'none' | 'given'>[] = [
    { code: 'none', label: words.none, help: words.noneHelp, icon: 'none' },
    {
      code: 'given',
      label: words.given,
      help: words.givenHelp(directory?.custody.k ?? null),
      icon: 'person',
    },
  ];
  return (
    <>
      <PickOne
        legend={words.title}
        quiet
        name="contact"
        options={options}
        picked={draft.contact}
        onPick={(contact) => {
          answer({ contact });
        }}
      />
      {draft.contact === 'given' && (
        <>
          <TextField
            id="name"
            label={words.name}
            optional={text.common.optional}
            most={MOST.name}
            value={draft.name}
            onChange={(name) => {
              answer({ name });
            }}
          />
          <TextField
            id="contacts"
            label={words.contacts}
            help={words.contactsHelp}
            most={MOST.contacts}
            value={draft.contacts}
            onChange={(contacts) => {
              answer({ contacts });
            }}
          />
          <Group legend={words.plan}>
            {PLAN.map((part) => (
              <TextField
                key={part}
                id={`safe-${part}`}
                label={words[part]}
                most={MOST.safe}
                value={draft.safe[part]}
                onChange={(said) => {
                  answer({ safe: { ...draft.safe, [part]: said } });
                }}
              />
            ))}
          </Group>
        </>
      )}
      <TextField
        id="own-code"
        label={words.code}
        optional={text.common.optional}
        help={words.codeHelp}
        oneWord
        most={MOST.code}
        value={draft.code}
        onChange={(code) => {
          answer({ code });
        }}
      />
    </>
  );
}
