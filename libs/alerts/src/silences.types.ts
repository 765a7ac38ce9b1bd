/** The GraphQL types of silences. */
import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Bytes, DateTime } from '#graphql';

@ObjectType({
  description: 'What is silenced and why is sealed to the desk; who signed and until when is not.',
})
export class Silence {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: '"triage" or "safeguarding": whose members can read it and agree.' })
  desk!: string;

  @Field(() => Bytes, { description: 'What both sign (PROTOCOL.md §8).' })
  statement!: Uint8Array;

  @Field(() => Bytes)
  forDesk!: Uint8Array;

  @Field(() => ID)
  firstMember!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Null: nothing is silenced yet, unless by one person alone.',
  })
  secondMember!: string | null;

  @Field(() => Boolean, { description: 'By one person alone, at night.' })
  breakGlass!: boolean;

  @Field(() => DateTime)
  beginsAt!: Date;

  @Field(() => DateTime)
  endsAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'By when somebody else must have looked at it; null when nobody must.',
  })
  reviewBy!: Date | null;
}

@ObjectType({ description: 'Who is not named has never set a channel.' })
export class ChannelState {
  @Field(() => ID)
  memberId!: string;

  @Field(() => Int, { description: 'How many of the channels answered "gone" and are rung no more.' })
  gone!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the first of them has; null when none has.',
  })
  goneSince!: Date | null;
}

@InputType()
export class ProposeSilenceInput {
  @Field(() => Bytes)
  statement!: Uint8Array;

  @Field(() => Bytes)
  signature!: Uint8Array;

  @Field(() => Bytes, { description: 'What, sealed to dispatch; 4,096 bytes.' })
  forDispatch!: Uint8Array;

  @Field(() => Bytes, { description: 'What and why, sealed to the desk; 4,096 bytes.' })
  forDesk!: Uint8Array;
}

@ObjectType()
export class SilenceStored {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
export class SilenceRefused {
  @Field(() => String, {
    description: '"statement", "size", "signature", "times", "full", "stale-version" or "not-available".',
  })
  reason!: string;
}

export const SilenceResult = createUnionType({
  name: 'SilenceResult',
  types: () => [SilenceStored, SilenceRefused] as const,
});
