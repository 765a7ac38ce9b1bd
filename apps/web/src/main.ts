/**
 * The web process: the reporter's page, and the way from it to the api (README.md, "Processes"). It refuses to serve pages that are not
 * whole, says `{"ready":true,"port":…}` once it listens, and ends on SIGTERM, SIGINT, or when whoever started it is gone. It logs nothing.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cryptoReady } from '#crypto';
import { ConfigError, loadConfig } from '#kernel';
import { checkPages, type Pages } from '#sdk/pages';
import { readPageFolder } from '#sdk/page-folder';
import { webConfig } from './config.js';
import { pageAnswers } from './page-answers.js';
import { createWebServer } from './server.js';
import { createFilesPass } from './files-pass.js';
import { createUpstream } from './upstream.js';

/** Longer than a question may take. */
const SHUTDOWN_MS = 25_000;

async function readPages(folder: string): Promise<Pages> {
  const pages = await readPageFolder(folder).then(checkPages, () => null);
  if (!pages) throw new ConfigError(['AMPARO_PAGES: holds no whole pages; make them with `amparo pages`']);
  return pages;
}

const listening = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

async function main(): Promise<void> {
  const config = loadConfig(webConfig, process.env);
  await cryptoReady();
  const { files } = await readPages(config.AMPARO_PAGES);
  const upstream = createUpstream(config.AMPARO_API_URL);
  const pieces = createFilesPass(config.AMPARO_API_URL);
  const server = createWebServer({ pages: await pageAnswers(files), upstream, files: pieces });
  const port = await listening(server, config.PORT, config.HOST);
  const end = (): void => {
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    server.close(() => {
      upstream.close();
      pieces.close();
      process.exit(0);
    });
    server.closeIdleConnections();
  };
  process.once('SIGTERM', end).once('SIGINT', end).once('disconnect', end);
  const ready = { ready: true, pid: process.pid, port };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.send?.(ready);
}

try {
  await main();
} catch (error) {
  // The message of a configuration error is ours; any other could quote what it read.
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  const lines = error instanceof ConfigError ? error.problems : [`the web process could not start (${code})`];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}
