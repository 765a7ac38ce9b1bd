/** docker-compose.yml can say all there is to say to the processes; unsaid, it is what they do by themselves. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { apiConfig } from '../../apps/api/src/config.js';
import { auditorConfig } from '../../apps/auditor/src/config.js';
import { webConfig } from '../../apps/web/src/config.js';
import { workerConfig } from '../../apps/worker/src/config.js';

const COMPOSE = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
/** A compose file is a production: it says neither. */
const NOT_FOR_A_SERVER = ['AMPARO_MODE', 'NODE_ENV'];
/** Inside a container there is only one address to listen on, and one place that lasts. */
const OWN = ['HOST', 'PORT', 'AMPARO_FILES_DIR'];

/** What a service is told when `.env` names nothing that may be left out. */
function told(service: string): Map<string, string> {
  const block = new RegExp(`^  ${service}:\\n((?: {4}.*\\n|\\n)*)`, 'm').exec(COMPOSE)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\$\{[A-Z_]+:-(.*)\}/, '$1'),
    ]),
  );
}

describe.each<[string, z.ZodObject<Record<string, z.ZodType>>]>([
  ['api', apiConfig],
  ['worker', workerConfig],
  ['auditor', auditorConfig],
  ['web', webConfig],
])('docker-compose.yml and the %s', (service, config) => {
  const environment = told(service);
  const names = Object.keys(config.shape).filter((name) => !NOT_FOR_A_SERVER.includes(name));

  it('know the same variables', () => {
    expect([...environment.keys()].sort()).toEqual([...names].sort());
  });

  it('agree about what holds when nothing is said', () => {
    const read = (name: string, value = '') =>
      config.shape[name]?.safeParse(value === '' ? undefined : value);
    for (const name of names.filter((one) => !OWN.includes(one) && read(one)?.success))
      expect([name, read(name, environment.get(name))]).toEqual([name, read(name)]);
  });
});
