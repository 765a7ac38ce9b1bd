/**
 * Who may put a file down and who may take it up. A sender proves nothing, at most a channel, and only for the budget: which channel a
 * file came by is not kept. A reader is a member of a desk who knows the random name, which only the opened report tells; what is not
 * there and what is not whole are one answer.
 */
import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { fileChannelDigest, fileDigest, fromHex, signAcceptance } from '#crypto';
import { AuditLog } from '#audit';
import { ApiError, CLOCK, RateLimited } from '#graphql';
import { hourOf, type Clock } from '#kernel';
import { type Actor, PublicationService } from '#people';
import { Budgets, PrismaService } from '#platform';
import { AcceptKey, budgetOf, decideProvenance, type ClaimedChannel } from '#reports';
import { BlobStore } from './blob-store.js';
import { Uploads, type Told } from './uploads.js';

/** What the process has been given to keep files in; null where it keeps none. */
export class FileKeeping {
  constructor(readonly store: BlobStore | null) {}
}

@Injectable()
export class FilesService {
  readonly #uploads: Uploads | null;

  constructor(
    private readonly keeping: FileKeeping,
    private readonly publications: PublicationService,
    private readonly acceptKey: AcceptKey,
    private readonly budgets: Budgets,
    private readonly db: PrismaService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#uploads = keeping.store && new Uploads(keeping.store);
  }

  async create(blob: string, length: number, channel: ClaimedChannel | null): Promise<Told> {
    await this.#spend(blob, channel);
    return this.#up().create(blob, length);
  }

  async append(
    blob: string,
    piece: { offset: number; length: number; bytes: Readable },
    channel: ClaimedChannel | null,
  ): Promise<Told> {
    await this.#spend(blob, channel);
    return this.#up().append(blob, piece);
  }

  look(blob: string): Promise<Told> {
    return this.#up().look(blob, (sealedHash) =>
      signAcceptance(
        { digest: fileDigest(fromHex(blob), sealedHash), hour: hourOf(this.clock()) },
        this.acceptKey.secretKey,
      ),
    );
  }

  /** The trace says that a member fetched a file, not which: beside the reading of a report it would say whose file it is. */
  async read(actor: Actor, blob: string): Promise<{ length: number; bytes: Readable } | null> {
    const found = await this.#store().fetch(blob);
    if (!found) return null;
    try {
      await AuditLog.append(this.db, 'file.read', { member: actor.memberId }, this.clock());
    } catch (error) {
      found.bytes.destroy();
      throw error;
    }
    return found;
  }

  async erase(actor: Actor, blob: string): Promise<boolean> {
    const store = this.#store();
    // First the trace: what cannot be recorded is not erased.
    if ((await store.whole(blob)) === null) return false;
    await AuditLog.append(this.db, 'file.erased', { member: actor.memberId }, this.clock());
    return store.erase(blob);
  }

  async #spend(blob: string, channel: ClaimedChannel | null): Promise<void> {
    const { directory } = await this.publications.require();
    const decided = decideProvenance(
      directory,
      { keySet: directory.currentKeySet, digest: fileChannelDigest(fromHex(blob)) },
      channel,
    );
    const taken = await this.budgets.take('file', decided.ok ? budgetOf(decided.provenance) : 'unverified');
    if (!taken.ok) throw new RateLimited(taken.retryAfterSeconds);
  }

  #store(): BlobStore {
    if (!this.keeping.store) throw new ApiError('UNAVAILABLE');
    return this.keeping.store;
  }

  #up(): Uploads {
    if (!this.#uploads) throw new ApiError('UNAVAILABLE');
    return this.#uploads;
  }
}
