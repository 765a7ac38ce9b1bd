import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  decodeDirectory,
  decodeEnvelope,
  deriveDeskKeys,
  deriveMemberKeys,
  equalBytes,
  fromBase64Url,
  sealKeyPairFromSeed,
  type Directory,
} from '#crypto';
import { openRouting } from '#crypto/dispatch';
import { loadWordLists, mailboxKeys, parseReceiptWords } from '#crypto/mailbox';
import { openEnvelopeAsDesk } from '#crypto/open';
import { decodeNarrative, decodeRouting } from '#vocabulary';
import type { Ceremony } from './ceremony.js';
import { holdTestCeremony, reportDraft } from './deployment.fixture.js';
import { sealReport, type ReportDraft, type SealedDraft } from './seal-report.js';

let ceremony: Ceremony;
let directory: Directory;
const idOf = (name: string): string => directory.organisations.find((one) => one.name === name)?.id ?? '';

beforeAll(async () => {
  ceremony = await holdTestCeremony();
  directory = decodeDirectory(ceremony.publication.directory);
});

const draft = (
  more: Partial<ReportDraft> = {},
  routing: Partial<ReportDraft['routing']> = {},
): ReportDraft => {
  const base = reportDraft('Men with rifles at the bridge');
  return { ...base, ...more, routing: { ...base.routing, ...routing } };
};

async function seal(what: ReportDraft): Promise<SealedDraft> {
  const outcome = await sealReport(what, directory);
  if (!outcome.ok) throw new Error(`${outcome.reason} ${outcome.field ?? ''}`);
  return outcome.sealed;
}

function openedBy(sealed: SealedDraft) {
  const decoded = decodeEnvelope(sealed.envelope);
  if (!decoded.ok) throw new Error(decoded.reason);
  const { triage, safeguarding } = ceremony.secrets.desks;
  return {
    triage: openEnvelopeAsDesk(deriveDeskKeys(triage).seal.secretKey, decoded.envelope).ok,
    safeguarding: openEnvelopeAsDesk(deriveDeskKeys(safeguarding).seal.secretKey, decoded.envelope).ok,
    dispatch: openRouting(sealKeyPairFromSeed(ceremony.secrets.dispatch).secretKey, decoded.envelope).ok,
  };
}

describe('sealing a report', () => {
  it('gives the desk the text and the codes, dispatch the codes, and a mailbox that the words open', async () => {
    const sealed = await seal(draft());
    expect(openedBy(sealed)).toEqual({ triage: true, safeguarding: false, dispatch: true });
    const decoded = decodeEnvelope(sealed.envelope);
    if (!decoded.ok) throw new Error(decoded.reason);
    const opened = openEnvelopeAsDesk(
      deriveDeskKeys(ceremony.secrets.desks.triage).seal.secretKey,
      decoded.envelope,
    );
    if (!opened.ok) throw new Error('unopened');
    const narrative = decodeNarrative(opened.narrative);
    expect(decodeRouting(opened.routing)).toMatchObject({ ok: true, value: { acts: ['THR_DEATH'] } });
    if (!narrative.ok) throw new Error(narrative.reason);
    expect(narrative.value.text).toBe('Men with rifles at the bridge');
    const words = parseReceiptWords(sealed.words.join(' '), await loadWordLists());
    if (!words.ok) throw new Error(words.reason);
    const keys = mailboxKeys(words.entropy);
    expect(fromBase64Url(narrative.value.followUp?.address ?? '')).toEqual(keys.address);
    expect(fromBase64Url(narrative.value.followUp?.sealKey ?? '')).toEqual(keys.seal.publicKey);
  });

  it('gives every report words of its own', async () => {
    const [one, two] = [await seal(draft()), await seal(draft())];
    expect(one.words).toHaveLength(12);
    expect(one.words).not.toEqual(two.words);
    expect(equalBytes(one.envelope, two.envelope)).toBe(false);
  });

  it.each([
    ['humans-only', { triage: true, safeguarding: false, dispatch: false }],
    ['safeguarding', { triage: false, safeguarding: true, dispatch: false }],
  ] as const)('shows a %s report to nobody but its desk', async (mode, who) => {
    const sealed = await seal(draft({ mode }));
    expect(openedBy(sealed)).toEqual(who);
    expect(sealed.readers).toMatchObject({ mode, dispatchReadsCodes: false, moved: null });
  });

  it('has one size, with a name and without, in every mode (guarantee 5)', async () => {
    const identity = { name: 'Somebody', contacts: 'radio', safeContact: 'by radio only' };
    for (const what of [
      draft(),
      draft({ identity }),
      draft({ mode: 'safeguarding', identity }),
      draft({ mode: 'humans-only' }),
    ]) {
      expect((await seal(what)).envelope).toHaveLength(8192);
    }
  });

  it('sends a report about the reporter’s own organisation to the safeguarding desk', async () => {
    const sealed = await seal(draft({}, { perpetrators: ['OWN_ORG'] }));
    expect(openedBy(sealed)).toEqual({ triage: false, safeguarding: true, dispatch: false });
    expect(sealed.readers.moved).toBe('own-organisation');
  });
});

describe('guarantee 7, at sealing: exclusion holds', () => {
  it('uses another desk where the excluded organisation holds the first', async () => {
    const sealed = await seal(draft({}, { exclusions: [idOf('Desk')] }));
    expect(openedBy(sealed)).toEqual({ triage: false, safeguarding: true, dispatch: false });
    expect(sealed.readers).toMatchObject({
      desk: 'safeguarding',
      deskOrganisations: ['Care'],
      moved: 'excluded-desk',
    });
  });

  it('seals nothing, and says so, where every desk holds somebody excluded', async () => {
    const both = draft({}, { exclusions: [idOf('Desk'), idOf('Care')] });
    expect(await sealReport(both, directory)).toEqual({
      ok: false,
      reason: 'no-desk-without-them',
      field: null,
    });
    const safeguarding = draft({ mode: 'safeguarding' }, { exclusions: [idOf('Care')] });
    expect(await sealReport(safeguarding, directory)).toMatchObject({
      ok: false,
      reason: 'no-desk-without-them',
    });
  });

  it('gives an excluded custodian a decoy, which that custodian cannot open', async () => {
    const { boxes } = directory.custody;
    const position = boxes.find(({ organisation }) => organisation === idOf('One'))?.position ?? -1;
    const abel = deriveMemberKeys(
      ceremony.people.find(({ handle }) => handle === 'abel')?.seed ?? new Uint8Array(32),
    );
    const boxOf = async (exclusions: string[]): Promise<Uint8Array> => {
      const decoded = decodeEnvelope((await seal(draft({}, { exclusions }))).envelope);
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.envelope.custody[position] ?? new Uint8Array(0);
    };
    const { default: sodium } = await import('libsodium-wrappers');
    const opens = (entry: Uint8Array): boolean => {
      try {
        sodium.crypto_box_seal_open(entry.subarray(0, 114), abel.custody.publicKey, abel.custody.secretKey);
        return true;
      } catch {
        return false;
      }
    };
    expect(opens(await boxOf([]))).toBe(true);
    expect(opens(await boxOf([idOf('One')]))).toBe(false);
  });

  it('does not seal a name that no quorum could ever open', async () => {
    const identity = { name: 'Somebody', contacts: '', safeContact: '' };
    const exclusions = [idOf('One')];
    expect(await sealReport(draft({ identity }, { exclusions }), directory)).toMatchObject({
      ok: false,
      reason: 'too-few-custodians',
    });
    expect(await sealReport(draft({}, { exclusions }), directory)).toMatchObject({ ok: true });
  });

  it('does not hand dispatch an organisation that is not on the public list', async () => {
    const hidden = draft({}, { exclusions: ['11111111-1111-4111-8111-111111111111'] });
    expect(await sealReport(hidden, directory)).toMatchObject({ ok: false, reason: 'unknown-organisation' });
  });
});

describe('what cannot be sealed', () => {
  it('is named by its field, never by its content', async () => {
    const outcome = await sealReport(draft({}, { department: 'my secret village' }), directory);
    expect(outcome).toEqual({ ok: false, reason: 'malformed', field: 'routing.department' });
  });

  it('is named when it is too long', async () => {
    const base = reportDraft('');
    const long = { ...base, narrative: { ...base.narrative, text: 'ñ'.repeat(100_000) } };
    expect(await sealReport(long, directory)).toMatchObject({ ok: false, reason: 'narrative-too-long' });
    const many = draft(
      {},
      {
        needs: Array.from({ length: 10 }, (_, at) => `N${'X'.repeat(30)}${at}`),
        targets: Array.from({ length: 8 }, (_, at) => `T${'X'.repeat(30)}${at}`),
        sector: Array.from({ length: 6 }, (_, at) => `S${'X'.repeat(30)}${at}`),
      },
    );
    expect(await sealReport(many, directory)).toMatchObject({ ok: false, reason: 'routing-too-long' });
  });
});
