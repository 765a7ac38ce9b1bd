/** Arguments for an operation of the schema: right, nearly right and wrong, as variables or written into the query. */
import { print, parse } from 'graphql';
import type { Chance } from './chance.js';
import { hostileJson } from './hostile-json.js';
import { documentOf, selectionOf, valueOf, type Operation } from './schema-walk.js';

/** A plausible value for a scalar in a place of this name. */
export type Plausible = (scalar: string, name: string) => unknown;

export interface Asked {
  readonly query: string;
  readonly variables?: unknown;
}

export function hostileArguments(chance: Chance, operation: Operation, plausible: Plausible): Asked {
  const right = Object.fromEntries(
    operation.field.args.map((argument) => [argument.name, valueOf(argument.type, plausible, argument.name)]),
  );
  // A tenth stays right, or nothing behind the first check would ever be reached.
  const variables = chance.oneIn(10) ? right : hostileJson(chance, right);
  const written = chance.oneIn(4) ? writtenInto(operation, variables) : null;
  return written ?? { query: documentOf(operation), variables };
}

/** GraphQL has no null bytes in names and no keys in quotes: what cannot be written goes as a variable. */
function writtenInto({ kind, field }: Operation, variables: unknown): Asked | null {
  if (typeof variables !== 'object' || variables === null) return null;
  const given = Object.entries(variables).map(([name, value]) => `${name}: ${literalOf(value)}`);
  const query = `${kind} { ${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${selectionOf(field.type)} }`;
  return { query };
}

const ENUM = /^[A-Z][A-Z_]*$/;

/** Deeper than any limit of the api, and no deeper than this process can write. */
const DEEPEST = 500;

function literalOf(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return 'null';
  if (Array.isArray(value)) return `[${value.map((item) => literalOf(item, depth + 1)).join(', ')}]`;
  if (typeof value === 'string' && ENUM.test(value)) return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${literalOf(item, depth + 1)}`)
    .join(', ')}}`;
}

/** For the record of a failure: a query on one line. */
export function onOneLine({ query, variables }: Asked): string {
  const text = ((): string => {
    try {
      return print(parse(query));
    } catch {
      return query;
    }
  })();
  return `${text.replaceAll(/\s+/g, ' ').slice(0, 600)} ${JSON.stringify(variables ?? null).slice(0, 900)}`;
}
