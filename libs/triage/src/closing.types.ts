/** The GraphQL types of closing. */
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { NotAvailable, StaleVersion } from '#graphql';
import { LISTS, type ClosureOutcome } from '#vocabulary';

const ClosureOutcomeEnum = Object.fromEntries(LISTS.closureOutcomes.map(({ code }) => [code, code])) as {
  readonly [C in ClosureOutcome]: C;
};
registerEnumType(ClosureOutcomeEnum, {
  name: 'ClosureOutcome',
  description: 'How the work on a report ended. Kept in clear: none of them says what happened.',
});

@InputType()
export class CloseReportInput {
  @Field(() => ID)
  reportId!: string;

  @Field(() => Int, { description: 'The version you are looking at.' })
  version!: number;

  @Field(() => ClosureOutcomeEnum)
  outcome!: ClosureOutcome;
}

@ObjectType({ description: 'It left the queue, your claim ended, and nobody can search for it any more.' })
export class Closed {
  @Field(() => Int)
  version!: number;
}

@ObjectType({
  description: 'Nobody has answered its alert yet. Answer it, or wait until its last step has passed.',
})
export class AlertOpen {
  @Field(() => ID)
  reportId!: string;
}

export const CloseReportResult = createUnionType({
  name: 'CloseReportResult',
  types: () => [Closed, AlertOpen, StaleVersion, NotAvailable] as const,
});
