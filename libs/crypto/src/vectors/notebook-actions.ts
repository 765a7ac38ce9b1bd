/** What vectors of PROTOCOL.md §10.3 do. A notebook has at least 16 KiB, so that of a locked one the vectors hold its hash and its ends. */
import { hash } from '../hash.js';
import { lockNotebookWith, unlockNotebook } from '../notebook-blob.js';
import { notebookKeysFor, notebookKeysFrom } from '../notebook.js';
import { replayedRandomness, type Inputs } from './inputs.js';
import { ok, result, strict, type Actions } from './outcome.js';

const keysOf = (i: Inputs) => ({
  salt: i.bytes('salt'),
  key: i.bytes('key'),
  commitment: i.bytes('commitment'),
});

const notedOf = (i: Inputs) => ({
  entropy: i.bytes('entropy'),
  language: i.text('language') as 'en' | 'es' | 'pt',
  label: i.text('label'),
  day: i.text('day'),
  digest: i.bytes('digest'),
  seen: i.number('seen'),
});

const locked = (i: Inputs): Uint8Array =>
  lockNotebookWith(replayedRandomness(i), keysOf(i), i.objects('conversations').map(notedOf));

/** As it lies there when somebody has been at it. */
function touched(i: Inputs): Uint8Array {
  const blob = locked(i);
  if (i.has('flip')) blob[i.number('flip')] = (blob[i.number('flip')] ?? 0) ^ 1;
  return i.has('length') ? blob.slice(0, i.number('length')) : blob;
}

export const notebookActions: Actions = {
  'derive-notebook': async (i) => ok(await notebookKeysFrom(i.text('passphrase'), i.bytes('salt'))),
  'lock-notebook': (i) =>
    strict(() => {
      const blob = locked(i);
      return { length: blob.length, hash: hash(blob), head: blob.slice(0, 104), tail: blob.slice(-32) };
    }),
  'unlock-notebook': (i) =>
    result(unlockNotebook(i.has('with') ? keysOf(i.object('with')) : keysOf(i), touched(i))),
  'open-notebook': async (i) => {
    const blob = touched(i);
    const keys = await notebookKeysFor(i.text('passphrase'), blob);
    return result(keys ? unlockNotebook(keys, blob) : { ok: false, outcome: 'unopened' });
  },
};
