/** The GraphQL types of a member's own channels. */
import { createUnionType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Bytes, DateTime } from '#graphql';

@InputType()
export class SetChannelsInput {
  @Field(() => Bytes, { description: 'Your channels, sealed to dispatch; 4,096 or 16,384 bytes.' })
  sealed!: Uint8Array;

  @Field(() => Bytes, { description: 'Yours, over the sealed bytes.' })
  signature!: Uint8Array;

  @Field(() => Bytes, { description: 'The same, sealed to you.' })
  copy!: Uint8Array;

  @Field(() => Bytes, { description: 'Yours, over the copy.' })
  copySignature!: Uint8Array;

  @Field(() => Int, { description: 'Higher than any before.' })
  version!: number;
}

@ObjectType()
export class ChannelsSet {
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class ChannelsRefused {
  @Field(() => String, { description: '"size", "version", "signature" or "stale-version".' })
  reason!: string;
}

export const SetChannelsResult = createUnionType({
  name: 'SetChannelsResult',
  types: () => [ChannelsSet, ChannelsRefused] as const,
});

@ObjectType({ description: 'What you have set, sealed to you: believe it only under your own signature.' })
export class MyChannels {
  @Field(() => Int)
  version!: number;

  @Field(() => Bytes)
  copy!: Uint8Array;

  @Field(() => Bytes)
  copySignature!: Uint8Array;

  @Field(() => DateTime)
  setAt!: Date;

  @Field(() => [Int], { description: 'Positions in your order, from 0, that said they are no more.' })
  disabled!: readonly number[];

  @Field(() => [DateTime], { description: 'Since when, in the order of `disabled`.' })
  goneSince!: readonly Date[];
}

@ObjectType()
export class TrialAsked {
  @Field(() => DateTime)
  at!: Date;
}

@ObjectType()
export class TrialRefused {
  @Field(() => String, { description: '"none-set" or "too-soon": once a minute.' })
  reason!: string;
}

export const TryChannelsResult = createUnionType({
  name: 'TryChannelsResult',
  types: () => [TrialAsked, TrialRefused] as const,
});

@ObjectType({ description: 'The newest trial of all your channels.' })
export class ChannelTrialResult {
  @Field(() => DateTime)
  askedAt!: Date;

  @Field(() => Int, { nullable: true, description: 'Of the channels that were tried; null until they were.' })
  version?: number | null;

  @Field(() => [String], {
    description: 'One for each channel in your order: "delivered", "relayed", or why it failed.',
  })
  outcomes!: readonly string[];
}
