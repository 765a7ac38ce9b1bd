/**
 * A reporter takes consent back with the words alone, and the machine stops telling allies: within two minutes, whatever hour it is, and
 * without anybody at the desk. The desk's own people are told as before: whoever finds the words on a paper can keep allies away,
 * and cannot make a report go unheard. Safe to run twice, late, or alongside itself.
 */
import { type ConsentLabel, isConsentMarkOf } from '#crypto';
import type { Clock } from '#kernel';
import { type Recipient, recipientsAt, type StepTarget } from '#policy';
import type { Logger } from '#platform';
import { loadPlan, parseStoredPlan } from '../escalation/stored-plan.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { WorkerSecrets } from '../secrets/key-files.js';
import { alertInput } from '../triage/alert-input.js';
import { readRouting, type RoutingReading } from '../triage/read-routing.js';
import { afterLabels, concerns, type LabelReader, readLabel } from './consent-left.js';
import type { ConsentStore, KeptLabel, NarrowableAlert } from './consent.store.js';

export const LOOK_FOR_LABELS_EVERY_MS = 5_000;
/** Each time another label was faster, and each takes something away that the next cannot. */
const MOST_LOOKS = 12;

export interface ConsentParts {
  readonly store: ConsentStore;
  readonly publications: Pick<PublicationKeeper, 'newest' | 'current'>;
  readonly secrets: Pick<WorkerSecrets, 'dispatch'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
}

export class ConsentService {
  constructor(private readonly parts: ConsentParts) {}

  /** Answers how many labels were looked at. */
  async round(): Promise<number> {
    const { store, publications, clock, log } = this.parts;
    if (!publications.current) return 0;
    const publication = await publications.newest();
    const due = await store.due(clock());
    for (const label of due) {
      try {
        await this.#obey(label, publication);
      } catch (error) {
        // One that fails must not keep the others waiting. Its row stays, and is what the auditor finds.
        log.error('a consent label was not carried out', { error });
        continue;
      }
      await store.looked(label, clock());
    }
    return due.length;
  }

  async #obey({ sealed }: KeptLabel, publication: Publication): Promise<void> {
    const label = readLabel(sealed, this.#reader(publication));
    if (!label?.consent) return;
    for await (const { id, mark } of this.parts.store.marked())
      if (isConsentMarkOf(label.signKey, mark)) await this.#narrow(id, sealed, label, publication);
  }

  async #narrow(id: string, sealed: Uint8Array, label: ConsentLabel, publication: Publication) {
    const { store, clock } = this.parts;
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const alert = await store.alert(id);
      if (!alert) return;
      const reader = this.#reader(publication);
      const before = this.#reading(alert, publication);
      if (before.kind !== 'read' || !concerns(label, before.routing)) return;
      const after = afterLabels(before, [...alert.labels, sealed], reader);
      const changes = sizeOf(after) < sizeOf(afterLabels(before, alert.labels, reader));
      if (changes && !(await store.narrow(alert, sealed, clock()))) continue;
      // Also where nothing changes: whoever narrowed it may have died before this.
      await store.untell({ alert, ...this.#untold(alert, after, publication) }, clock());
      return;
    }
    throw new Error('an alert was narrowed at every look');
  }

  #reading({ envelope }: NarrowableAlert, { directory }: Publication): RoutingReading {
    return readRouting(envelope, directory, this.parts.secrets.dispatch);
  }

  #untold(alert: NarrowableAlert, reading: RoutingReading, publication: Publication) {
    const { unsorted, quarantined, plan } = alert;
    const decision = { urgency: null, unsorted, quarantined };
    const input = alertInput({ decision, reading, channel: 'UNKNOWN' }, publication, this.parts.clock());
    const allies = loadPlan(plan, publication.roster).steps.flatMap(({ targets }) => targets.filter(isAlly));
    const told = new Set(recipientsAt(allies, input).map(idOf));
    const named = parseStoredPlan(plan).steps.flatMap(({ targets }) => targets);
    // Who is of a desk as well is told as the desk.
    const ofDesk = new Set(
      publication.roster.members.filter(({ rights }) => rights.some(isDeskRight)).map(({ id }) => id),
    );
    const members = named.flatMap((target) =>
      target.kind === 'ally' && !told.has(target.member) && !ofDesk.has(target.member) ? [target.member] : [],
    );
    const contacts = named.flatMap((target) =>
      target.kind === 'call' && !told.has(target.contact) ? [target.contact] : [],
    );
    return { members, uncalled: [...members, ...contacts] };
  }

  #reader({ directory }: Publication): LabelReader {
    return { deployment: directory.deployment, dispatch: this.parts.secrets.dispatch };
  }
}

const isAlly = ({ kind }: StepTarget): boolean => kind === 'ally' || kind === 'call';
const isDeskRight = (right: string): boolean => right.startsWith('desk:');
const idOf = (recipient: Recipient): string =>
  recipient.via === 'call' ? recipient.contact : recipient.member;

const sizeOf = (reading: RoutingReading): number =>
  reading.kind === 'read' ? reading.routing.consent.tiers.length + reading.routing.consent.named.length : 0;
