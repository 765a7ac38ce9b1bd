/**
 * Sends sealed files in pieces, over tus 1.0 (https://tus.io/protocols/resumable-upload): where a connection breaks, the next one goes
 * on from what the server has, days later too. Over the given fetch and from the tray, which a ready-made client knows nothing of.
 *
 * A file leaves the tray only when a receipt over its own bytes verifies against an `accept` key of the verified directory, as a report
 * leaves the outbox: a server that swallows files and says "thank you" must not make the phone forget them.
 */
import { fileDigest, fromHex, RunningHash, verifyAcceptance } from '#crypto';
import { waitBefore } from '../outbox.js';
import type { Channel } from '../outbox.js';
import { createFileDoor, type Answer, type FileDoor } from './file-door.js';
import type { FileTray, KeptFile } from './file-tray.js';

export interface UploadOptions {
  readonly tray: FileTray;
  /** Where the api is reached, such as `https://intake.example`. */
  readonly origin: string;
  readonly acceptKeys: readonly Uint8Array[];
  readonly sleep: (ms: number) => Promise<void>;
  readonly fetch?: typeof globalThis.fetch;
  /** Whose budget it draws on; nothing of it is kept beside the file. */
  readonly channel?: Channel;
  readonly now?: () => number;
  /** Bytes that the server has, of all that wait. */
  readonly onProgress?: (sent: number, of: number) => void;
  /** The person closes the page or chooses to wait: nothing is lost. */
  readonly signal?: AbortSignal;
}

export type UploadStop = 'unreachable' | 'unavailable' | 'deferred' | 'refused' | 'wrong-receipt' | 'stopped';

export interface UploadOutcome {
  readonly sent: number;
  readonly waiting: number;
  /** Why something still waits; what was refused stays too, and a person decides. */
  readonly reason: UploadStop | null;
}

const FIRST_PIECE = 64 * 1024;
const SMALLEST_PIECE = 8 * 1024;
const LARGEST_PIECE = 1024 * 1024;
/** A piece that takes longer than this on the way is larger than the connection is good for. */
const QUICK_MS = 4_000;
/** In a row, without a byte more on the server. */
const TRIES = 4;
const LONGEST_DEFERRAL_SECONDS = 90;
const MAX_DEFERRALS = 4;

type Step =
  { readonly kind: 'at'; readonly offset: number } | { readonly kind: 'stop'; readonly reason: UploadStop };

class Upload {
  #piece = FIRST_PIECE;
  #failures = 0;
  #deferrals = 0;

  constructor(
    private readonly file: KeptFile,
    private readonly door: FileDoor,
    private readonly options: UploadOptions,
    private readonly onOffset: (offset: number) => void,
  ) {}

  async run(): Promise<UploadStop | null> {
    let offset: number | null = null;
    for (;;) {
      if (this.options.signal?.aborted) return 'stopped';
      const step: Step = offset === null ? await this.#find() : await this.#send(offset);
      if (step.kind === 'stop') return step.reason;
      const before: number | null = offset;
      offset = step.offset;
      if (offset < 0) offset = null;
      else this.onOffset(offset);
      if (offset !== null && before !== null && offset > before) this.#failures = 0;
      if (offset === this.file.length) return this.#conclude();
    }
  }

  /** What the server has of it; if it knows nothing, the place is made first. */
  async #find(): Promise<Step> {
    const asked = await this.door.head(this.file.blob);
    if (asked.kind === 'missing') {
      const made = await this.door.create(this.file.blob, this.file.length);
      // Somebody was faster, which can only have been ourselves: ask again.
      return made.kind === 'ok' || made.kind === 'conflict'
        ? this.#again(made.kind === 'conflict' ? 'unavailable' : null, made.kind === 'ok' ? 0 : -1)
        : this.#failed(made);
    }
    if (asked.kind !== 'ok') return this.#failed(asked);
    const { offset, length } = asked;
    // Another length under this name is not our file, and no honest server has more than there is.
    if (length !== this.file.length || offset === null || offset > length)
      return { kind: 'stop', reason: 'refused' };
    return { kind: 'at', offset };
  }

  async #send(offset: number): Promise<Step> {
    const piece = await this.options.tray.read(this.file.blob, offset, this.#piece);
    // Thrown away in another window.
    if (piece.length === 0) return { kind: 'stop', reason: 'stopped' };
    const now = this.options.now ?? Date.now;
    const began = now();
    const answer = await this.door.patch(this.file.blob, offset, piece);
    if (answer.kind !== 'ok') {
      this.#piece = Math.max(SMALLEST_PIECE, Math.floor(this.#piece / 2));
      return this.#failed(answer);
    }
    if (now() - began < QUICK_MS) this.#piece = Math.min(LARGEST_PIECE, this.#piece * 2);
    return answer.offset === offset + piece.length
      ? { kind: 'at', offset: answer.offset }
      : this.#again('unavailable');
  }

  async #failed(answer: Exclude<Answer, { kind: 'ok' }>): Promise<Step> {
    switch (answer.kind) {
      case 'unreachable':
      case 'unavailable':
        return this.#again(answer.kind);
      // The server moved on, or has forgotten: what it has now decides.
      case 'conflict':
      case 'missing':
        return this.#again('unavailable');
      case 'later': {
        const tooLong = answer.seconds > LONGEST_DEFERRAL_SECONDS || (this.#deferrals += 1) > MAX_DEFERRALS;
        if (tooLong) return { kind: 'stop', reason: 'deferred' };
        await this.options.sleep(answer.seconds * 1000);
        return { kind: 'at', offset: -1 };
      }
      case 'refused':
        return { kind: 'stop', reason: 'refused' };
    }
  }

  /** Asks the server anew where to go on (`-1`), after a pause if something went wrong; gives up after some tries in vain. */
  async #again(because: UploadStop | null, offset = -1): Promise<Step> {
    if (because === null) return { kind: 'at', offset };
    this.#failures += 1;
    if (this.#failures >= TRIES) return { kind: 'stop', reason: because };
    await this.options.sleep(waitBefore(this.#failures));
    return { kind: 'at', offset };
  }

  /** Everything is there, says the server: it must prove it. */
  async #conclude(): Promise<UploadStop | null> {
    const answer = await this.door.head(this.file.blob);
    if (answer.kind !== 'ok') return answer.kind === 'unreachable' ? 'unreachable' : 'unavailable';
    const digest = fileDigest(fromHex(this.file.blob), await this.#hash());
    if (!answer.receipt || !verifyAcceptance(answer.receipt, digest, this.options.acceptKeys).ok)
      return 'wrong-receipt';
    await this.options.tray.drop(this.file.blob);
    return null;
  }

  async #hash(): Promise<Uint8Array> {
    const running = new RunningHash();
    for (let at = 0; at < this.file.length;) {
      const piece = await this.options.tray.read(this.file.blob, at, LARGEST_PIECE);
      if (piece.length === 0) break;
      running.add(piece);
      at += piece.length;
    }
    return running.end();
  }
}

/** All that wait, one after the other: a thin line carries one file sooner than it carries two. */
export async function uploadFiles(options: UploadOptions): Promise<UploadOutcome> {
  const door = createFileDoor(options);
  const files = await options.tray.waiting();
  const of = files.reduce((sum, { length }) => sum + length, 0);
  let before = 0;
  let sent = 0;
  let reason: UploadStop | null = null;
  for (const file of files) {
    const upload = new Upload(file, door, options, (offset) => options.onProgress?.(before + offset, of));
    const stopped = await upload.run();
    before += file.length;
    if (stopped === null) sent += 1;
    else reason = stopped;
    // One file that is refused does not hold up the others; a line that is down holds up all.
    if (stopped !== null && stopped !== 'refused' && stopped !== 'wrong-receipt') break;
  }
  return { sent, waiting: files.length - sent, reason };
}
