/**
 * A small strict reader for document shapes (PROTOCOL.md §1.5): exact keys, exact types, a bound on everything.
 * An unknown key is refused, because a field that one client ignores and another obeys shows two people two documents.
 * The one exception is an object named `ext`, kept as it is, for what later versions add.
 */
import { FormatError, fromBase64Url, toBase64Url } from './bytes.js';
import { canonicalJson, parseCanonicalJson } from './canonical-json.js';

export type Reader<T> = (value: unknown) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;
export type Ext = Readonly<Record<string, unknown>>;

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

export const time: Reader<Date> = (value) => {
  if (typeof value !== 'string' || !TIME.test(value)) throw new FormatError('not a time');
  const parsed = new Date(value);
  // 2026-02-30 parses in some engines and is moved to March in others.
  if (Number.isNaN(parsed.getTime()) || formatTime(parsed) !== value) throw new FormatError('not a time');
  return parsed;
};

export const flag: Reader<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new FormatError('not true or false');
  return value;
};

export const anything: Reader<unknown> = (value) => value;

export function integer(min: number, max: number): Reader<number> {
  return (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max)
      throw new FormatError('not an integer in range');
    return value;
  };
}

/** Length in UTF-16 code units, as JavaScript counts. */
export function text(max: number, min = 1): Reader<string> {
  return (value) => {
    if (typeof value !== 'string' || value.length < min || value.length > max)
      throw new FormatError('not text of an allowed length');
    return value;
  };
}

export function matching(pattern: RegExp): Reader<string> {
  return (value) => {
    if (typeof value !== 'string' || !pattern.test(value))
      throw new FormatError('not text of the allowed form');
    return value;
  };
}

/** Random version 4 UUIDs, lower case. */
export const id = matching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

/** A code of a public list: what one is called may change, the code may not. */
export const code = matching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);

export function exactly<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return (value) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new FormatError('not an allowed value');
    return found;
  };
}

export function bytes(length: number, max = length): Reader<Uint8Array> {
  return (value) => {
    if (typeof value !== 'string' || value.length > Math.ceil((max * 4) / 3))
      throw new FormatError('not bytes');
    const decoded = fromBase64Url(value);
    if (decoded.length < length || decoded.length > max)
      throw new FormatError('not the right number of bytes');
    return decoded;
  };
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value) => (value === null ? null : reader(value));
}

export function list<T>(reader: Reader<T>, max: number, min = 0): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length < min || value.length > max)
      throw new FormatError('not a list of an allowed length');
    return value.map((item: unknown) => reader(item));
  };
}

/** Refuses a second entry with the same key: two clients must not pick different ones. */
export function uniqueList<T>(
  reader: Reader<T>,
  keyOf: (item: T) => string,
  max: number,
  min = 0,
): Reader<readonly T[]> {
  const read = list(reader, max, min);
  return (value) => {
    const items = read(value);
    if (new Set(items.map(keyOf)).size !== items.length) throw new FormatError('listed twice');
    return items;
  };
}

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Fields<S extends Shape> = { readonly [K in keyof S]: Read<S[K]> };

/** Exactly these keys. */
export function record<S extends Shape>(shape: S): Reader<Fields<S>> {
  const keys = Object.keys(shape);
  return (value) => {
    const given = object(value);
    const known = Object.keys(given).every((key) => Object.hasOwn(shape, key));
    if (!known) throw new FormatError('unknown field');
    return readFields(shape, keys, given) as Fields<S>;
  };
}

/** Exactly these keys and, if present, an object `ext`. */
export function extensible<S extends Shape>(shape: S): Reader<Fields<S> & { readonly ext?: Ext }> {
  const read = record(shape);
  return (value) => {
    const { ext, ...rest } = object(value);
    const fields = read(rest);
    return ext === undefined ? fields : { ...fields, ext: object(ext) };
  };
}

type Shapes = Readonly<Record<string, Shape>>;
type Variant<V extends Shapes> = {
  readonly [K in keyof V & string]: { readonly kind: K } & Fields<V[K]>;
}[keyof V & string];

/** An object whose `kind` says which of these shapes it has. */
export function variants<V extends Shapes>(shapes: V): Reader<Variant<V>> {
  return (value) => {
    const kind = object(value)['kind'];
    if (typeof kind !== 'string' || !Object.hasOwn(shapes, kind)) throw new FormatError('unknown kind');
    return record({ kind: exactly(kind), ...shapes[kind] })(value) as unknown as Variant<V>;
  };
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('not an object');
  return value as Record<string, unknown>;
}

function readFields(shape: Shape, keys: readonly string[], given: Record<string, unknown>) {
  return Object.fromEntries(
    keys.map((key) => {
      if (!Object.hasOwn(given, key)) throw new FormatError('missing field');
      return [key, shape[key]?.(given[key])];
    }),
  );
}

/** Bytes become base64url and dates become times, everything else stays: the inverse of the readers above. */
export function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64Url(value);
  if (value instanceof Date) return formatTime(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

/** What is given to an encoder: the kind is filled in. */
export type Draft<T extends { readonly kind: string }> = Omit<T, 'kind'>;

export interface DocumentForm<T extends { readonly kind: string }> {
  /** Throws FormatError when the document itself breaks a rule, so that nobody signs what nobody accepts. */
  encode(draft: Draft<T>): Uint8Array;
  /** Throws FormatError unless the bytes are canonical and every rule of the form holds. */
  decode(document: Uint8Array): T;
}

export function documentForm<T extends { readonly kind: string }>(
  kind: T['kind'],
  reader: Reader<T>,
): DocumentForm<T> {
  const decode = (document: Uint8Array): T => reader(parseCanonicalJson(document));
  return {
    decode,
    encode(draft) {
      const document = canonicalJson(toJson({ ...draft, kind }));
      decode(document);
      return document;
    },
  };
}
