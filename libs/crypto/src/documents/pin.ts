/** The root pin (PROTOCOL.md §5.1): the only thing a client must know beforehand. */
import { toBase64Url, FormatError } from '../bytes.js';
import {
  bytes,
  documentForm,
  exactly,
  flag,
  integer,
  record,
  text,
  uniqueList,
  type Draft,
  type Read,
} from '../fields.js';

const reader = record({
  kind: exactly('amparo/pin/1'),
  deployment: text(128),
  demo: flag,
  roots: uniqueList(bytes(32), toBase64Url, 16, 1),
  threshold: integer(1, 16),
  witnesses: uniqueList(bytes(32), toBase64Url, 16),
});

export type RootPin = Read<typeof reader>;

const form = documentForm<RootPin>('amparo/pin/1', (value) => {
  const pin = reader(value);
  if (pin.threshold > pin.roots.length) throw new FormatError('more signatures demanded than roots exist');
  return pin;
});

export const encodeRootPin = (pin: Draft<RootPin>): Uint8Array => form.encode(pin);
export const decodeRootPin = (document: Uint8Array): RootPin => form.decode(document);
