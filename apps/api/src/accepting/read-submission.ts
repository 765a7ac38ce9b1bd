/**
 * Whether a parsed request is a submission exactly as the sdk writes it. Whatever is not (another text of the query, a variable
 * more, bytes that are not canonical) is null, which is no refusal: it goes the general way and is answered there.
 */
import { Bytes } from '#graphql';
import { SUBMIT_DOCUMENT, SUBMIT_NAME } from '#sdk/submit-document';

export interface Submission {
  readonly envelope: Uint8Array;
  readonly channel: { readonly id: string; readonly signature: Uint8Array } | null;
  readonly work: string | null;
}

export function readSubmission(body: unknown): Submission | null {
  const request = fieldsOf(body, ['query', 'variables', 'operationName']);
  if (request?.['query'] !== SUBMIT_DOCUMENT) return null;
  if (![undefined, null, SUBMIT_NAME].includes(request['operationName'] as string)) return null;
  const input = fieldsOf(fieldsOf(request['variables'], ['input'])?.['input'], [
    'envelope',
    'channel',
    'work',
  ]);
  return input && readInput(input);
}

function readInput(input: Fields): Submission | null {
  try {
    const envelope = Bytes.parseValue(input['envelope']);
    const work = input['work'] ?? null;
    if (work !== null && typeof work !== 'string') return null;
    if (input['channel'] === undefined || input['channel'] === null) return { envelope, channel: null, work };
    const channel = fieldsOf(input['channel'], ['id', 'signature']);
    const id = channel?.['id'];
    if (typeof id !== 'string') return null;
    return { envelope, channel: { id, signature: Bytes.parseValue(channel?.['signature']) }, work };
  } catch {
    return null;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Null for what is no object, and for one with a field that is not among the known ones. */
function fieldsOf(value: unknown, known: readonly string[]): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.keys(value).every((name) => known.includes(name)) ? (value as Fields) : null;
}
