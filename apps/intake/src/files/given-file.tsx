/** One file that a person has given: what it is, how to hear or see it, what it costs to send, and a way to take it back. */
import { useEffect, useState } from 'preact/hooks';
import type { Attached } from '../flow/draft.js';
import { Aside } from '../parts/screen.js';
import type { FilesText } from './text/es.js';
import { sizeText, timeText } from './time-to-send.js';

interface GivenFileProps {
  readonly file: Attached;
  readonly words: FilesText;
  readonly change: (file: Attached) => void;
  readonly remove: () => void;
}

function nameOf({ kind, form }: Attached, words: FilesText): string {
  if (kind === 'voice') return form === 'masked' ? words.voiceMasked : words.voice;
  return { photo: words.image, video: words.video, document: words.document }[kind];
}

export function GivenFile({ file, words, change, remove }: GivenFileProps) {
  const { kind, bytes, source, withSource = false } = file;
  const size = bytes.size + (withSource ? (source?.size ?? 0) : 0);
  return (
    <li>
      <p>
        <strong>{nameOf(file, words)}</strong>
      </p>
      <Shown file={file} label={words.hear} />
      <p class="hint">{words.size(sizeText(size), timeText(size, words))}</p>
      {source && (
        <>
          <p class="hint">{words.stripped}</p>
          <label class="choice">
            <input
              type="checkbox"
              checked={withSource}
              onChange={({ currentTarget }) => {
                change({ ...file, withSource: currentTarget.checked });
              }}
            />
            {words.keepOriginal}
          </label>
          <p class="hint">{words.keepOriginalHelp}</p>
        </>
      )}
      {!source && kind !== 'voice' && <p class="hint">{words.notStripped}</p>}
      <Aside onPress={remove}>
        {words.remove}
        <span class="unseen">: {nameOf(file, words)}</span>
      </Aside>
    </li>
  );
}

/** From this page's memory; the address is taken back with the file. */
function Shown({ file: { kind, bytes }, label }: { readonly file: Attached; readonly label: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [bytes]);
  if (url === null) return null;
  if (kind === 'voice') return <audio controls src={url} aria-label={label} />;
  return kind === 'photo' ? <img class="given-picture" src={url} alt="" /> : null;
}
