/**
 * Accepting a sealed report (libs/crypto/PROTOCOL.md §4, §8.1): the outer format is read, nothing is opened. Only malformed
 * bytes and a key set that was never signed are refused. The receipt signs the digest and the hour of the first receipt, so
 * that a retry after a lost reply is answered with the very same bytes.
 */
import { Inject, Injectable } from '@nestjs/common';
import { envelopeDigest, readOuterForm, signAcceptance, type EnvelopeRefusal } from '#crypto';
import { CLOCK } from '#graphql';
import { hourOf, newId, type Clock } from '#kernel';
import { type Actor, desksOf, PublicationService } from '#people';
import { OutboxNotifier } from '#platform';
import { AcceptKey } from './accept-key.js';
import { Admission } from './admission.js';
import { budgetOf, decideProvenance, laneOf, type ClaimedChannel } from './domain/provenance.js';
import { ReportStore, type SealedReportRow } from './prisma-report.store.js';

export type SubmitOutcome =
  | { readonly ok: true; readonly receipt: Uint8Array }
  | { readonly ok: false; readonly reason: EnvelopeRefusal | 'unknown-key-set' }
  /** Nothing was stored: the client keeps it and comes back. */
  | {
      readonly ok: false;
      readonly reason: 'deferred';
      readonly retryAfterSeconds: number;
      /** Solved and sent along, it lets the report in at once; null where it would not. */
      readonly challenge: string | null;
    };

@Injectable()
export class ReportsService {
  constructor(
    private readonly store: ReportStore,
    private readonly publications: PublicationService,
    private readonly acceptKey: AcceptKey,
    private readonly outbox: OutboxNotifier,
    private readonly admission: Admission,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async submit(
    bytes: Uint8Array,
    channel: ClaimedChannel | null,
    work: string | null,
  ): Promise<SubmitOutcome> {
    const outer = readOuterForm(bytes);
    if (!outer.ok) return outer;
    const { keySet, sizeClass } = outer;
    const digest = envelopeDigest(bytes);
    const { directory } = await this.publications.require();
    const decided = decideProvenance(directory, { keySet, digest }, channel);
    if (!decided.ok) return decided;
    const admitted = await this.admission.admit(budgetOf(decided.provenance), digest, work);
    if (!admitted.ok) return { ...admitted, reason: 'deferred' };

    const { receivedAt, isNew } = await this.store.accept({
      id: newId(),
      digest,
      envelope: bytes,
      sizeClass,
      keySet,
      ...decided.provenance,
      lane: laneOf(decided.provenance),
      receivedAt: this.clock(),
    });
    // After the commit: a notice inside it costs two thirds of the throughput, and the relay polls anyway.
    if (isNew) this.outbox.poke();
    return {
      ok: true,
      receipt: signAcceptance({ digest, hour: hourOf(receivedAt) }, this.acceptKey.secretKey),
    };
  }

  async read(actor: Actor, id: string): Promise<SealedReportRow | null> {
    const row = await this.store.read(id, { desks: desksOf(actor), now: this.clock() }, actor.memberId);
    return row && { ...row, receivedAt: hourOf(row.receivedAt) };
  }
}
