import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime } from '#graphql';

export const FindingSeverity = { WRONG: 'WRONG', SOON: 'SOON' } as const;
export type FindingSeverity = keyof typeof FindingSeverity;
registerEnumType(FindingSeverity, {
  name: 'FindingSeverity',
  valuesMap: {
    WRONG: { description: 'People may be waiting in vain now.' },
    SOON: { description: 'It will be wrong unless somebody acts.' },
  },
});

@ObjectType({ description: 'Something about the platform that a person should look at.' })
export class Finding {
  @Field(() => String, { description: 'A closed code; clients have the words for it.' })
  kind!: string;

  @Field(() => FindingSeverity)
  severity!: FindingSeverity;

  @Field(() => Int, { description: 'How many alerts, reports or processes it concerns.' })
  count!: number;

  @Field(() => DateTime)
  since!: Date;

  @Field(() => DateTime)
  lastSeenAt!: Date;
}

@ObjectType()
export class Findings {
  @Field(() => Boolean, {
    description:
      'False where the auditor gives no sign of life: what is listed may be old, and nothing may be listed.',
  })
  isWatched!: boolean;

  @Field(() => [Finding])
  open!: Finding[];
}
