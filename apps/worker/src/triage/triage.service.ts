/**
 * One report from the outbox to the queue of its desk: open what dispatch may open, decide, and commit everything that
 * follows in one transaction. Safe to run twice, late, or alongside itself: whoever inserts the report's row first has
 * done it, and for everybody else there is nothing left to do.
 */
import { startEscalation } from '#alerts/domain';
import { fromBase64Url } from '#crypto';
import type { Clock } from '#kernel';
import { planAlert } from '#policy';
import { decideTriage, type TriageInput } from '#triage/domain';
import { consentMarkIn, isKnown, LISTS, type ChannelAssurance } from '#vocabulary';
import { storePlan } from '../escalation/stored-plan.js';
import type { PublicationKeeper } from '../publication/publication-keeper.js';
import type { WorkerSecrets } from '../secrets/key-files.js';
import { alertInput } from './alert-input.js';
import { bundleOf } from './bundle-of.js';
import type { TriageStore, ReportRow } from './triage.store.js';
import { readRouting, type RoutingReading } from './read-routing.js';
import { NO_TOKENS, searchTokens } from './search-tokens.js';
import { sealNote } from './triage-note.js';

export interface TriageJob {
  readonly outbox: string;
  readonly reportId: string;
}

export type TriageOutcome = 'sorted' | 'unsorted' | 'malformed' | 'done-before' | 'no-report';

export class TriageService {
  constructor(
    private readonly store: TriageStore,
    private readonly publications: Pick<PublicationKeeper, 'newest'>,
    private readonly secrets: Pick<WorkerSecrets, 'dispatch' | 'dispatchSign' | 'index'>,
    private readonly clock: Clock,
  ) {}

  async triage({ outbox, reportId }: TriageJob): Promise<TriageOutcome> {
    const report = await this.store.report(reportId);
    // Erased since, or never there: an end, not an error, or the sweep would hand it out for ever.
    if (!report) {
      await this.store.abandon(outbox, this.clock());
      return 'no-report';
    }
    const publication = await this.publications.newest();
    const reading = readRouting(report.envelope, publication.directory, this.secrets.dispatch);
    const now = this.clock();
    const input = triageInput(report, reading);
    const decision = decideTriage(input, publication.policy, now);
    const planned = planAlert(
      alertInput({ decision, reading, channel: input.channelAssurance }, publication, now),
    );
    const note = sealNote({
      decision,
      planned,
      reading,
      publication,
      dispatchSign: this.secrets.dispatchSign,
    });
    const { dueAt } = startEscalation(planned.plan, now, decision.unsorted ? decision.visibleAt : undefined);
    const first = await this.store.commit({
      outbox,
      reportId,
      decision,
      T0: reading.T0,
      note,
      tokens:
        reading.kind === 'read'
          ? searchTokens(reading.routing, report.receivedAt, this.secrets.index, note?.epoch ?? null)
          : NO_TOKENS,
      plan: storePlan(planned.plan),
      bundle: bundleOf(decision, reading, this.secrets.dispatch),
      consentMark: markOf(reading),
      dueAt,
      now,
    });
    if (!first) return 'done-before';
    return reading.kind === 'read' ? 'sorted' : reading.kind === 'unopened' ? 'unsorted' : 'malformed';
  }
}

function triageInput(report: ReportRow, reading: RoutingReading): TriageInput {
  return {
    routing: reading.kind === 'read' ? reading.routing : null,
    receivedAt: report.receivedAt,
    channelAssurance: assuranceOf(report.assurance),
    // What was sealed well and filled wrongly is looked at by a person before anybody outside hears of it.
    quarantined: report.quarantine !== null || reading.kind === 'malformed',
  };
}

function markOf(reading: RoutingReading): Uint8Array | null {
  const found = reading.kind === 'read' ? consentMarkIn(reading.routing) : null;
  return found && fromBase64Url(found.mark);
}

/** A channel kind that a newer api wrote counts as not verified. */
function assuranceOf(code: string): ChannelAssurance {
  return isKnown(LISTS.channelAssurances, code) ? (code as ChannelAssurance) : 'UNKNOWN';
}
