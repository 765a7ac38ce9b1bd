/**
 * Which sockets belong to which session, and that none outlives it: a sign-out in any process, an expiry, a member who is not in
 * the newest publication. Looked at when another process says that something changed, and every few seconds, should nobody say so.
 */
import { toHex } from '#crypto';
import type { PublicationService, SessionService } from '#people';
import { LIVE_LIMITS } from './live-limits.js';

export interface SessionSocket {
  end(code: number): void;
}

interface Held {
  readonly tokenHash: Uint8Array;
  readonly rights: string;
  readonly sockets: Set<SessionSocket>;
}

const rightsOf = (rights: ReadonlySet<string>): string => [...rights].sort().join();

export class SocketSessions {
  readonly #held = new Map<string, Held>();
  #rechecking: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: SessionService,
    private readonly publications: PublicationService,
  ) {}

  /** The code to close with, or null when the socket is taken in. */
  async admit(socket: SessionSocket, authorization: string | undefined): Promise<number | null> {
    const actor = await this.sessions.authenticate(authorization);
    if (!actor) return 4403;
    const key = toHex(actor.tokenHash);
    const held = this.#held.get(key) ?? {
      tokenHash: actor.tokenHash,
      rights: rightsOf(actor.rights),
      sockets: new Set<SessionSocket>(),
    };
    if (held.sockets.size >= LIVE_LIMITS.socketsPerSession) return 4429;
    held.sockets.add(socket);
    this.#held.set(key, held);
    return null;
  }

  leave(socket: SessionSocket): void {
    for (const [key, { sockets }] of this.#held)
      if (sockets.delete(socket) && sockets.size === 0) this.#held.delete(key);
  }

  /** One look at a time. `published`: the newest publication is asked for first, not the one of a second ago. */
  recheck(published = false): Promise<void> {
    this.#rechecking = this.#rechecking.then(() => this.#look(published)).catch(() => undefined);
    return this.#rechecking;
  }

  async #look(published: boolean): Promise<void> {
    if (this.#held.size === 0) return;
    if (published) await this.publications.refresh();
    const held = [...this.#held.values()];
    const living = await this.sessions.living(held.map(({ tokenHash }) => tokenHash));
    for (const { tokenHash, rights, sockets } of held) {
      const actor = living.get(toHex(tokenHash));
      if (actor && rightsOf(actor.rights) === rights) continue;
      // What they may see was decided when they subscribed.
      for (const socket of sockets) socket.end(actor ? 1012 : 4401);
    }
  }
}
