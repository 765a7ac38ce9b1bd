/**
 * How large a request may be, and what it may look like, before GraphQL sees it. 512 KiB hold the largest envelope. Only a
 * publication is larger (one sealed roster for each member), so at most two large requests are read at a time: a stranger
 * cannot fill the memory with bodies that are refused in the end.
 */
import type { Readable } from 'node:stream';
import { Kind, parse } from 'graphql';
import { ApiError } from '#graphql';
import { collectBody } from '#kernel';

export const MAX_BODY = 512 * 1024;
export const MAX_PUBLICATION_BODY = 16 * 1024 * 1024;
const LARGE_AT_ONCE = 2;
const FIELDS = ['query', 'variables', 'operationName', 'extensions'];

export class BodyReader {
  #large = 0;

  /** The parsed request, or an ApiError. */
  async read(payload: Readable, declaredLength: number | undefined): Promise<Record<string, unknown>> {
    const isLarge = (declaredLength ?? 0) > MAX_BODY;
    if (!isLarge) return parseRequest(await collect(payload, MAX_BODY));
    if ((declaredLength ?? 0) > MAX_PUBLICATION_BODY || this.#large >= LARGE_AT_ONCE)
      throw new ApiError('TOO_LARGE');
    this.#large += 1;
    try {
      const request = parseRequest(await collect(payload, MAX_PUBLICATION_BODY));
      if (!isPublication(request['query'])) throw new ApiError('TOO_LARGE');
      return request;
    } finally {
      this.#large -= 1;
    }
  }
}

async function collect(payload: Readable, limit: number): Promise<Buffer> {
  const body = await collectBody(payload, limit);
  if (!body.ok) throw new ApiError(body.reason === 'too-large' ? 'TOO_LARGE' : 'BAD_REQUEST');
  return body.bytes;
}

function parseRequest(body: Buffer): Record<string, unknown> {
  let request: unknown;
  try {
    // Replaced characters would be another request than the one that was sent.
    request = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new ApiError('BAD_REQUEST');
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    throw new ApiError('BAD_REQUEST');
  if (!Object.keys(request).every((key) => FIELDS.includes(key))) throw new ApiError('BAD_REQUEST');
  return request as Record<string, unknown>;
}

/** One operation with the one field `publish`: the only request that may be large. */
function isPublication(query: unknown): boolean {
  if (typeof query !== 'string') return false;
  try {
    const { definitions } = parse(query, { maxLexicalTokens: 200, noLocation: true });
    const [operation] = definitions;
    if (definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return false;
    const [field] = operation.selectionSet.selections;
    return (
      operation.selectionSet.selections.length === 1 &&
      field?.kind === Kind.FIELD &&
      field.name.value === 'publish'
    );
  } catch {
    return false;
  }
}
