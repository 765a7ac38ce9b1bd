/** `DateTime`: UTC, ISO 8601, with or without milliseconds (`2026-03-01T09:30:00Z`). Nothing else, above all no local times. */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

function parse(value: unknown): Date {
  const at = typeof value === 'string' && UTC.test(value) ? new Date(value) : null;
  // 2026-02-30 would otherwise become March.
  if (!at || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 19) !== String(value).slice(0, 19)) {
    throw new GraphQLError('A time is written in UTC, such as 2026-03-01T09:30:00Z.');
  }
  return at;
}

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A time in UTC, ISO 8601, such as 2026-03-01T09:30:00.000Z.',
  serialize(value) {
    if (!(value instanceof Date)) throw new TypeError('not a time');
    return value.toISOString();
  },
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
});
