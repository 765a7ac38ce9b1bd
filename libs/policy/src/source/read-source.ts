/**
 * A policy file, read as a whole or refused as a whole: every problem has its line, its column and a plain reason, because
 * whoever writes a policy is a coordinator and not a programmer.
 */
import {
  isMap,
  isPair,
  isScalar,
  isNode,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { z } from 'zod';
import { sourceForm, type SourcePolicy } from './source-form.js';

export interface Problem {
  readonly line: number;
  readonly column: number;
  /** A warning says what may be meant; an error refuses the policy. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export type Path = readonly (string | number)[];
/** Where in the file something stands; the nearest thing around it where it does not stand there at all. */
export type Locate = (path: Path) => { readonly line: number; readonly column: number };

export type SourceOutcome =
  | { readonly ok: true; readonly source: SourcePolicy; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Far more than people write, and far less than a machine must be able to bear. */
const MAX_CHARACTERS = 512 * 1024;

export function readSource(text: string): SourceOutcome {
  if (text.length > MAX_CHARACTERS)
    return {
      ok: false,
      problems: [{ line: 1, column: 1, severity: 'error', message: 'the file is too long' }],
    };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    return { ok: false, problems: [{ line, column: col, severity: 'error', message: broken.message }] };
  }
  keepDigits(document);
  const locate: Locate = (path) => placeOf(document, lines, path);
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 50 });
  } catch {
    // Aliases of aliases: a short file that would fill the memory.
    return { ok: false, problems: [{ line: 1, column: 1, severity: 'error', message: 'too many aliases' }] };
  }
  const read = sourceForm.safeParse(content);
  if (read.success) return { ok: true, source: read.data, locate };
  const problems = read.error.issues.flatMap((issue) => problemsOf(issue, content, locate, document, lines));
  return { ok: false, problems };
}

/** `01` is a department, not the number one. */
function keepDigits(document: Document): void {
  visit(document, {
    Scalar(_key, scalar) {
      const { value, source } = scalar;
      if (typeof value === 'number' && source !== undefined && source !== String(value))
        scalar.value = source;
    },
  });
}

function placeOf(document: Document, lines: LineCounter, path: Path) {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    const start = isNode(node) ? startOf(node) : null;
    if (start !== null) return position(lines, start);
  }
  return { line: 1, column: 1 };
}

const startOf = (node: Node): number | null => node.range?.[0] ?? null;

function position(lines: LineCounter, offset: number) {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function problemsOf(
  issue: z.core.$ZodIssue,
  content: unknown,
  locate: Locate,
  document: Document,
  lines: LineCounter,
): readonly Problem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'invalid_union') {
    const branch = closest(issue.errors, path, content);
    if (branch)
      return branch.flatMap((inner) =>
        problemsOf({ ...inner, path: [...path, ...inner.path] }, content, locate, document, lines),
      );
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...placeOfKey(document, lines, path, key),
      severity: 'error',
      message: `there is no "${key}" here`,
    }));
  }
  return [{ ...locate(path), severity: 'error', message: wordsFor(issue, path, content) }];
}

/** Of several forms that a value could have had, the one it was meant to have: a list for a list, else the last named. */
function closest(
  branches: readonly (readonly z.core.$ZodIssue[])[],
  path: Path,
  content: unknown,
): readonly z.core.$ZodIssue[] | null {
  const value = valueAt(content, path);
  const deep = branches.filter((branch) =>
    branch.some((issue) => issue.path.length > 0 || issue.code === 'custom'),
  );
  const fitting = branches.filter(
    (branch) => !branch.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
  );
  if (typeof value === 'object' && deep.length > 0) return deep[0] ?? null;
  return fitting[0] ?? branches.at(-1) ?? null;
}

function placeOfKey(document: Document, lines: LineCounter, path: Path, key: string) {
  const map = document.getIn(path, true);
  if (isMap(map)) {
    const pair = map.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
    );
    const start = pair && isNode(pair.key) ? startOf(pair.key) : null;
    if (start !== null) return position(lines, start);
  }
  return placeOf(document, lines, path);
}

function wordsFor(issue: z.core.$ZodIssue, path: Path, content: unknown): string {
  const value = valueAt(content, path);
  const name = String(path.at(-1) ?? 'the file');
  if (value === undefined) return `"${name}" is missing`;
  const given =
    typeof value === 'string' || typeof value === 'number'
      ? `"${String(value)}": `
      : issue.code === 'custom'
        ? ''
        : `"${name}": `;
  if (issue.code === 'invalid_value' && issue.values.length > 1 && typeof value === 'string') {
    const near = nearest(value, issue.values.map(String));
    return `${given}${issue.message}${near === null ? '' : `; did you mean ${near}?`}`;
  }
  return `${given}${issue.message}`;
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    content,
  );
}

/** The known word that is at most two slips away. */
export function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map((candidate) => ({ candidate, slips: slipsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ slips }) => slips <= 2)
    .sort((a, b) => a.slips - b.slips);
  return best?.candidate ?? null;
}

/** Levenshtein's distance. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
