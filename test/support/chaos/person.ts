/** One of the people who are paged, with their own session and keys: looks, answers, makes calls, and signs what they say. */
import { toHex } from '#crypto';
import { openNotice } from '#crypto/open';
import type { CallFailure, CallOutcome } from '#sdk';
import type { DeskTask, InboxNotice } from '#sdk/member';
import { readAlerts } from '#sdk/operations';
import type { Colleague } from '../world.js';
import type { Told } from './verdict.js';

type AlertsPage = ReturnType<typeof readAlerts.decode>;

/** What is in a notice besides what every client shows: the step, for those who test the ladder. */
interface Opened {
  readonly t0: string;
  readonly step: number;
}

/** Nobody answered, or nobody who knows this session: people try again. */
export class Unheard extends Error {
  readonly isSignedOut: boolean;

  constructor(failure: CallFailure) {
    super('the api did not answer');
    this.isSignedOut = failure.reason === 'error' && failure.code === 'UNAUTHENTICATED';
  }
}

export class Person {
  readonly #opened = new Map<string, Opened | null>();
  readonly #said = new Set<string>();
  /** Sent, whether or not it is known to have been heard. */
  readonly #begun = new Set<string>();

  constructor(
    readonly handle: string,
    public colleague: Colleague,
    private readonly dispatchSign: readonly Uint8Array[],
    private readonly again: () => Promise<Colleague>,
  ) {}

  /** An api whose clock jumped a day may have ended the session. */
  async signInAgain(): Promise<void> {
    this.colleague = await this.again();
  }

  /** Each notice is opened once: opening all of them at every look would keep this process from hearing the doors. */
  async look(): Promise<readonly Told[]> {
    const told: Told[] = [];
    let after: string | null = null;
    do {
      const answer: CallOutcome<AlertsPage> = await this.colleague.session.call(readAlerts, {
        first: 100,
        after,
      });
      if (!answer.ok) throw new Unheard(answer);
      const { edges, pageInfo }: AlertsPage = answer.value;
      for (const { node } of edges) {
        const opened = this.#open(node);
        if (!opened) throw new Error(`a notice that ${this.handle} cannot open`);
        const { id: notice, alertId: alert, alertState } = node;
        told.push({ notice, member: this.handle, alert, alertState, ...opened });
      }
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    return told;
  }

  hasSaid({ alert }: Told, decision: string): boolean {
    return this.#said.has(`${alert} ${decision}`);
  }

  hasBegunToSay({ alert }: Told, decision: string): boolean {
    return this.#begun.has(`${alert} ${decision}`);
  }

  async say({ alert, notice: id }: Told, decision: 'ACCEPT' | 'DECLINE'): Promise<boolean> {
    const notice = await this.#find(id);
    this.#begun.add(`${alert} ${decision}`);
    const reason = decision === 'DECLINE' ? { reason: 'estoy de viaje' } : {};
    const said = await this.colleague.inbox.acknowledge(notice, decision, { at: new Date(), ...reason });
    if (said.ok) this.#said.add(`${alert} ${decision}`);
    else if (said.reason === 'call') throw new Unheard(said.failure);
    return said.ok;
  }

  async #find(id: string): Promise<InboxNotice> {
    let after: string | null = null;
    do {
      const listed = await this.colleague.inbox.list({ first: 20, ...(after === null ? {} : { after }) });
      if (!listed.ok) throw new Unheard(listed.failure);
      const found = listed.notices.find((notice) => notice.id === id);
      if (found) return found;
      after = listed.next;
    } while (after !== null);
    throw new Error(`a notice that ${this.handle} had and has no more`);
  }

  async tasks(): Promise<readonly DeskTask[]> {
    const tasks: DeskTask[] = [];
    let after: string | null = null;
    do {
      const listed = await this.colleague.tasks.list({
        first: 100,
        all: true,
        ...(after === null ? {} : { after }),
      });
      if (!listed.ok) throw new Unheard(listed.failure);
      tasks.push(...listed.tasks);
      after = listed.next;
    } while (after !== null);
    return tasks;
  }

  hasCalled({ id }: DeskTask): boolean {
    return this.#said.has(id);
  }

  async call(task: DeskTask, outcome: 'NO_ANSWER' | 'REACHED_ACCEPTED'): Promise<boolean> {
    const recorded = await this.colleague.tasks.record(task, outcome, new Date());
    if (recorded.ok) this.#said.add(task.id);
    else if (recorded.reason === 'call') throw new Unheard(recorded.failure);
    return recorded.ok;
  }

  #open({ id, sealed }: Pick<InboxNotice, 'id' | 'sealed'>): Opened | null {
    const known = this.#opened.get(id);
    if (known !== undefined) return known;
    const { secretKey } = this.colleague.session.member.keys.seal;
    const opened = openNotice(secretKey, sealed, this.dispatchSign);
    const body = opened.ok ? (opened.notice.body as { readonly step?: unknown }) : {};
    const found =
      opened.ok && typeof body.step === 'number' ? { t0: toHex(opened.notice.t0), step: body.step } : null;
    this.#opened.set(id, found);
    return found;
  }
}
