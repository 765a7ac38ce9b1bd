/** The GraphQL types of duty rosters: sealed, so little more than who signed which version. */
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { DeskName } from '#crypto';
import { Bytes } from '#graphql';

const DutyDeskName = {
  TRIAGE: 'triage',
  SAFEGUARDING: 'safeguarding',
} as const satisfies Record<string, DeskName>;
registerEnumType(DutyDeskName, { name: 'DutyDesk' });

@ObjectType({ description: 'Who is on call at a desk of yours, sealed to that desk.' })
export class DutyRoster {
  @Field(() => String)
  name!: string;

  @Field(() => DutyDeskName)
  desk!: DeskName;

  @Field(() => ID, { description: 'The member who signed it.' })
  memberId!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => Bytes)
  sealed!: Uint8Array;
}

@InputType()
export class PublishDutyInput {
  @Field(() => String)
  name!: string;

  @Field(() => DutyDeskName)
  desk!: DeskName;

  @Field(() => Int, { description: 'Higher than any of this name before.' })
  version!: number;

  @Field(() => Bytes, { description: 'The copy that is sealed to dispatch: 16,384 or 65,536 bytes.' })
  forDispatch!: Uint8Array;

  @Field(() => Bytes, { description: 'The copy that is sealed to the desk.' })
  forDesk!: Uint8Array;

  @Field(() => Bytes, { description: 'Over the statement of PROTOCOL.md, label "duty-publication".' })
  signature!: Uint8Array;
}

@ObjectType()
export class DutyPublished {
  @Field(() => Int)
  version!: number;
}

@ObjectType()
export class DutyRefused {
  @Field(() => String, {
    description: '"malformed", "size", "not-delegated", "signature" or "stale-version".',
  })
  reason!: string;
}

export const PublishDutyResult = createUnionType({
  name: 'PublishDutyResult',
  types: () => [DutyPublished, DutyRefused] as const,
});
