/** Fields that several contents share. Codes are checked for their form only: a newer client's code is kept. */
import { FormatError, fromBase64Url } from '#crypto';
import * as z from 'zod/mini';
import { isLanguageForm } from '../lists/languages.js';
import { isTerritoryForm } from '../territory/territory.js';

export const code = z.string().check(z.regex(/^[A-Z][A-Z0-9_]{0,31}$/));
export const language = z.string().check(z.refine(isLanguageForm));
export const territory = z.string().check(z.refine(isTerritoryForm));
export const organisationId = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));

/** Without repeats: a code given twice has no second meaning, only a second encoding. */
export function setOf(item: z.ZodMiniType<string>, max: number, min = 0) {
  return z.array(item).check(
    z.minLength(min),
    z.maxLength(max),
    z.refine((items) => new Set(items).size === items.length),
  );
}

export const text = (max: number) => z.string().check(z.maxLength(max));
export const textOrNull = (max: number) => z.nullable(text(max));

/** Bytes of one exact length, as base64url. */
export function bytesOf(length: number) {
  return z.string().check(
    z.maxLength(Math.ceil((length * 4) / 3)),
    z.refine((value) => hasLength(value, length)),
  );
}

function hasLength(value: string, length: number): boolean {
  try {
    return fromBase64Url(value).length === length;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** As much of a date as is known: a year, a month, a day, or a moment with its zone. */
const DATE_AS_KNOWN = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/** 2026-02-30 parses, and becomes the 2nd of March. */
function isRealDate(value: string): boolean {
  const day = value.slice(0, 10);
  const parsed = Date.parse(day);
  return !Number.isNaN(Date.parse(value)) && new Date(parsed).toISOString().startsWith(day);
}

export const moment = z.string().check(z.regex(DATE_AND_TIME), z.refine(isRealDate));
export const dateAsKnown = z.string().check(z.regex(DATE_AS_KNOWN), z.refine(isRealDate));
