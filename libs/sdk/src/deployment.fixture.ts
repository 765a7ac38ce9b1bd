/** For tests: a small deployment with real keys, and a server that serves whatever a test makes it serve. */
import {
  cryptoReady,
  decodeDirectory,
  decodeHead,
  decodePolicy,
  encodeHeadSignatures,
  headHash,
  toBase64Url,
  type SignedFreshness,
} from '#crypto';
import { newId } from '#kernel';
import { DEFAULT_POLICY } from '#policy/files';
import { holdCeremony, type Ceremony } from './ceremony.js';
import type { CeremonyPlan } from './ceremony-plan.js';
import type { ServedDirectory, VerifiedDirectory } from './directory.js';
import { cosign, type Publication } from './publication.js';
import type { ReportDraft } from './seal-report.js';
import { ShapeError } from './shape.js';
import type { CallFailure, CallOutcome, Operation, Transport } from './transport.js';

export const NOW = new Date('2026-03-02T12:00:00Z');

export const plan: CeremonyPlan = {
  deployment: 'amparo-test',
  demo: false,
  organisations: [
    {
      key: 'desk',
      name: 'Desk',
      kind: 'federation',
      capabilities: [],
      departments: [],
      tier: 'T1',
      named: true,
    },
    { key: 'care', name: 'Care', kind: 'ngo', capabilities: [], departments: [], tier: 'T1', named: true },
    { key: 'one', name: 'One', kind: 'ngo', capabilities: [], departments: [], tier: 'T1', named: true },
    { key: 'two', name: 'Two', kind: 'lawyer', capabilities: [], departments: [], tier: 'T1', named: true },
    {
      key: 'hidden',
      name: 'Hidden',
      kind: 'shelter',
      capabilities: [],
      departments: [],
      tier: 'T2',
      named: false,
    },
  ],
  people: [
    { handle: 'rosa', name: 'Rosa', organisation: 'desk', rights: ['desk:triage'], phone: null },
    { handle: 'ines', name: 'Ines', organisation: 'care', rights: ['desk:safeguarding'], phone: null },
    { handle: 'abel', name: 'Abel', organisation: 'one', rights: ['custodian'], phone: null },
    { handle: 'nora', name: 'Nora', organisation: 'two', rights: ['custodian'], phone: null },
  ],
  channels: [
    {
      name: 'Web',
      assurance: 'E2EE_WEB',
      welcome: { en: 'Hello', es: 'Hola', pt: 'Olá' },
      signs: false,
    },
  ],
  custodyQuorum: 2,
  roots: { count: 3, threshold: 2 },
  callback: { triage: '', safeguarding: '' },
  validDays: 365,
};

export const reportDraft = (text: string): ReportDraft => ({
  mode: 'ordinary',
  routing: {
    acts: ['THR_DEATH'],
    imminence: 'now',
    urgency: null,
    department: '25',
    targets: [],
    sector: [],
    perpetrators: [],
    needs: [],
    language: 'spa',
    consent: { tiers: [], named: [] },
    exclusions: [],
    raisers: [],
  },
  narrative: {
    text,
    occurredAt: null,
    recordedAt: '2026-03-02T12:00:00Z',
    place: null,
    who: null,
    exclusionsFreeText: null,
    sourceConnection: 'self',
  },
  identity: null,
  wordsLanguage: 'es',
});

export async function holdTestCeremony(more: Partial<CeremonyPlan> = {}, now = NOW): Promise<Ceremony> {
  await cryptoReady();
  return holdCeremony({ ...plan, ...more }, { now, newId, policy: () => DEFAULT_POLICY });
}

export function served(
  publication: Publication,
  freshness: readonly SignedFreshness[] = [],
): ServedDirectory {
  const { signedHead, directory, policy } = publication;
  return {
    head: signedHead.bytes,
    signatures: encodeHeadSignatures(signedHead.signatures),
    directory,
    policy,
    freshness,
  };
}

/** As a client has it once it has checked everything. */
export function verifiedBy({ publication: { signedHead, directory, policy } }: Ceremony): VerifiedDirectory {
  return {
    fromCopy: false,
    head: decodeHead(signedHead.bytes),
    headHash: headHash(signedHead.bytes),
    directory: decodeDirectory(directory),
    policy: decodePolicy(policy),
    warnings: [],
  };
}

export const freshNow = ({ publication, secrets }: Ceremony, at = NOW): SignedFreshness =>
  cosign(publication.signedHead.bytes, secrets.witness, at);

export type Answers = Readonly<Record<string, (variables: Record<string, unknown>) => unknown>>;

/** JSON as the api would send it: bytes as base64url, times as ISO text. */
function onTheWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64Url(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, onTheWire(item)]));
}

export const unreachable: CallFailure = { ok: false, reason: 'unreachable' };

/** A server that answers by field name; a thrown CallFailure is the failure of the call. */
export function serverThat(
  answers: Answers,
  origin = 'https://api.example.org',
): Transport & { calls: string[] } {
  const calls: string[] = [];
  return {
    origin,
    fetch: () => Promise.reject(new Error('this server answers questions only')),
    calls,
    call<T>(operation: Operation<T>, variables: object): Promise<CallOutcome<T>> {
      calls.push(operation.field);
      const answer = answers[operation.field]?.(variables as Record<string, unknown>);
      if (answer === unreachable) return Promise.resolve(unreachable);
      try {
        return Promise.resolve({ ok: true, value: operation.decode(onTheWire(answer)) });
      } catch (error) {
        if (error instanceof ShapeError) return Promise.resolve({ ok: false, reason: 'malformed' });
        throw error;
      }
    },
  };
}
