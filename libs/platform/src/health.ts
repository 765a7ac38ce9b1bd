/** Readiness: can this process do its work now. The answer names which part cannot, and nothing about why. */
import { within } from './within.js';

export type HealthCheck = () => Promise<unknown>;

export interface Health {
  readonly ok: boolean;
  readonly parts: Readonly<Record<string, boolean>>;
}

/** Every check has the same short time: a load balancer that waits longer has given up already. */
export async function checkHealth(
  checks: Readonly<Record<string, HealthCheck>>,
  timeoutMs = 2_000,
): Promise<Health> {
  const parts = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await passes(check, timeoutMs)] as const),
  );
  return { ok: parts.every(([, ok]) => ok), parts: Object.fromEntries(parts) };
}

async function passes(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  try {
    await within(timeoutMs, check());
    return true;
  } catch {
    return false;
  }
}
