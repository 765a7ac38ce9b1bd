/**
 * Reads what a server answered, field by field. The server is not trusted: an answer of another shape is one closed
 * outcome (`malformed`), never an exception that reaches a person and never a value that is used by mistake.
 */
import { fromBase64Url } from '#crypto';

export class ShapeError extends Error {
  constructor() {
    super('the answer has another shape');
  }
}

export type Decode<T> = (value: unknown) => T;
type Decoded<F> = { [K in keyof F]: F[K] extends Decode<infer T> ? T : never };

const MAX_TEXT = 1_048_576;
const MAX_LIST = 10_000;

function fail(): never {
  throw new ShapeError();
}

export const text: Decode<string> = (value) =>
  typeof value === 'string' && value.length <= MAX_TEXT ? value : fail();

export const flag: Decode<boolean> = (value) => (typeof value === 'boolean' ? value : fail());

export const count: Decode<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : fail();

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/** The one form of the api. What else an engine reads as a time (the year −1) cannot be signed, and would end a sign-in. */
export const time: Decode<Date> = (value) => {
  const written = text(value);
  const at = new Date(written);
  return TIME.test(written) && !Number.isNaN(at.getTime()) ? at : fail();
};

export const bytes: Decode<Uint8Array> = (value) => {
  try {
    return fromBase64Url(text(value));
  } catch {
    return fail();
  }
};

export const bytesOf =
  (length: number): Decode<Uint8Array> =>
  (value) => {
    const read = bytes(value);
    return read.length === length ? read : fail();
  };

export const oneOf =
  <const T extends string>(...values: readonly T[]): Decode<T> =>
  (value) =>
    values.find((known) => known === value) ?? fail();

export const nullable =
  <T>(decode: Decode<T>): Decode<T | null> =>
  (value) =>
    value === null || value === undefined ? null : decode(value);

export const list =
  <T>(decode: Decode<T>): Decode<T[]> =>
  (value) =>
    Array.isArray(value) && value.length <= MAX_LIST ? value.map((item) => decode(item)) : fail();

export function record<F extends Record<string, Decode<unknown>>>(fields: F): Decode<Decoded<F>> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail();
    const given = value as Record<string, unknown>;
    const read: Record<string, unknown> = {};
    for (const [name, decode] of Object.entries(fields)) read[name] = decode(given[name]);
    return read as Decoded<F>;
  };
}

/** A GraphQL union, told apart by `__typename`. A member that this client does not know is a wrong shape. */
export function union<M extends Record<string, Decode<unknown>>>(
  members: M,
): Decode<{ [K in keyof M]: { readonly kind: K; readonly value: ReturnType<M[K]> } }[keyof M]> {
  return (value) => {
    const { __typename: name } = record({ __typename: text })(value);
    const decode = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!decode) fail();
    return { kind: name, value: decode(value) } as never;
  };
}
