/** What a policy is checked and explained against: the roster and the directory of a deployment folder. */
import { decodeDirectory, decodeRoster, sealingKeys, type Directory, type Roster } from '#crypto';
import { listedDuty, type SignedWorld } from '#policy';
import { namesOf, type KnownNames } from '#policy/source';
import type { Storage } from '#sdk';
import { readPublication, readRoster } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { openHome, type CommonOptions } from './home.js';
import { misuse } from './terminal.js';

export interface PolicyWorld extends SignedWorld {
  readonly storage: Storage;
  readonly known: KnownNames;
}

export async function policyWorld(options: CommonOptions): Promise<PolicyWorld> {
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
  return { storage, known: namesOf(roster), ...signedWorld(roster, directory) };
}

/** Duty by the lists that are signed with the roster; what delegates signed since lies with the server. */
export function signedWorld(roster: Roster, directory: Directory): SignedWorld {
  const keys = sealingKeys(directory);
  return {
    roster,
    deskOrganisations: {
      triage: keys?.triage.organisations ?? [],
      safeguarding: keys?.safeguarding.organisations ?? [],
    },
    onCall: listedDuty(roster),
  };
}
