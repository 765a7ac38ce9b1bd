/** The GraphQL types of the heads of unsorted reports. */
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Bytes, PageInfo } from '#graphql';

@ObjectType()
export class UnsortedSlots {
  @Field(() => ID)
  reportId!: string;

  @Field(() => Bytes, { description: 'The first 2,560 bytes of the envelope: header and two slots.' })
  head!: Uint8Array;
}

@ObjectType()
export class UnsortedSlotsEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => UnsortedSlots)
  node!: UnsortedSlots;
}

@ObjectType({
  description:
    'Always as many as asked for: what fills the page opens with no key, like what is sealed to others.',
})
export class UnsortedSlotsConnection {
  @Field(() => [UnsortedSlotsEdge])
  edges!: UnsortedSlotsEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
