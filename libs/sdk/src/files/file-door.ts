/** The four requests of an upload, each bounded in time, with closed answers. Nothing of a response is believed but numbers in range. */
import { fileChannelDigest, fromBase64Url, fromHex, toBase64Url, channelStatement, sign } from '#crypto';
import type { Channel } from '../outbox.js';
import { waitSeconds } from '../transport.js';

export type Answer =
  | {
      readonly kind: 'ok';
      readonly offset: number | null;
      readonly length: number | null;
      readonly receipt: Uint8Array | null;
    }
  | { readonly kind: 'missing' | 'conflict' | 'unreachable' | 'unavailable' | 'refused' }
  | { readonly kind: 'later'; readonly seconds: number };

export interface FileDoor {
  head(blob: string): Promise<Answer>;
  create(blob: string, length: number): Promise<Answer>;
  patch(blob: string, offset: number, piece: Uint8Array): Promise<Answer>;
}

export interface FileDoorOptions {
  readonly origin: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly channel?: Channel;
  readonly signal?: AbortSignal;
}

const TIMEOUT_MS = 20_000;
/** 2G at 16 kbit/s. */
const MS_PER_BYTE = 0.5;
const LONGEST_ANSWER = 4_096;
const WHOLE_NUMBER = /^\d{1,15}$/;

function numberIn(value: string | null): number | null {
  return value !== null && WHOLE_NUMBER.test(value) ? Number(value) : null;
}

function receiptIn(value: string | null): Uint8Array | null {
  try {
    return value === null ? null : fromBase64Url(value);
  } catch {
    return null;
  }
}

/** Read to its end, so that the connection can be used again; never more of it than an honest answer has. */
async function drain({ body }: Response): Promise<void> {
  const reader = body?.getReader();
  if (!reader) return;
  for (let read = 0; read <= LONGEST_ANSWER;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done) return;
    read += value?.length ?? 0;
  }
  await reader.cancel();
}

function understand({ status, headers }: Response): Answer {
  if (status >= 200 && status < 300) {
    return {
      kind: 'ok',
      offset: numberIn(headers.get('upload-offset')),
      length: numberIn(headers.get('upload-length')),
      receipt: receiptIn(headers.get('amparo-receipt')),
    };
  }
  if (status === 404) return { kind: 'missing' };
  if (status === 409) return { kind: 'conflict' };
  if (status === 429) return { kind: 'later', seconds: waitSeconds(Number(headers.get('retry-after'))) };
  return { kind: status >= 500 || status === 408 ? 'unavailable' : 'refused' };
}

/** The channel proves itself for this one file; a public link has nothing to prove. */
function channelHeader(channel: Channel | undefined, blob: string): Record<string, string> {
  if (!channel) return {};
  const { deployment, id, signSecretKey } = channel;
  if (!signSecretKey) return { 'amparo-channel': id };
  const statement = channelStatement({ deployment, channelId: id, digest: fileChannelDigest(fromHex(blob)) });
  return { 'amparo-channel': `${id} ${toBase64Url(sign('channel', statement, signSecretKey))}` };
}

export function createFileDoor({ origin, fetch, channel, signal }: FileDoorOptions): FileDoor {
  const call = fetch ?? globalThis.fetch;
  const ask = async (path: string, init: RequestInit, size = 0): Promise<Answer> => {
    const late = AbortSignal.timeout(TIMEOUT_MS + Math.ceil(size * MS_PER_BYTE));
    try {
      const response = await call(`${origin}/files${path}`, {
        ...init,
        headers: { 'tus-resumable': '1.0.0', ...(init.headers as Record<string, string>) },
        redirect: 'error',
        credentials: 'omit',
        signal: signal ? AbortSignal.any([late, signal]) : late,
      });
      await drain(response);
      return understand(response);
    } catch {
      return { kind: 'unreachable' };
    }
  };
  return {
    head: (blob) => ask(`/${blob}`, { method: 'HEAD' }),
    create: (blob, length) =>
      ask('', {
        method: 'POST',
        headers: { 'upload-length': String(length), 'amparo-blob': blob, ...channelHeader(channel, blob) },
      }),
    patch: (blob, offset, piece) =>
      ask(
        `/${blob}`,
        {
          method: 'PATCH',
          headers: {
            'content-type': 'application/offset+octet-stream',
            'upload-offset': String(offset),
            ...channelHeader(channel, blob),
          },
          body: piece as Uint8Array<ArrayBuffer>,
        },
        piece.length,
      ),
  };
}
