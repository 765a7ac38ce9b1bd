/** The GraphQL types of tasks and of the records of calls. */
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CALL_OUTCOMES, type CallOutcome } from '#crypto';
import { AlertStanding, Bytes, DateTime, NotAvailable, PageInfo } from '#graphql';

const TaskKindName = { CALL: 'call', UNREACHABLE: 'unreachable', DECIDE: 'decide' } as const;
registerEnumType(TaskKindName, {
  name: 'TaskKind',
  description:
    'CALL: somebody without keys or software. UNREACHABLE: somebody whom none of their channels reached. DECIDE: nobody has answered so far; choose whom to call.',
});

const TaskStateName = { OPEN: 'open', TAKEN: 'taken', DONE: 'done', WITHDRAWN: 'withdrawn' } as const;
registerEnumType(TaskStateName, {
  name: 'TaskState',
  description: 'TAKEN: somebody is calling. It ends by itself.',
});

const CallOutcomeName = Object.fromEntries(CALL_OUTCOMES.map((code) => [code, code])) as {
  [C in CallOutcome]: C;
};
registerEnumType(CallOutcomeName, {
  name: 'CallOutcome',
  description:
    'REACHED_…: what that person said, and it counts as their answer. NO_ANSWER leaves the task open.',
});

@ObjectType({ description: 'What only a person can do for an alert, sealed to the desk.' })
export class Task {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  alertId!: string;

  @Field(() => ID)
  reportId!: string;

  @Field(() => String)
  desk!: string;

  @Field(() => TaskKindName)
  kind!: string;

  @Field(() => Int)
  step!: number;

  @Field(() => TaskStateName)
  state!: string;

  @Field(() => Boolean)
  takenByMe!: boolean;

  @Field(() => DateTime, { nullable: true })
  takenUntil!: Date | null;

  @Field(() => CallOutcomeName, { nullable: true, description: 'Of the last call.' })
  outcome!: string | null;

  @Field(() => Int, { description: 'How many calls were recorded.' })
  calls!: number;

  @Field(() => DateTime)
  dueAt!: Date;

  @Field(() => Bytes)
  sealed!: Uint8Array;

  @Field(() => Bytes, { nullable: true, description: 'To which envelope it is tied.' })
  t0!: Uint8Array | null;

  @Field(() => AlertStanding)
  standing!: AlertStanding;
}

@ObjectType()
export class TaskEdge {
  @Field(() => String)
  cursor!: string;

  @Field(() => Task)
  node!: Task;
}

@ObjectType()
export class TaskConnection {
  @Field(() => [TaskEdge])
  edges!: TaskEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType({ description: 'Yours to call until then. Take it again to keep it longer.' })
export class TaskTaken {
  @Field(() => DateTime)
  until!: Date;
}

@ObjectType()
export class TaskNotFree {
  @Field(() => String, { description: '"held" by a colleague, or "done".' })
  reason!: string;
}

export const TakeTaskResult = createUnionType({
  name: 'TakeTaskResult',
  types: () => [TaskTaken, TaskNotFree, NotAvailable] as const,
});

@InputType()
export class RecordCallInput {
  @Field(() => ID)
  taskId!: string;

  @Field(() => CallOutcomeName)
  outcome!: CallOutcome;

  @Field(() => Bytes, { description: "The statement of PROTOCOL.md, over this task's digest and ticket." })
  statement!: Uint8Array;

  @Field(() => Bytes)
  signature!: Uint8Array;
}

@ObjectType()
export class CallRecorded {
  @Field(() => ID)
  alertId!: string;

  @Field(() => Boolean, {
    description: 'Somebody else accepted before, or the ladder had already ended.',
  })
  late!: boolean;

  @Field(() => CallOutcomeName)
  outcome!: CallOutcome;
}

@ObjectType()
export class CallRefused {
  @Field(() => String, {
    description: '"not-available", "statement", "signature", "held", "not-accepted" or "closed".',
  })
  reason!: string;
}

export const RecordCallResult = createUnionType({
  name: 'RecordCallResult',
  types: () => [CallRecorded, CallRefused] as const,
});

@ObjectType()
export class TasksChanged {
  @Field(() => [ID], { description: 'Of your desks, at most 100, in no order that means anything.' })
  taskIds!: readonly string[];

  @Field(() => Boolean, { description: 'More changed than is named here, or some news was lost.' })
  lookAgain!: boolean;
}
