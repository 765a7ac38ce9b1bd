/**
 * A desk's member fetches a file and opens it here (PROTOCOL.md §10.2), piece by piece into a sink of the caller's. What has been
 * written counts only after `ok`: both hashes of the report have then been compared with what came. A sink must be able to throw away
 * what it holds.
 */
import { equalBytes, fromBase64Url, fromHex } from '#crypto';
import { openFile, quorumFileKey } from '#crypto/files';
import type { Attachment } from '#vocabulary';
import type { Session } from '../session.js';

export interface FileSink {
  write(content: Uint8Array): Promise<void>;
}

export type FetchOutcome =
  | { readonly ok: true; readonly length: number }
  | {
      readonly ok: false;
      /**
       * `not-there`: not sent yet, or over its time. `for-quorum`: its key follows from the identity. `unopened`: what is stored there is not
       * the file that the reporter sealed.
       */
      readonly reason: 'not-there' | 'for-quorum' | 'unopened' | 'unreachable' | 'not-allowed';
    };

const SILENCE_MS = 60_000;

function keyOf(attachment: Attachment, fileSecret: string | null): Uint8Array | null {
  if (attachment.key !== null) return fromBase64Url(attachment.key);
  return fileSecret === null ? null : quorumFileKey(fromBase64Url(fileSecret), fromHex(attachment.blob));
}

/** `fileSecret`: of the report's identity, where custodians have opened it. */
export async function fetchAttachment(
  session: Pick<Session, 'file'>,
  attachment: Attachment,
  sink: FileSink,
  fileSecret: string | null = null,
): Promise<FetchOutcome> {
  const key = keyOf(attachment, fileSecret);
  if (!key) return { ok: false, reason: 'for-quorum' };
  const aborting = new AbortController();
  let timer = setTimeout(() => {
    aborting.abort();
  }, SILENCE_MS);
  try {
    const response = await session.file('GET', attachment.blob, aborting.signal);
    if (response.status === 404) return { ok: false, reason: 'not-there' };
    if (response.status === 401 || response.status === 403) return { ok: false, reason: 'not-allowed' };
    if (response.status !== 200 || !response.body) return { ok: false, reason: 'unreachable' };
    const opening = openFile(key, Number(response.headers.get('content-length')));
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        aborting.abort();
      }, SILENCE_MS);
      const opened = opening.open(piece);
      if (!opened.ok) return { ok: false, reason: 'unopened' };
      await sink.write(opened.content);
    }
    const whole = opening.finish();
    const isIt =
      whole.ok &&
      equalBytes(whole.sealedHash, fromBase64Url(attachment.sealedHash)) &&
      equalBytes(whole.originalHash, fromBase64Url(attachment.originalHash));
    return isIt ? { ok: true, length: whole.length } : { ok: false, reason: 'unopened' };
  } catch {
    return { ok: false, reason: 'unreachable' };
  } finally {
    clearTimeout(timer);
    aborting.abort();
  }
}
