/** A report as it is accepted: everything that its row, its place in the outbox and its trace are made of. */
export interface AcceptedReport {
  readonly id: string;
  readonly digest: Uint8Array;
  readonly envelope: Uint8Array;
  readonly sizeClass: number;
  readonly keySet: number;
  readonly channel: string | null;
  readonly assurance: string;
  readonly quarantine: string | null;
  /** Of the outbox (laneOf in domain/provenance.ts). */
  readonly lane: number;
  readonly receivedAt: Date;
}

export interface Acceptance {
  /** The time of the first receipt of these bytes. */
  readonly receivedAt: Date;
  readonly isNew: boolean;
}
