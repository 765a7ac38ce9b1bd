/** Hours and days pass by moving the times in the database, so that the processes under test are the real ones. */
import { until, type World } from './world.js';

/** What waits for this alert, or for all of them, becomes due, and the queue forgets what it held, as after an emptied Redis. */
export async function letTimePass(world: World, alertId: string | null = null): Promise<void> {
  await world.admin.query(
    `update alert set due_at = due_at - interval '1 day' where due_at is not null and id = coalesce($1, id)`,
    [alertId],
  );
  await world.admin.query('delete from bullmq.job');
  await world.admin.query(
    `update outbox set due_at = due_at - interval '1 day', enqueued_at = null
     where done_at is null and ($1::uuid is null or ref = $1 or ref in (
       select d.id from delivery d join notice n on n.id = d.notice_id where n.alert_id = $1))`,
    [alertId],
  );
}

/** Days pass until it has happened: a step under way when the first one passed plans the next for the day after. */
export async function daysPassUntil(
  world: World,
  what: string,
  happened: () => Promise<boolean>,
  alertId: string | null = null,
): Promise<void> {
  for (let day = 0; day < 4; day += 1) {
    await letTimePass(world, alertId);
    const seen = await until(what, async () => ((await happened()) ? true : null), 10_000).catch(() => false);
    if (seen) return;
  }
  throw new Error(`${what} did not come in four days`);
}

/** Its last step was taken, and nobody answered: it stands there as exhausted. */
export async function untilExhausted(world: World, alertId: string): Promise<void> {
  const stepsLeft = () => world.count(`alert where id = $1 and state = 'escalating'`, alertId);
  const taken = (step: number) => world.count('alert where id = $1 and next_step > $2', alertId, step);
  for (let step = 0; step < 12 && (await stepsLeft()) > 0; step += 1) {
    const further = async () => (await stepsLeft()) === 0 || (await taken(step)) > 0;
    if (!(await further())) await daysPassUntil(world, 'the next step', further, alertId);
  }
  if ((await world.count(`alert where id = $1 and state = 'exhausted'`, alertId)) !== 1)
    throw new Error('the alert did not end exhausted');
}
