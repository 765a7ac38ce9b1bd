/**
 * What a policy is checked and explained against: the roster and the directory of a deployment folder, and the duty rosters that are
 * given as files, as `amparo duty set` takes them.
 */
import { decodeDirectory, decodeRoster, sealingKeys, type Directory, type Roster } from '#crypto';
import { listedDuty, type OnCall, type SignedWorld } from '#policy';
import { namesOf, type KnownNames } from '#policy/source';
import { onCall, withoutStrangers, type DutyRoster, type SignedPeople } from '#rosters';
import { readDutySource } from '#rosters/source';
import type { Storage } from '#sdk';
import { readPublication, readRoster } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { openHome, type CommonOptions } from './home.js';
import { misuse, readText, refuse } from './terminal.js';

export interface PolicyWorld extends SignedWorld {
  readonly storage: Storage;
  readonly known: KnownNames;
  /** Rosters that came as files. */
  readonly dutyNames: readonly string[];
}

export interface WorldOptions extends CommonOptions {
  /** Files. */
  readonly duty?: readonly string[];
}

export async function policyWorld(options: WorldOptions): Promise<PolicyWorld> {
  const folder = options.state ?? openHome(options).state;
  if (folder === null)
    throw misuse('against which roster? give --state DIR, the folder that `ceremony` made');
  const storage = fileStorage(folder);
  const [roster, directory] = await Promise.all([
    readRoster(storage).then(decodeRoster),
    readPublication(storage).then((publication) => decodeDirectory(publication.directory)),
  ]).catch(() =>
    Promise.reject(misuse('the deployment folder does not hold a readable roster and directory')),
  );
  const duties: DutyRoster[] = [];
  for (const file of options.duty ?? []) duties.push(await dutyIn(file, roster));
  const [twice] = duties.filter(({ name }, at) => duties.findIndex((one) => one.name === name) < at);
  if (twice) throw misuse(`two files say who is on call for "${twice.name}"`);
  const dutyNames = duties.map(({ name }) => name);
  return { storage, known: namesOf(roster), dutyNames, ...signedWorld(roster, directory, duties) };
}

/** Nobody has signed a file, so it counts as if a delegate had. */
async function dutyIn(file: string, { members }: Roster): Promise<DutyRoster> {
  const [anybody] = members;
  if (!anybody) throw misuse('the roster has nobody who could be on call');
  const read = readDutySource(await readText(file), {
    members: new Map(members.map(({ handle, id }) => [handle, id])),
    signer: anybody.id,
    current: () => ({ version: 0, duty: null }),
    now: new Date(),
  });
  if (read.ok) return read.duty;
  const lines = read.problems.map(({ line, message }) => `  line ${String(line)}: ${message}`);
  throw refuse('duty', [`The roster in ${file} is refused:`, ...lines].join('\n'));
}

/** As the worker decides it, where delegates have signed these. */
function onCallBy(duties: readonly DutyRoster[], people: SignedPeople): OnCall {
  const listed = listedDuty(people.roster);
  const effective = new Map(duties.map((duty) => [duty.name, withoutStrangers(duty, people)]));
  return (name, at) => {
    const duty = effective.get(name);
    return duty ? onCall(duty, at) : listed(name, at);
  };
}

/** Without `duties`, by the lists that are signed with the roster; what delegates signed since lies with the server. */
export function signedWorld(
  roster: Roster,
  directory: Directory,
  duties: readonly DutyRoster[] = [],
): SignedWorld {
  const keys = sealingKeys(directory);
  return {
    roster,
    deskOrganisations: {
      triage: keys?.triage.organisations ?? [],
      safeguarding: keys?.safeguarding.organisations ?? [],
    },
    onCall: onCallBy(duties, { roster, directory }),
  };
}
