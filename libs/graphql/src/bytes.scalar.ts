/**
 * `Bytes`: base64url without padding, one encoding (RFC 4648 §5). Two spellings of one value would be one report with two
 * digests, or one cursor that a cache takes for two. Uint8Array inside, text outside.
 */
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** Larger than any value we carry (a policy, a directory, an envelope of 139,264 bytes); the body limit is tighter still. */
export const MAX_BYTES = 1_048_576;
const MAX_TEXT = Math.ceil((MAX_BYTES * 4) / 3);

function refuse(): never {
  // The value itself is never repeated: it may be a secret that was pasted into the wrong field.
  throw new GraphQLError('Bytes are written in base64url without padding, in the one canonical form.');
}

export function parseBytes(value: unknown): Uint8Array {
  if (typeof value !== 'string' || value.length > MAX_TEXT) refuse();
  const decoded = Buffer.from(value, 'base64url');
  // Node reads leniently (padding, white space, loose trailing bits); only what it would write again is accepted.
  if (decoded.toString('base64url') !== value) refuse();
  // A copy: Buffers share memory with their neighbours, and `slice` means something else on them.
  return new Uint8Array(decoded);
}

export const Bytes = new GraphQLScalarType<Uint8Array, string>({
  name: 'Bytes',
  description: 'Bytes in base64url (RFC 4648 §5) without padding; only the canonical encoding is accepted.',
  serialize(value) {
    if (!(value instanceof Uint8Array)) throw new TypeError('not bytes');
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64url');
  },
  parseValue: parseBytes,
  parseLiteral: (node) => parseBytes(node.kind === Kind.STRING ? node.value : null),
});
