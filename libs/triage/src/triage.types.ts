/** The GraphQL types of the queue and of claims. */
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AlertStanding, Bytes, DateTime, NotAvailable, PageInfo, StaleVersion } from '#graphql';

export const TriageState = {
  WAITING: 'WAITING',
  CLAIMED: 'CLAIMED',
  TAKEN: 'TAKEN',
  CLOSED: 'CLOSED',
} as const;
export type TriageState = keyof typeof TriageState;
registerEnumType(TriageState, {
  name: 'TriageState',
  description: 'TAKEN: somebody of another desk works on it; who, and since when, is theirs.',
});

@ObjectType({
  description:
    'Times of an unsorted report count from the batch it came in, the same for all of the batch; its quarantine is not shown.',
})
export class TriageEntry {
  @Field(() => ID)
  reportId!: string;

  @Field(() => String, { description: '"triage", "safeguarding", or "all" for what nobody could sort.' })
  desk!: string;

  @Field(() => Boolean)
  unsorted!: boolean;

  @Field(() => Int, { nullable: true, description: '1 (critical) to 4 (low).' })
  urgency!: number | null;

  @Field(() => TriageState)
  state!: TriageState;

  @Field(() => DateTime)
  ackDueAt!: Date;

  @Field(() => DateTime)
  actionDueAt!: Date;

  @Field(() => DateTime)
  reassessAt!: Date;

  @Field(() => DateTime)
  queuedAt!: Date;

  @Field(() => Boolean, { description: 'Nobody took it in time. It stands first.' })
  raised!: boolean;

  @Field(() => Int)
  version!: number;

  @Field(() => Boolean)
  claimedByMe!: boolean;

  @Field(() => DateTime, { nullable: true })
  claimExpiresAt!: Date | null;

  @Field(() => Bytes, { nullable: true, description: 'To which envelope the notes are tied.' })
  t0!: Uint8Array | null;

  @Field(() => Bytes, { nullable: true, description: 'Why triage decided as it did, sealed to the desk.' })
  sealedNote!: Uint8Array | null;

  @Field(() => Bytes, { nullable: true, description: 'Which reports it resembles, sealed to the desk.' })
  similarNote!: Uint8Array | null;

  @Field(() => String, { nullable: true })
  quarantine!: string | null;

  @Field(() => AlertStanding)
  alert!: AlertStanding;

  @Field(() => Int, { description: 'Calls that your desks still have to make for it.' })
  openTasks!: number;
}

@ObjectType()
export class TriageEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => TriageEntry)
  node!: TriageEntry;
}

@ObjectType()
export class TriageConnection {
  @Field(() => [TriageEdge])
  edges!: TriageEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@InputType()
export class TriageFilter {
  @Field(() => [Int], { nullable: true })
  urgency?: number[] | null;

  @Field(() => [TriageState], { nullable: true, description: 'Without it: everything that is not closed.' })
  state?: TriageState[] | null;

  @Field(() => String, { nullable: true })
  desk?: string | null;

  @Field(() => DateTime, { nullable: true })
  olderThan?: Date | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      'Blind tokens of departments, at most 384; for the triage desk. Finds more than is meant: remove by what you open.',
  })
  areaTokens?: number[] | null;

  @Field(() => [Int], { nullable: true, description: 'Blind tokens of act groups, in the same way.' })
  actTokens?: number[] | null;
}

@InputType()
export class ClaimReportInput {
  @Field(() => ID)
  reportId!: string;

  @Field(() => Int, { description: 'The version you are looking at.' })
  version!: number;
}

@InputType()
export class ReleaseReportInput {
  @Field(() => ID)
  reportId!: string;

  @Field(() => Int)
  version!: number;
}

@ObjectType({ description: 'Yours until it expires. Claim again to keep it longer.' })
export class Claim {
  @Field(() => ID)
  reportId!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@ObjectType({ description: 'Somebody else works on it.' })
export class AlreadyClaimed {
  @Field(() => ID)
  reportId!: string;
}

@ObjectType()
export class Released {
  @Field(() => Int)
  version!: number;
}

export const ClaimReportResult = createUnionType({
  name: 'ClaimReportResult',
  types: () => [Claim, AlreadyClaimed, StaleVersion, NotAvailable] as const,
});
export const ReleaseReportResult = createUnionType({
  name: 'ReleaseReportResult',
  types: () => [Released, StaleVersion, NotAvailable] as const,
});
