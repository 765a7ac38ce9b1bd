/** The GraphQL types of sealed reports. */
import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Bytes, DateTime } from '#graphql';

@InputType({
  description:
    'The partner that relays the report: provenance, not identity. Leave it out when there is none.',
})
export class ChannelInput {
  @Field(() => String)
  id!: string;

  @Field(() => Bytes)
  signature!: Uint8Array;
}

@InputType()
export class SubmitReportInput {
  @Field(() => Bytes, { description: 'A sealed envelope of 8,192, 16,384, 40,960 or 139,264 bytes.' })
  envelope!: Uint8Array;

  @Field(() => ChannelInput, { nullable: true })
  channel?: ChannelInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      'After a deferral, to be let in at once: JSON {"challenge": …, "solution": …} as altcha 2 has them.',
  })
  work?: string | null;
}

@ObjectType({
  description:
    'Keep the envelope until the receipt is verified. The same bytes always give the same receipt.',
})
export class ReportAccepted {
  @Field(() => Bytes)
  receipt!: Uint8Array;
}

@ObjectType()
export class ReportRefused {
  @Field(() => String, {
    description: '"length", "magic", "version", "suite", "size-class", "reserved" or "unknown-key-set".',
  })
  reason!: string;
}

@ObjectType({
  description:
    'Too many came this way in this minute. Nothing was stored: keep the envelope and send it again after the time given.',
})
export class ReportDeferred {
  @Field(() => Int)
  retryAfterSeconds!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'An altcha 2 challenge as JSON, for these bytes alone. Solved and sent as `work`, it lets the report in before that time. Nobody must.',
  })
  challenge!: string | null;
}

export const SubmitReportResult = createUnionType({
  name: 'SubmitReportResult',
  types: () => [ReportAccepted, ReportRefused, ReportDeferred] as const,
});

@ObjectType()
export class SealedReport {
  @Field(() => ID)
  id!: string;

  @Field(() => Bytes)
  envelope!: Uint8Array;

  @Field(() => Int)
  keySet!: number;

  @Field(() => String, {
    description:
      'From the signed directory by verified channel; UNKNOWN where nothing was verified, and of every unsorted report.',
  })
  assurance!: string;

  @Field(() => DateTime, { description: 'The hour of receipt; of an unsorted report, of its batch.' })
  receivedAt!: Date;

  @Field(() => Bytes, { nullable: true, description: 'Why triage decided as it did, sealed to the desk.' })
  sealedNote!: Uint8Array | null;

  @Field(() => Int, { nullable: true })
  noteEpoch!: number | null;

  @Field(() => Bytes, { nullable: true, description: 'Which reports it resembles, sealed to the desk.' })
  similarNote!: Uint8Array | null;
}
