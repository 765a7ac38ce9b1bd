/**
 * Voice and files beside the story, loaded when somebody asks for them. What is given stays in the page's memory until the report is sealed.
 * A picture goes as a copy that was drawn again; the original only if the person says so, and then for the quorum.
 */
import { useEffect, useState } from 'preact/hooks';
import { MAX_FILE_BYTES } from '#crypto';
import { MAX_ATTACHMENTS } from '#vocabulary';
import type { Attached } from '../flow/draft.js';
import type { IconName } from '../parts/icon-paths.js';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import type { QuestionProps } from '../questions/question.js';
import { GivenFile } from './given-file.js';
import { strippedCopy } from './strip-picture.js';
import { es, type FilesText } from './text/es.js';
import { sizeText, timeText } from './time-to-send.js';
import { VoiceRecorder } from './voice-recorder.js';

const kindOf = (type: string): Attached['kind'] =>
  type.startsWith('image/')
    ? 'photo'
    : type.startsWith('video/')
      ? 'video'
      : type.startsWith('audio/')
        ? 'voice'
        : 'document';

/** A picture as it goes, and as it was; anything else as it is. */
async function given(file: File): Promise<Attached> {
  const kind = kindOf(file.type);
  const plain: Attached = { kind, name: file.name, type: file.type, bytes: file };
  if (kind !== 'photo') return plain;
  const copy = await strippedCopy(file);
  return copy ? { ...plain, type: copy.type, bytes: copy, form: 'stripped', source: file } : plain;
}

interface FilesPartProps extends Pick<QuestionProps, 'draft' | 'answer'> {
  readonly words: FilesText;
}

/** Of a picture both may go: the copy that can be shown, and what it was made from. */
const MOST_FILES = MAX_ATTACHMENTS / 2;

function FilesPart({ draft: { attached }, answer, words }: FilesPartProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const change = (next: readonly Attached[]): void => {
    answer({ attached: next });
  };
  const add = (more: readonly Attached[]): void => {
    const fitting = more.filter(
      ({ bytes, source }) => Math.max(bytes.size, source?.size ?? 0) <= MAX_FILE_BYTES,
    );
    const next = [...attached, ...fitting].slice(0, MOST_FILES);
    setProblem(
      fitting.length < more.length
        ? words.tooLong
        : next.length < attached.length + fitting.length
          ? words.tooMany(MOST_FILES)
          : null,
    );
    change(next);
  };
  const total = attached.reduce(
    (sum, { bytes, source, withSource }) => sum + bytes.size + (withSource ? (source?.size ?? 0) : 0),
    0,
  );
  return (
    <section class="files" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class="hint">{words.lead}</p>
      <VoiceRecorder
        words={words}
        done={(bytes, masked) => {
          add([{ kind: 'voice', name: '', type: bytes.type, bytes, form: masked ? 'masked' : 'original' }]);
        }}
      />
      <div class="files-ways">
        <Picker id="pick-photos" icon="photo" label={words.photo} accept="image/*" onPick={add} />
        <Picker
          id="pick-files"
          icon="file"
          label={words.other}
          accept="video/*,audio/*,application/pdf,text/*,.doc,.docx,.odt"
          onPick={add}
        />
      </div>
      {problem !== null && (
        <Notice tone="care" live>
          <p>{problem}</p>
        </Notice>
      )}
      <ul class="given-files">
        {attached.map((file, at) => (
          <GivenFile
            key={`${String(at)}-${String(file.bytes.size)}`}
            file={file}
            words={words}
            change={(changed) => {
              change(attached.map((one, place) => (place === at ? changed : one)));
            }}
            remove={() => {
              change(attached.filter((_, place) => place !== at));
            }}
          />
        ))}
      </ul>
      {attached.length > 0 && (
        <p class="hint">
          {attached.length > 1 && `${words.total(sizeText(total), timeText(total, words))} `}
          {words.after}
        </p>
      )}
    </section>
  );
}

interface PickerProps {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  readonly accept: string;
  readonly onPick: (files: readonly Attached[]) => void;
}

function Picker({ id, icon, label, accept, onPick }: PickerProps) {
  return (
    <label class="button file-picker" for={id}>
      <Icon name={icon} />
      {label}
      <input
        id={id}
        class="unseen"
        type="file"
        multiple
        accept={accept}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          void Promise.all(files.map((file) => given(file))).then(onPick);
        }}
      />
    </label>
  );
}

const TEXTS: Readonly<Record<string, () => Promise<FilesText>>> = {
  en: () => import('./text/en.js').then(({ en }) => en),
  pt: () => import('./text/pt.js').then(({ pt }) => pt),
};

/** With the words of the page's language, once they have come; Spanish is here already. */
export function FilesOf({
  language,
  ...props
}: Omit<FilesPartProps, 'words'> & { readonly language: string }) {
  const [words, setWords] = useState<FilesText | null>(language === 'es' ? es : null);
  useEffect(() => {
    void (TEXTS[language]?.() ?? Promise.resolve(es)).then(setWords, () => {
      setWords(es);
    });
  }, [language]);
  return words && <FilesPart {...props} words={words} />;
}
