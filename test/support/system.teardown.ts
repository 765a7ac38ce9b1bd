import { join } from 'node:path';

export default async function endSystem(): Promise<void> {
  const path = join(process.cwd(), 'test', 'support', 'database.teardown.ts');
  const { default: stopServer } = (await import(path)) as { default: () => Promise<void> };
  await stopServer();
}
