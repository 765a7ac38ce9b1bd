import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { ApiError } from '#graphql';
import { BodyReader, MAX_BODY, MAX_PUBLICATION_BODY } from './request-body.js';

const streamOf = (content: string | Buffer) => Readable.from([Buffer.from(content as string)]);

async function outcome(reader: BodyReader, content: string | Buffer, declared?: number): Promise<string> {
  try {
    await reader.read(streamOf(content), declared ?? Buffer.byteLength(content));
    return 'read';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

const padded = (query: string, size: number) => JSON.stringify({ query, variables: { x: 'A'.repeat(size) } });

describe('the body of a request', () => {
  it('is one JSON object with the fields of GraphQL over HTTP', async () => {
    const reader = new BodyReader();
    expect(await outcome(reader, '{"query":"{me{id}}","variables":{},"operationName":null}')).toBe('read');
    for (const body of ['', '{', '[]', '[{"query":"{me{id}}"}]', 'null', '"x"', '{"query":"{a}","more":1}'])
      expect(await outcome(reader, body)).toBe('BAD_REQUEST');
  });

  it('is UTF-8, and not repaired', async () => {
    const invalid = Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    expect(await outcome(new BodyReader(), invalid)).toBe('BAD_REQUEST');
  });

  it('is bounded, whatever length was declared', async () => {
    const reader = new BodyReader();
    const large = padded('{me{id}}', MAX_BODY);
    expect(await outcome(reader, large)).toBe('TOO_LARGE');
    expect(await outcome(reader, large, 10)).toBe('TOO_LARGE');
    expect(await outcome(reader, '{}', MAX_PUBLICATION_BODY + 1)).toBe('TOO_LARGE');
  });

  it('may be large for a publication alone', async () => {
    const reader = new BodyReader();
    expect(await outcome(reader, padded('mutation($i:I!){publish(input:$i){__typename}}', MAX_BODY))).toBe(
      'read',
    );
    for (const query of [
      'mutation{publish{__typename} signOut}',
      'mutation{signOut}',
      'mutation{publish:signOut}',
      'mutation A{publish{__typename}} mutation B{signOut}',
      'not graphql',
    ])
      expect(await outcome(reader, padded(query, MAX_BODY))).toBe('TOO_LARGE');
  });

  it('may be large for two callers at a time', async () => {
    const reader = new BodyReader();
    const stuck = [new Readable({ read: () => undefined }), new Readable({ read: () => undefined })];
    const waiting = stuck.map((stream) => reader.read(stream, MAX_BODY + 1));
    const publication = padded('mutation{publish{__typename}}', MAX_BODY);
    expect(await outcome(reader, publication)).toBe('TOO_LARGE');
    for (const stream of stuck) stream.destroy(new Error('gone'));
    expect((await Promise.allSettled(waiting)).map((result) => result.status)).toEqual([
      'rejected',
      'rejected',
    ]);
    // Whoever hangs up gives the place back.
    expect(await outcome(reader, publication)).toBe('read');
  });
});
