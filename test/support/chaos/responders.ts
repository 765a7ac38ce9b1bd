/**
 * The people who are paged: each looks into their own inbox over and over, whatever is down, and answers as the plan says. What
 * they see and sign is what the run is judged by.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Colleague, World } from '../world.js';
import type { PlannedReport } from './chaos-plan.js';
import { Person, Unheard } from './person.js';
import type { Acceptance, Asked, Told } from './verdict.js';

/** Who makes the calls of the triage desk. */
const CALLER = 'rosa';

const BETWEEN_LOOKS_MS = 300;

export class Responders {
  readonly #people: Person[] = [];
  readonly #plans = new Map<string, PlannedReport>();
  readonly #acceptances = new Map<string, Acceptance>();
  #isOver = false;
  #living: Promise<void>[] = [];

  static async signIn(world: World, handles: readonly string[]): Promise<Responders> {
    const all = new Responders();
    const { directory } = await world.directory();
    for (const handle of handles)
      all.#people.push(
        new Person(handle, await world.signIn(handle), directory.servers.dispatchSign, () =>
          world.signIn(handle),
        ),
      );
    return all;
  }

  get acceptances(): readonly Acceptance[] {
    return [...this.#acceptances.values()];
  }

  colleague(handle: string): Colleague {
    return this.#person(handle).colleague;
  }

  #person(handle: string): Person {
    const person = this.#people.find((one) => one.handle === handle);
    if (!person) throw new Error(`${handle} is not among those who answer`);
    return person;
  }

  /** As known to whoever seals: before anybody can be told of it. */
  expect(t0: string, planned: PlannedReport): void {
    this.#plans.set(t0, planned);
  }

  begin(): void {
    this.#living = this.#people.map((person) => this.#live(person));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#living);
  }

  /** Everything that everybody was told, as it stands now; fails while anybody's inbox does not answer. */
  async told(): Promise<readonly Told[]> {
    const all = await Promise.all(this.#people.map((person) => person.look()));
    return all.flat();
  }

  /** Every call that the triage desk was ever asked to make. */
  async asked(): Promise<readonly Asked[]> {
    const tasks = await this.#person(CALLER).tasks();
    return tasks.map(({ alertId, desk, kind, body }) => {
      if (!body) throw new Error('a task that the desk cannot open');
      return { alert: alertId, desk, kind, who: body.person?.name ?? 'whom they choose' };
    });
  }

  async #live(person: Person): Promise<void> {
    while (!this.#isOver) {
      await this.#work(person).catch(async (error: unknown) => {
        if (error instanceof Unheard && error.isSignedOut) await person.signInAgain().catch(() => undefined);
      });
      await pause(BETWEEN_LOOKS_MS);
    }
  }

  async #work(person: Person): Promise<void> {
    const told = await person.look();
    await this.#answerAll(person, told);
    if (person.handle === CALLER) await this.#callAll(person, told);
  }

  /** Whoever is called says yes where the plan has a yes, and does not answer where it has none. */
  async #callAll(person: Person, told: readonly Told[]): Promise<void> {
    const t0Of = new Map(told.map(({ alert, t0 }) => [alert, t0]));
    for (const task of await person.tasks()) {
      const planned = this.#plans.get(t0Of.get(task.alertId) ?? '');
      if (planned?.kind !== 'called' || task.kind !== 'CALL' || person.hasCalled(task)) continue;
      const outcome = planned.acceptedAt === null ? 'NO_ANSWER' : 'REACHED_ACCEPTED';
      if (!(await person.call(task, outcome))) continue;
      if (outcome === 'REACHED_ACCEPTED') await this.#accepted(task.alertId);
    }
  }

  async #answerAll(person: Person, all: readonly Told[]): Promise<void> {
    for (const told of all) {
      const planned = this.#plans.get(told.t0);
      const decision = planned && this.#decide(planned, told);
      // Whoever has said yes does not say no for having been told before, be it that nobody told them that their yes was heard: a no
      // would take it back, and the ladder would rightly go on.
      if (!decision || person.hasSaid(told, decision)) continue;
      if (decision === 'DECLINE' && person.hasBegunToSay(told, 'ACCEPT')) continue;
      // A reply that is lost is asked for again at the next look: the signed answer is the same one to the server.
      if (!(await person.say(told, decision))) continue;
      if (decision === 'ACCEPT') await this.#accepted(told.alert);
    }
  }

  #decide({ kind, acceptedAt, isDeclined }: PlannedReport, { step }: Told): 'ACCEPT' | 'DECLINE' | null {
    if (kind === 'called') return null;
    if (acceptedAt !== null && step >= acceptedAt) return 'ACCEPT';
    return isDeclined ? 'DECLINE' : null;
  }

  /** What was made by the time somebody knows that their yes is recorded; whoever is told after that is told too late. */
  async #accepted(alert: string): Promise<void> {
    if (this.#acceptances.has(alert)) return;
    this.#acceptances.set(alert, { alert, at: performance.now(), made: new Set() });
    for (;;) {
      const told = await this.told().catch(() => null);
      if (told) {
        const made = told.filter((one) => one.alert === alert).map(({ notice }) => notice);
        const { at } = this.#acceptances.get(alert)!;
        this.#acceptances.set(alert, { alert, at, made: new Set(made) });
        return;
      }
      if (this.#isOver) return;
      await pause(BETWEEN_LOOKS_MS);
    }
  }
}
