import { beforeAll, describe, expect, it } from '@jest/globals';
import { cryptoReady, decodeAccess, decodeDirectory, decodeGrants, decodeRoster } from '../index.js';
import { sealGrant } from '../seal.js';
import { idOf, makeSample, type Sample } from '../vectors/sample.js';
import { findPublicationFault, type Publication, type PublicationFault } from './consistency.js';
import { accessOf, type Roster, type RosterMember } from './roster.js';

let sample: Sample;
let good: Publication;
beforeAll(async () => {
  await cryptoReady();
  sample = makeSample();
  good = {
    directory: decodeDirectory(sample.documents.directory),
    roster: decodeRoster(sample.documents.roster),
    access: decodeAccess(sample.documents.access),
    grants: decodeGrants(sample.documents.grants),
  };
});

/** A publication whose roster is changed and whose access list follows it. */
function withRoster(change: Partial<Roster>): Publication {
  const roster = { ...good.roster, ...change };
  return { ...good, roster, access: { kind: 'amparo/access/1', ...accessOf(roster) } };
}

function withMember(handle: string, change: (member: RosterMember) => Partial<RosterMember>): Publication {
  const members = good.roster.members.map((member) =>
    member.handle === handle ? { ...member, ...change(member) } : member,
  );
  return withRoster({ members });
}

function withGrant(handle: 'beto' | 'carla', desk: 'triage' | 'safeguarding', epoch = 1): Publication {
  const { member } = sample.people[handle];
  const sealed = sealGrant({ memberKey: member.sealKey, desk, epoch, seed: sample.deskSeeds[desk] });
  return { ...good, grants: { ...good.grants, grants: [{ desk, epoch, member: member.id, sealed }] } };
}

const faults: [string, PublicationFault | null, () => Publication][] = [
  ['fits together', null, () => good],
  ['grants a desk to its member', null, () => withGrant('beto', 'triage')],
  [
    'lets in somebody whom the roster does not know',
    'access-differs',
    () => ({
      ...good,
      access: {
        ...good.access,
        members: [...good.access.members, { ...good.access.members[0]!, id: idOf('ghost') }],
      },
    }),
  ],
  [
    'gives the api another signing key for a member',
    'access-differs',
    () => ({
      ...good,
      access: {
        ...good.access,
        members: good.access.members.map((member) => ({
          ...member,
          signKey: good.directory.desks[0]!.signKey,
        })),
      },
    }),
  ],
  [
    'names a key that anybody can open',
    'weak-member-key',
    () => withMember('carla', () => ({ sealKey: new Uint8Array(1216) })),
  ],
  [
    'gives two people one key',
    'shared-member-key',
    () => withMember('carla', () => ({ signKey: sample.people.ana.member.signKey })),
  ],
  [
    'has a member of no organisation',
    'member-of-no-organisation',
    () => withMember('carla', () => ({ organisation: idOf('nowhere') })),
  ],
  [
    'puts somebody on a desk that their organisation does not hold',
    'desk-right-without-desk',
    () => withMember('beto', () => ({ rights: ['desk:safeguarding'] })),
  ],
  [
    'has one person with a share and a desk',
    'custodian-on-a-desk',
    () => withMember('ana', ({ rights }) => ({ rights: [...rights, 'custodian'] })),
  ],
  [
    'has a custody box without a custodian',
    'custodian-missing',
    () => withMember('dora', () => ({ rights: [] })),
  ],
  [
    'has somebody on duty who may not open',
    'duty-without-right',
    () =>
      withRoster({
        duty: { triage: [sample.people.ana.member.id], safeguarding: [sample.people.beto.member.id] },
      }),
  ],
  ['grants a desk to an ally', 'grant-to-stranger', () => withGrant('carla', 'triage')],
  ['grants a desk that the member is not on', 'grant-to-stranger', () => withGrant('beto', 'safeguarding')],
  ['grants an epoch that does not exist', 'grant-to-stranger', () => withGrant('beto', 'triage', 2)],
  [
    'says all that can be said of an ally',
    null,
    () =>
      withAlly({
        scope: 'national',
        languages: ['spa', 'shp'],
        hours: {
          timeZone: 'America/Lima',
          windows: [{ days: ['monday'], from: '09:00', until: '18:00' }],
        },
        tlp: 'AMBER',
        verified: { how: 'visited', on: '2026-02-01' },
        conflicts: ['ST_POLICE', 'MINING'],
        contacts: [contact('vilma', '+51 900 000 000')],
        ofALaterVersion: { anything: 1 },
      }),
  ],
  ['mistypes a conflict of interest', 'unreadable-ally-entry', () => withAlly({ conflicts: 'ST_POLICE' })],
  [
    'has a contact whom nobody can call',
    'unreadable-ally-entry',
    () => withAlly({ contacts: [contact('vilma', 'ask at the shop')] }),
  ],
  [
    'has a member who speaks no language that has a code',
    'unreadable-ally-entry',
    () => withMember('carla', () => ({ ext: { languages: ['Shipibo'] } })),
  ],
  [
    'lists one contact in two organisations',
    'contact-listed-twice',
    () => {
      const ext = { contacts: [contact('vilma', '+51 900 000 000')] };
      return withRoster({ organisations: good.roster.organisations.map((each) => ({ ...each, ext })) });
    },
  ],
  [
    'gives a contact the id of a member',
    'contact-listed-twice',
    () =>
      withAlly({ contacts: [{ ...contact('vilma', '+51 900 000 000'), id: sample.people.ana.member.id }] }),
  ],
];

const contact = (name: string, phone: string) => ({ id: idOf(name), name, phone, languages: ['spa'] });

function withAlly(ext: Roster['organisations'][number]['ext'] & object): Publication {
  const organisations = good.roster.organisations.map((each) =>
    each.id === idOf('lawyer') ? { ...each, ext } : each,
  );
  return withRoster({ organisations });
}

describe('a publication', () => {
  it.each(faults)('that %s: %s', (_, fault, make) => {
    expect(findPublicationFault(make())).toBe(fault);
  });
});
