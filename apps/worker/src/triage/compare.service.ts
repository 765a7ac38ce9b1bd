/**
 * Compares a sorted report with recent ones that share its blind tokens, and seals what was found to the triage desk. No table
 * links two reports: the links are inside, and a report that resembles none gets the same 4,096 bytes.
 *
 * A job of its own, after the transaction that pages people. Safe to run twice, late, or alongside itself: of two runs one
 * writes. Two reports that are triaged at the same moment may not see each other in both runs, but always in one of them,
 * because each run begins after its own report was committed; the client joins both directions.
 */
import { setImmediate } from 'node:timers/promises';
import { sealingKeys } from '#crypto';
import { blindTokens, monthOf } from '#crypto/search';
import { sealLikeness } from '#crypto/seal';
import type { Clock } from '#kernel';
import { chooseLinks, judgeLikeness, LIKENESS_WINDOW_MS, type Link, type ToldOf } from '#triage/domain';
import { actGroupsOf, departmentOf, type Routing, URGENCY_CODES, withRelatedGroups } from '#vocabulary';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { Publication } from '../publication/verify-publication.js';
import type { WorkerSecrets } from '../secrets/key-files.js';
import type { ComparableReport, CompareStore } from './compare.store.js';
import { readRouting, type RoutingReading } from './read-routing.js';

export interface CompareJob {
  readonly outbox: string;
  readonly reportId: string;
}

export type CompareOutcome = 'compared' | 'done-before' | 'nothing-to-compare';

/** Each is opened, and an opening takes about a millisecond. A flood costs this much and no more. */
const MAX_CANDIDATES = 16;

export class CompareService {
  constructor(
    private readonly store: CompareStore,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly secrets: Pick<WorkerSecrets, 'dispatch' | 'dispatchSign' | 'index'>,
    private readonly clock: Clock,
  ) {}

  async compare({ outbox, reportId }: CompareJob): Promise<CompareOutcome> {
    const subject = await this.store.subject(reportId);
    const publication = await this.publications.newest();
    const reading = subject && this.#read(subject, publication);
    const keys = sealingKeys(publication.directory);
    // Closed, compared before, or altered since: an end, not an error, or the sweep would hand it out for ever.
    if (!subject || reading?.kind !== 'read' || reading.routing.department === null || !keys) {
      await this.store.abandon(outbox, this.clock());
      return 'nothing-to-compare';
    }
    const links = await this.#links(subject, reading.routing, publication);
    const similar = links.map(({ report, kind, reasons }) => ({ report, kind, reasons: [...reasons] }));
    const sealed = sealLikeness(
      { deskKey: keys.triage.sealKey, T0: reading.T0, body: { similar } },
      this.secrets.dispatchSign.secretKey,
    );
    const first = await this.store.commit(outbox, reportId, sealed, this.clock());
    return first ? 'compared' : 'done-before';
  }

  async #links(
    subject: ComparableReport,
    routing: Routing,
    publication: Publication,
  ): Promise<readonly Link[]> {
    const own = toldOf(subject, routing);
    const candidates = await this.store.candidates({
      ...this.#near(subject, routing),
      limit: MAX_CANDIDATES,
    });
    const links: Link[] = [];
    for (const candidate of candidates) {
      // Between two openings others may work: somebody's page is not kept waiting by a comparison.
      await setImmediate();
      const reading = this.#read(candidate, publication);
      if (reading.kind !== 'read') continue;
      const likeness = judgeLikeness(own, toldOf(candidate, reading.routing));
      if (likeness) links.push({ report: candidate.reportId, ...likeness });
    }
    return chooseLinks(links);
  }

  /** Both months where the fourteen days lie in two, and all epochs whose keys are here. */
  #near({ reportId, receivedAt }: ComparableReport, routing: Routing) {
    const queuedSince = new Date(receivedAt.getTime() - LIKENESS_WINDOW_MS);
    const months = [...new Set([queuedSince, receivedAt, this.clock()].map(monthOf))];
    const keys = this.secrets.index.map(({ key }) => key);
    const groups = withRelatedGroups(actGroupsOf(routing.acts));
    return {
      reportId,
      queuedSince,
      areaTokens: blindTokens(keys, 'area', [departmentOf(routing.department ?? '')], months),
      actTokens: blindTokens(keys, 'acts', groups, months),
    };
  }

  #read(report: ComparableReport, { directory }: Publication): RoutingReading {
    return readRouting(report.envelope, directory, this.secrets.dispatch);
  }
}

function toldOf({ urgency, receivedAt }: ComparableReport, routing: Routing): ToldOf {
  const level = URGENCY_CODES[urgency - 1];
  if (!level) throw new RangeError('no such urgency');
  return { routing, urgency: level, receivedAt };
}
