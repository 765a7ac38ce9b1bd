/** Readiness: can this process do its work now. The answer names which part cannot, and nothing about why. */
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
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, timeoutMs);
  });
  const done = check().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
