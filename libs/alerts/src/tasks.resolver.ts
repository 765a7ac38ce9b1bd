import { Args, ID, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { type Changed, make, NotAvailable, notAvailable, type Page, pageArguments, parseId } from '#graphql';
import { type Actor, CurrentActor, Requires } from '#people';
import { EventNotifier } from '#platform';
import { TaskChanges } from './task-changes.js';
import { TasksService, type TaskEntry } from './tasks.service.js';
import {
  CallRecorded,
  CallRefused,
  RecordCallInput,
  RecordCallResult,
  TakeTaskResult,
  Task,
  TaskConnection,
  TaskNotFree,
  TasksChanged,
  TaskTaken,
} from './tasks.types.js';

@Resolver(() => Task)
export class TasksResolver {
  constructor(
    private readonly service: TasksService,
    private readonly changes: TaskChanges,
    private readonly events: EventNotifier,
  ) {}

  @Query(() => TaskConnection, {
    description:
      'Calls to make for your desks, by when they are due. Without `all`, those that are still needed.',
  })
  @Requires('task:read')
  async tasks(
    @CurrentActor() actor: Actor,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 20, description: 'At most 100.' })
    first: number | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('all', { type: () => Boolean, nullable: true, defaultValue: false }) all?: boolean | null,
  ): Promise<Page<TaskEntry>> {
    return this.service.list(actor, pageArguments(first ?? 20, after), all !== true);
  }

  @Mutation(() => TakeTaskResult, { description: 'So that nobody else calls at the same time.' })
  @Requires('task:take')
  async takeTask(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<TaskTaken | TaskNotFree | NotAvailable> {
    const taskId = parseId(id);
    const decision = await this.service.take(actor, taskId);
    if (!decision) return notAvailable();
    if (decision.kind !== 'taken') return make(TaskNotFree, { reason: decision.kind });
    this.events.tell('t', taskId);
    return make(TaskTaken, { until: decision.until });
  }

  @Mutation(() => RecordCallResult)
  @Requires('task:record')
  async recordCall(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => RecordCallInput }) input: RecordCallInput,
  ): Promise<CallRecorded | CallRefused> {
    const { outcome, statement, signature } = input;
    const recorded = await this.service.record(actor, {
      taskId: parseId(input.taskId),
      outcome,
      statement,
      signature,
    });
    if (!recorded.ok) return make(CallRefused, { reason: recorded.reason });
    // Everybody who was told of this alert sees that somebody has answered.
    this.events.tell('a', recorded.alertId);
    return make(CallRecorded, { alertId: recorded.alertId, late: recorded.late, outcome });
  }

  @Subscription(() => TasksChanged, {
    description: 'Tasks of your desks that changed. The first message always says to look again.',
    resolve: ({ ids, lookAgain }: Changed) => make(TasksChanged, { taskIds: ids, lookAgain }),
  })
  @Requires('task:watch')
  tasksChanged(@CurrentActor() actor: Actor): AsyncIterable<Changed> {
    return this.changes.watch(actor);
  }
}
