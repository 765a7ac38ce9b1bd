/**
 * What the people of the demo have done before the story begins, each with their own keys and through the api, as on a working
 * day: everybody whom an alert can page is rung by a channel of their own, and the delegates of the policy have signed who is on
 * call. The receiver has another port at every start, so the channels are set at every start; what is as it should be is left alone.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnChannels, RosterMember } from '#crypto';
import { readDutySource } from '#rosters/source';
import { memoryStorage, type Transport } from '#sdk';
import { fileStorage } from '#sdk/node-storage';
import { createChannelSettings, createDutyBook, newFeed, type ChannelSettings } from '#sdk/member';
import { signInAs, type DemoPerson, type DemoWorld, type SignedInPerson } from './demo.js';
import { good } from './play.js';

/** Who also reads by machine, from a private feed. */
const WITH_FEED = 'luz';
export const FEED_FILE = `people/${WITH_FEED}.feed`;

/** From the checkout, where `npm start` runs. */
const DUTY_FOLDER = join('infra', 'local', 'duty');

/** Who signs which roster: a delegate whom policies/demo.yaml names for it. */
const SIGNS: Readonly<Record<string, string>> = { rosa: 'triage', ines: 'safeguarding' };

const canBePaged = ({ rights }: DemoPerson): boolean =>
  rights.some((right) => right === 'ally' || right.startsWith('desk:'));

export async function settleIn(world: DemoWorld, transport: Transport, webhook: string): Promise<void> {
  for (const { handle } of world.people.filter(canBePaged)) {
    const person = await signInAs(world, handle, transport, memoryStorage());
    await setChannels(world, handle, createChannelSettings(person.session, person.verified), webhook);
    const roster = SIGNS[handle];
    if (roster !== undefined) await signDuty(roster, person);
    await person.session.end();
  }
}

async function setChannels(
  world: DemoWorld,
  handle: string,
  settings: ChannelSettings,
  url: string,
): Promise<void> {
  const { shown } = good('looking at the channels', await settings.show());
  const before = shown?.own?.channels ?? [];
  const others = before.filter(({ kind }) => kind !== 'webhook');
  const isSet = before.some((one) => one.kind === 'webhook' && one.url === url);
  const wantsFeed = handle === WITH_FEED && !others.some(({ kind }) => kind === 'cap');
  if (isSet && !wantsFeed) return;
  const feed: OwnChannels['channels'] = wantsFeed ? [await makeFeed(world)] : [];
  const channels = [{ kind: 'webhook', url, secret: null } as const, ...others, ...feed];
  good('setting channels', await settings.set({ language: 'es', channels }));
}

/** Its address is shown once in life; whoever plays with the demo finds it beside the passphrase. */
async function makeFeed(world: DemoWorld) {
  const { token, hash } = newFeed();
  await fileStorage(world.dir).put(FEED_FILE, new TextEncoder().encode(`${token}\n`));
  return { kind: 'cap', token: hash } as const;
}

/** Once: what somebody has signed since stays. */
async function signDuty(name: string, { session, work, verified }: SignedInPerson): Promise<void> {
  const book = createDutyBook(session, work, verified);
  const { rosters } = good('looking at the duty rosters', await book.list());
  const known = rosters.find((one) => one.name === name);
  if (!known || known.version > 0 || !work.roster) return;
  good('signing a duty roster', await book.publish(dutyOf(name, session.member.id, work.roster)));
}

export function dutyOf(
  name: string,
  signer: string,
  { members }: { readonly members: readonly Pick<RosterMember, 'handle' | 'id'>[] },
) {
  const text = readFileSync(join(DUTY_FOLDER, `${name}.yaml`), 'utf8');
  const read = readDutySource(text, {
    members: new Map(members.map(({ handle, id }) => [handle, id])),
    signer,
    current: () => ({ version: 0, duty: null }),
    now: new Date(),
  });
  if (!read.ok) throw new Error(`infra/local/duty/${name}.yaml: ${read.problems[0]?.message ?? 'refused'}`);
  return read.duty;
}
