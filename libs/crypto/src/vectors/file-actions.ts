/** What vectors of PROTOCOL.md §10.2 do. Files are long: their content is a rule, and what is done to them is a list of edits. */
import { concat } from '../bytes.js';
import { fileChannelDigest, fileDigest } from '../acceptance.js';
import { quorumFileKey } from '../file-format.js';
import { UNOPENED } from '../opening.js';
import { openFile, type FileOpening } from '../open-file.js';
import { FileSealing, type SealedFile } from '../seal-file.js';
import { replayedRandomness, type Inputs } from './inputs.js';
import { ok, result, type Actions, type Output } from './outcome.js';

/** Byte i is i mod 251. */
function contentOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => at % 251);
}

function sealedFrom(inputs: Inputs): { readonly bytes: Uint8Array; readonly file: SealedFile } {
  const content = contentOf(inputs.number('length'));
  const sealing = new FileSealing(replayedRandomness(inputs), inputs.bytes('key'), content.length);
  const parts = [sealing.seal(content)];
  const rest = sealing.finish();
  for (let next = rest.next(); ; next = rest.next()) {
    if (next.done) return { bytes: concat(...parts), file: next.value };
    parts.push(next.value);
  }
}

/** The sealed bytes, as somebody hands them on: parts [from, to] of them, in this order. */
function edited(bytes: Uint8Array, inputs: Inputs): Uint8Array {
  if (!inputs.has('parts')) return bytes;
  const parts = inputs.items('parts') as readonly (readonly [number, number])[];
  return concat(...parts.map(([from, to]) => bytes.subarray(from, to)));
}

function flipBit(bytes: Uint8Array, inputs: Inputs): Uint8Array {
  const out = bytes.slice();
  if (inputs.has('flip')) {
    const at = inputs.number('flip');
    out[at] = (out[at] ?? 0) ^ 1;
  }
  return out;
}

export const fileActions: Actions = {
  'seal-file': (i) => {
    const { bytes, file } = sealedFrom(i);
    return ok({ ...file, begins: bytes.slice(0, 128), ends: bytes.slice(-32) });
  },
  'open-file': (i) => {
    const bytes = flipBit(edited(sealedFrom(i).bytes, i), i);
    return openedBy(openFile(i.bytes(i.has('openKey') ? 'openKey' : 'key'), bytes.length), bytes);
  },
  'file-digest': (i) => {
    const blob = i.bytes('blob');
    return ok({ receipt: fileDigest(blob, i.bytes('sealedHash')), channel: fileChannelDigest(blob) });
  },
  'quorum-file-key': (i) => ok({ key: quorumFileKey(i.bytes('secret'), i.bytes('blob')) }),
};

function openedBy(opening: FileOpening, bytes: Uint8Array): Output {
  const opened = opening.open(bytes);
  return result(opened.ok ? opening.finish() : UNOPENED);
}
