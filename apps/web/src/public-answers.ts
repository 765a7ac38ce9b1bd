/**
 * The signed directory is most of what a first visit costs after the page itself, and packs to half. Only it is ever packed, and only
 * where the question is, byte for byte, the sdk's own without variables: a packed answer betrays by its length what it repeats (BREACH),
 * and that needs a secret and somebody's own words side by side. Here is neither: the answer is the same for everybody, and nothing
 * that the asker says is in it. What carries a reporter's bytes, or answers to them, has the length that it has.
 */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { DIRECTORY_DOCUMENT } from '#sdk/directory-document';
import type { Coding } from './page-answers.js';

export interface PublicAnswers {
  /** The body in that coding, or null where it must go as it is. */
  pack(question: Buffer, answer: Buffer, coding: Coding): Promise<Buffer | null>;
}

type Packed = Exclude<Coding, 'identity'>;

const QUESTION = Buffer.from(JSON.stringify({ query: DIRECTORY_DOCUMENT, variables: {} }));

const PACKERS: Readonly<Record<Packed, (answer: Buffer) => Promise<Buffer>>> = {
  br: (answer) =>
    promisify(brotliCompress)(answer, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: answer.length } }),
  gzip: (answer) => promisify(gzip)(answer, { level: 9 }),
};

export function createPublicAnswers(): PublicAnswers {
  /** The last one in each coding: it changes with a publication, and nobody can make this process pack for every question. */
  const last = new Map<Packed, { readonly answer: Buffer; readonly packed: Promise<Buffer> }>();
  return {
    pack(question, answer, coding) {
      if (coding === 'identity' || !question.equals(QUESTION)) return Promise.resolve(null);
      const known = last.get(coding);
      if (known?.answer.equals(answer)) return known.packed;
      const packed = PACKERS[coding](answer);
      last.set(coding, { answer, packed });
      packed.catch(() => last.delete(coding));
      return packed;
    },
  };
}
