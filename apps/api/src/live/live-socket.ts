/** One socket: how much it may say, whether it still answers, and that it is closed with a code and a text of ours. */
import type { WebSocket } from 'ws';
import { CLOSE_REASONS, LIVE_LIMITS } from './live-limits.js';
import type { SessionSocket } from './socket-sessions.js';

export class LiveSocket implements SessionSocket {
  #answers = true;
  #heard = 0;
  #windowAt = 0;

  constructor(readonly socket: WebSocket) {
    // A reset, a frame that is too large or no UTF-8: nothing to tell anybody, and no text of it into a log.
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('pong', () => {
      this.#answers = true;
    });
    socket.on('ping', () => {
      this.#count();
    });
  }

  onText(hear: (text: string) => Promise<void>, onFault: (error: unknown) => void): void {
    this.socket.on('message', (data, isBinary) => {
      if (isBinary) {
        this.end(1003);
        return;
      }
      if (!this.#count()) return;
      hear((data as Buffer).toString('utf8')).catch((error: unknown) => {
        onFault(error);
        this.end(4500);
      });
    });
  }

  send(text: string): Promise<void> {
    const { socket } = this;
    return new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) resolve();
      // An error closes the socket, which ends its operations: nobody has to be told twice.
      else
        socket.send(text, () => {
          resolve();
        });
    });
  }

  /** Whoever does not take the close frame is cut off. */
  end(code: number): void {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return;
    const known = Object.hasOwn(CLOSE_REASONS, code) ? code : 4400;
    socket.close(known, CLOSE_REASONS[known]);
    setTimeout(() => {
      socket.terminate();
    }, LIVE_LIMITS.closeMs).unref();
  }

  /** Every few seconds: a dead network, or a reader that reads nothing, does not keep its place. */
  beat(): void {
    if (!this.#answers || this.socket.bufferedAmount > LIVE_LIMITS.buffered) {
      this.socket.terminate();
      return;
    }
    this.#answers = false;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  #count(): boolean {
    const now = performance.now();
    if (now - this.#windowAt > LIVE_LIMITS.messageWindowMs) {
      this.#windowAt = now;
      this.#heard = 0;
    }
    this.#heard += 1;
    if (this.#heard <= LIVE_LIMITS.messages && this.socket.bufferedAmount <= LIVE_LIMITS.buffered)
      return true;
    this.end(4429);
    return false;
  }
}
