/** The GraphQL types of the mailbox. */
import { createUnionType, Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Bytes } from '#graphql';

@ObjectType()
export class MailboxBox {
  @Field(() => Int)
  number!: number;

  @Field(() => Bytes)
  box!: Uint8Array;
}

@ObjectType({ description: 'Always eight boxes of 4,096 bytes: the newest replies, then fillers.' })
export class MailboxPage {
  @Field(() => [Bytes])
  boxes!: Uint8Array[];
}

@InputType()
export class ReplyInput {
  @Field(() => Bytes)
  address!: Uint8Array;

  @Field(() => Bytes, { description: 'Exactly 4,096 bytes.' })
  box!: Uint8Array;
}

@ObjectType()
export class ReplyStored {
  @Field(() => Int)
  number!: number;
}

@ObjectType()
export class ReplyRefused {
  @Field(() => String, { description: '"size" or "full".' })
  reason!: string;
}

export const ReplyResult = createUnionType({
  name: 'ReplyResult',
  types: () => [ReplyStored, ReplyRefused] as const,
});

@InputType()
export class ExchangeMailboxInput {
  @Field(() => Bytes, { description: 'K(read), 32 bytes: only who has the words has it.' })
  read!: Uint8Array;

  @Field(() => Bytes, { description: 'One message of exactly 4,096 bytes, possibly an empty one, always.' })
  post!: Uint8Array;

  @Field(() => Bytes, {
    nullable: true,
    description:
      'A consent label of exactly 2,048 bytes, possibly an empty one; left out by older clients alone.',
  })
  label?: Uint8Array | null;
}
