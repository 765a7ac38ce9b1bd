/** Who will read what, and with what protection, in sentences: from the very decision that sealing will follow. Pure. */
import type { Directory } from '#crypto';
import type { Readers, VerifiedDirectory } from '#sdk';
import type { Draft } from '../flow/draft.js';
import { protectionOf, type ChannelState } from '../sending/channel.js';
import type { Text } from '../text/es.js';
import { sharedWith, type Names } from './told.js';

export interface WhoReads {
  readonly readers: readonly string[];
  readonly protection: readonly string[];
  /** What the person must not overlook. */
  readonly cares: readonly string[];
}

export const organisationNames =
  ({ organisations }: Pick<Directory, 'organisations'>) =>
  (id: string): string =>
    organisations.find((one) => one.id === id)?.name ?? id;

function readerSentences(draft: Draft, readers: Readers, names: Names, hasIdentity: boolean): string[] {
  const { text, organisation } = names;
  const { readers: say } = text;
  const desk = readers.deskOrganisations.join(', ');
  const whom = sharedWith(draft, names);
  const excluded = draft.exclusions.map(organisation).join(', ');
  return [
    readers.desk === 'safeguarding' ? say.safeguarding(desk) : say.desk(desk),
    readers.dispatchReadsCodes ? say.machine : say.noMachine,
    whom === '' ? say.notShared : say.shared(whom),
    ...(excluded === '' ? [] : [say.excluded(excluded)]),
    hasIdentity ? say.identity(readers.custodyQuorum, readers.custodians.join(', ')) : say.noIdentity,
  ];
}

const MOVED = { 'own-organisation': 'movedOwn', 'excluded-desk': 'movedExcluded' } as const;

function channelSentence(state: ChannelState, { channel: say }: Text): string[] {
  switch (state.kind) {
    case 'none':
      return [];
    case 'unknown':
      return [say.unknown];
    case 'revoked':
      return [say.revoked];
    case 'known':
      return [say.through(state.entry.name)];
  }
}

export interface WhoReadsQuestion {
  readonly draft: Draft;
  readonly hasIdentity: boolean;
  readonly readers: Readers;
  readonly verified: VerifiedDirectory;
  readonly channel: ChannelState;
  readonly text: Text;
}

export function whoReads({
  draft,
  hasIdentity,
  readers,
  verified,
  channel,
  text,
}: WhoReadsQuestion): WhoReads {
  const names: Names = { text, organisation: organisationNames(verified.directory) };
  const { readers: say } = text;
  return {
    readers: readerSentences(draft, readers, names, hasIdentity),
    protection: [
      ...channelSentence(channel, text),
      text.channel[protectionOf(channel)],
      say.servers,
      say.limits,
    ],
    cares: [
      ...(readers.moved === null ? [] : [say[MOVED[readers.moved]]]),
      ...(verified.fromCopy ? [say.copy] : []),
      ...(verified.warnings.includes('no-fresh-cosignature') ? [say.stale] : []),
      ...(verified.warnings.includes('expires-soon') ? [say.expiresSoon] : []),
      ...(verified.warnings.includes('expired') ? [say.expired] : []),
    ],
  };
}
