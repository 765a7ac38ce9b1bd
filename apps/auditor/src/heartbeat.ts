/**
 * A dead man's switch: somebody outside is told every half minute that all is well, and notices when it is not said. A look that
 * failed, a finding, a database that is away, an auditor that stands still: each is silence. What is sent is the deployment's
 * token and nothing else, to one configured address, under the rules of every call to the outside.
 */
import { checkTarget, postTo } from '#outgoing';
import type { Logger } from '#platform';

export interface HeartbeatOptions {
  readonly url: string;
  readonly token: string | null;
  readonly allowed: ReadonlySet<string>;
  /** A look that ended well longer ago than this proves nothing about now. */
  readonly wellForMs: number;
  readonly log: Logger;
}

const TIMEOUT_MS = 10_000;
const EMPTY = new Uint8Array();

export class Heartbeat {
  #wellAt = Number.NEGATIVE_INFINITY;
  #isFailing = false;

  constructor(private readonly options: HeartbeatOptions) {}

  /** After each look: whether all was well. By this process's own running time: no clock that is set can stretch it. */
  note(isWell: boolean): void {
    this.#wellAt = isWell ? performance.now() : Number.NEGATIVE_INFINITY;
  }

  async beat(): Promise<'sent' | 'silent' | 'failed'> {
    if (performance.now() - this.#wellAt > this.options.wellForMs) return 'silent';
    const { url, token, allowed } = this.options;
    const checked = await checkTarget(url, allowed);
    const headers = {
      'user-agent': 'Amparo',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const result = checked.ok ? await postTo(checked.target, { headers, body: EMPTY }, TIMEOUT_MS) : null;
    const isSent = result?.kind === 'response' && result.status >= 200 && result.status < 300;
    this.#say(
      isSent,
      checked.ok ? (result?.kind === 'no-response' ? result.because : 'refused') : checked.reason,
    );
    return isSent ? 'sent' : 'failed';
  }

  /** Once for each change: whoever is called will miss us anyway. */
  #say(isSent: boolean, reason: string): void {
    const { log } = this.options;
    if (!isSent && !this.#isFailing) log.error('the heartbeat does not arrive', { reason });
    if (isSent && this.#isFailing) log.info('the heartbeat arrives again');
    this.#isFailing = !isSent;
  }
}
