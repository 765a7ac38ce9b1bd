/**
 * Where the command line finds what it needs: the pin, the memory of heads seen, the outbox, the api's address and, in a
 * demo, a person's handle and passphrase file. Looked for in this order: the option, the environment, the home folder,
 * the state that `npm start` left in this checkout.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeRootPin, FormatError, type RootPin } from '#crypto';
import { createTransport, openDirectory, type Storage, type Transport, type VerifiedDirectory } from '#sdk';
import { fileStorage } from '#sdk/node-storage';
import { explainCall, explainDirectory } from './explain.js';
import { misuse, nobodyAnswers, readSecret, refuse, say } from './terminal.js';

export interface CommonOptions {
  readonly api?: string;
  readonly home?: string;
  readonly state?: string;
  readonly pin?: string;
  readonly as?: string;
  readonly handle?: string;
  readonly passphraseFile?: string;
  readonly json?: boolean;
}

/** dist/apps/cli/src → the checkout. Sources and dist lie at different depths; only dist is ever run by `amparo`. */
const CHECKOUT = fileURLToPath(new URL('../../../../', import.meta.url));

function stateFolder(options: CommonOptions): string | null {
  const folder = options.state ?? process.env['AMPARO_STATE'] ?? join(CHECKOUT, '.amparo');
  return existsSync(join(folder, 'public', 'pin.json')) ? folder : null;
}

export interface Home {
  readonly folder: string;
  readonly storage: Storage;
  readonly quiet: boolean;
  readonly state: string | null;
}

export function openHome(options: CommonOptions): Home {
  const state = stateFolder(options);
  const chosen = options.home ?? process.env['AMPARO_HOME'];
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  const folder = chosen ?? (state ? join(state, 'home', options.as ?? 'reporter') : join(config, 'amparo'));
  return { folder, storage: fileStorage(folder), quiet: options.json === true, state };
}

async function readPin(options: CommonOptions, home: Home): Promise<RootPin> {
  const own = join(home.folder, 'pin.json');
  const candidates = [
    options.pin,
    process.env['AMPARO_PIN'],
    own,
    home.state && join(home.state, 'public', 'pin.json'),
  ];
  // A pin that was named must be that one: falling back to another would trust other people.
  const named = options.pin ?? process.env['AMPARO_PIN'];
  const path = named ?? candidates.find((file) => typeof file === 'string' && existsSync(file));
  if (!path) {
    throw misuse(
      'no root pin: give --pin FILE, set AMPARO_PIN, or run `npm start` once in this checkout for the demo',
    );
  }
  const bytes = await readFile(path).catch(() => Promise.reject(misuse(`cannot read the pin ${path}`)));
  try {
    return decodeRootPin(new Uint8Array(bytes));
  } catch (error) {
    if (error instanceof FormatError) throw misuse(`${path} is not a root pin`);
    throw error;
  }
}

async function findApi(options: CommonOptions, home: Home): Promise<string> {
  const given = options.api ?? process.env['AMPARO_API'];
  if (given !== undefined) return checkedUrl(given);
  if (home.state) {
    const file = join(home.state, 'run', 'api.json');
    const known = await readFile(file, 'utf8').catch(() => null);
    if (known !== null) return checkedUrl((JSON.parse(known) as { url?: string }).url ?? '');
    throw nobodyAnswers('the demo is not running: start it with `npm start`, or give --api URL');
  }
  throw misuse('no server: give --api URL or set AMPARO_API');
}

function checkedUrl(given: string): string {
  try {
    const url = new URL(given);
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw misuse('--api must be an http(s) address');
    if (url.pathname === '/') url.pathname = '/graphql';
    return url.toString();
  } catch {
    throw misuse('--api is not an address');
  }
}

export interface Connection {
  readonly home: Home;
  readonly pin: RootPin;
  readonly transport: Transport;
}

/** For what needs no server: a bundle is made where there is no signal. */
export async function atHome(options: CommonOptions): Promise<Omit<Connection, 'transport'>> {
  const home = openHome(options);
  return { home, pin: await readPin(options, home) };
}

/** For a carrier, who has no pin and reads nothing. */
export async function reach(options: CommonOptions): Promise<Transport> {
  return createTransport({ url: await findApi(options, openHome(options)) });
}

export async function connect(options: CommonOptions): Promise<Connection> {
  const { home, pin } = await atHome(options);
  const transport = await reach(options);
  if (pin.demo && !home.quiet) say('This is a DEMO deployment: do not send a real report through it.');
  return { home, pin, transport };
}

/** Guarantee 6: nothing is sealed, and nobody signs in, before the directory is verified against the pin. */
export async function verifiedDirectory(connection: Connection): Promise<VerifiedDirectory> {
  const { home, pin, transport } = connection;
  const outcome = await openDirectory({ transport, pin, storage: home.storage, now: new Date() });
  if (!outcome.ok) {
    if (outcome.reason === 'call') throw explainCall(outcome.failure);
    throw refuse(outcome.reason, explainDirectory(outcome.reason));
  }
  if (!home.quiet) {
    if (outcome.directory.fromCopy)
      say('Nobody answers: using the directory of an earlier visit, verified again.');
    for (const warning of outcome.directory.warnings) say(`warning: ${explainDirectory(warning)}`);
  }
  return outcome.directory;
}

export interface Credentials {
  readonly handle: string;
  readonly passphrase: string;
}

export async function credentials(options: CommonOptions, home: Home): Promise<Credentials> {
  if (options.as !== undefined) {
    if (!home.state) throw misuse('--as works with a demo state folder; elsewhere give --handle');
    if (!/^[a-z0-9][a-z0-9._-]{1,39}$/.test(options.as)) throw misuse('--as is not a handle');
    const file = options.passphraseFile ?? join(home.state, 'people', `${options.as}.passphrase`);
    if (!existsSync(file)) throw misuse(`the demo has nobody called ${options.as}`);
    return { handle: options.as, passphrase: await readSecret('Passphrase', file) };
  }
  if (options.handle === undefined)
    throw misuse('who are you? give --handle NAME (or --as NAME in the demo)');
  return { handle: options.handle, passphrase: await readSecret('Passphrase', options.passphraseFile) };
}
