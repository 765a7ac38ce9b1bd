/** Vectors for PROTOCOL.md §5. */
import { fromUtf8, toBase64Url, toHex, utf8 } from '../bytes.js';
import { canonicalJson, type Json } from '../canonical-json.js';
import { encodeHead, type Head } from '../documents/head.js';
import { encodeRootPin } from '../documents/pin.js';
import { signFreshness } from '../documents/freshness.js';
import { headHash, signHead } from '../documents/verify-head.js';
import { formatTime, toJson, type Draft } from '../fields.js';
import { hash } from '../hash.js';
import { sign } from '../sign.js';
import type { Cases } from './case-list.js';
import { Inputs, type JsonObject } from './inputs.js';
import { idOf, type Sample } from './sample.js';

const DAY = 86_400_000;

export async function documentCases(cases: Cases, sample: Sample): Promise<void> {
  await headCases(cases, sample);
  await directoryCases(cases, sample);
  const { head, documents } = sample;
  const text = fromUtf8(encodeHead(head));
  for (const document of ['access', 'grants', 'policy', 'roster'] as const)
    await cases.add(`${document}: listed in the head`, 'verify-document', {
      head: text,
      document,
      bytes: fromUtf8(documents[document]),
    });
  await cases.add('a ghost member: a roster that the head does not list', 'verify-document', {
    head: text,
    document: 'roster',
    bytes: fromUtf8(documents.roster).replace('"handle":"carla"', '"handle":"carlo"'),
  });
  await cases.add(
    'an access list with a right that does not exist',
    'verify-document',
    listed(sample, 'access', {
      kind: 'amparo/access/1',
      version: 1,
      members: [{ id: idOf('x'), rights: ['root'], signKey: 'A'.repeat(43) }],
    }),
  );
  await cases.add(
    'an access list with an unknown field',
    'verify-document',
    listed(sample, 'access', {
      kind: 'amparo/access/1',
      version: 1,
      members: [],
      more: true,
    }),
  );
  await pageCases(cases);
}

async function pageCases(cases: Cases): Promise<void> {
  const file = (path: string): JsonObject => ({ path, size: 3, hash: toBase64Url(hash(utf8(path))) });
  const pages = (...files: JsonObject[]): JsonObject => ({
    pages: fromUtf8(canonicalJson({ kind: 'amparo/pages/1', files })),
  });
  await cases.add('a page of two files', 'decode-pages', pages(file('index.html'), file('main-A1.js')));
  await cases.add('a page that lists one file twice', 'decode-pages', pages(file('a.js'), file('a.js')));
  await cases.add('a page whose file leads out of its folder', 'decode-pages', pages(file('../a.js')));
  await cases.add('a page without files', 'decode-pages', pages());
  await cases.add(
    'a page with a file that nobody could check on a telephone',
    'decode-pages',
    pages({ ...file('a.js'), size: 4 * 1024 * 1024 + 1 }),
  );
}

/** A head that lists exactly this document, whatever it says. */
function listed(sample: Sample, document: 'access' | 'directory', value: Json): JsonObject {
  const bytes = canonicalJson(value);
  const documents = { ...sample.head.documents, [document]: hash(bytes) };
  const head = fromUtf8(encodeHead({ ...sample.head, documents }));
  return document === 'directory'
    ? { head, directory: fromUtf8(bytes) }
    : { head, document, bytes: fromUtf8(bytes) };
}

async function headCases(cases: Cases, sample: Sample): Promise<void> {
  const { roots, strangerRoot, witness, head } = sample;
  const [a, b] = roots.map((root) => root.secretKey) as [Uint8Array, Uint8Array];
  const pin = fromUtf8(encodeRootPin(sample.pin));
  const first = headHash(encodeHead(head));
  const check = (draft: Draft<Head>, keys: readonly Uint8Array[], more: JsonObject = {}): JsonObject => {
    const signed = signHead(draft, keys);
    return {
      pin,
      head: fromUtf8(signed.bytes),
      signatures: signed.signatures.map(({ key, signature }) => ({
        key: toHex(key),
        signature: toHex(signature),
      })),
      now: formatTime(sample.now),
      production: true,
      seen: null,
      freshness: [],
      ...more,
    };
  };
  const cosigned = (at: Date, key = witness, of = first) => {
    const fresh = signFreshness({ head: of, at }, key.secretKey);
    return [
      {
        statement: fromUtf8(fresh.statement),
        signature: toHex(fresh.signature),
        witness: toHex(fresh.witness),
      },
    ];
  };
  const daysAgo = (days: number) => new Date(sample.now.getTime() - days * DAY);
  const seen = (version: number, of: Uint8Array) => ({ seen: { version, hash: toHex(of) } });
  const second = { ...head, version: 2, previous: first };

  const add = (name: string, inputs: JsonObject) => cases.add(name, 'verify-head', inputs);
  await add('two of three roots', check(head, [a, b], { freshness: cosigned(daysAgo(6)) }));
  await add('no fresh cosignature: accepted with a warning', check(head, [a, b]));
  await add(
    'a frozen directory: the cosignature is eight days old',
    check(head, [a, b], { freshness: cosigned(daysAgo(8)) }),
  );
  await add(
    'cosigned by somebody else',
    check(head, [a, b], { freshness: cosigned(daysAgo(1), strangerRoot) }),
  );
  await add(
    'cosignature of another head',
    check(head, [a, b], { freshness: cosigned(daysAgo(1), witness, hash(utf8('x'))) }),
  );
  await add('unsigned', check(head, []));
  await add('one root alone', check(head, [a]));
  await add('one root twice', check(head, [a, a]));
  await add('another root', check(head, [strangerRoot.secretKey]));
  const forged = check(head, [a, b]);
  await add('altered after signing', {
    ...forged,
    head: new Inputs(forged).text('head').replace('"version":1', '"version":9'),
  });
  await add('another deployment', check({ ...head, deployment: 'elsewhere' }, [a, b]));
  await add('a demo head under a real pin', check({ ...head, demo: true }, [a, b]));
  const demoPin = fromUtf8(encodeRootPin({ ...sample.pin, demo: true }));
  await add('a demo where people rely on it', check({ ...head, demo: true }, [a, b], { pin: demoPin }));
  await add('a demo in a demo', check({ ...head, demo: true }, [a, b], { pin: demoPin, production: false }));
  await add('the next head', check(second, [a, b], seen(1, first)));
  await add('the same head again', check(head, [a, b], seen(1, first)));
  await add('rolled back', check(head, [a, b], seen(2, headHash(encodeHead(second)))));
  await add(
    'served twice: same version, other content',
    check({ ...head, expires: daysAgo(-30) }, [a, b], seen(1, first)),
  );
  await add('a next head that does not continue ours', check(second, [a, b], seen(1, hash(utf8('x')))));
  const expiring = (days: number) => ({ ...head, expires: daysAgo(days) });
  await add(
    'expires within 30 days',
    check(expiring(-29), [a, b], {
      freshness: cosigned(daysAgo(1), witness, headHash(encodeHead(expiring(-29)))),
    }),
  );
  await add('expired 90 days ago: accepted with a warning', check(expiring(90), [a, b]));
  await add('expired 91 days ago', check(expiring(91), [a, b]));
  const signedJson = (value: Json): JsonObject => {
    const base = check(head, [a, b]);
    const bytes = canonicalJson(value);
    return { ...base, head: fromUtf8(bytes), signatures: signaturesOver(bytes, roots) };
  };
  const json = JSON.parse(fromUtf8(encodeHead(head))) as JsonObject;
  await add('valid for more than 400 days', signedJson({ ...json, expires: '2027-02-06T00:00:00Z' }));
  await add('a date that does not exist', signedJson({ ...json, issued: '2026-02-30T00:00:00Z' }));
  await add('an unknown field', signedJson({ ...json, more: 1 }));
}

function signaturesOver(bytes: Uint8Array, roots: Sample['roots']): Json {
  return roots.map((root) => ({
    key: toHex(root.publicKey),
    signature: toHex(sign('head', bytes, root.secretKey)),
  }));
}

async function directoryCases(cases: Cases, sample: Sample): Promise<void> {
  const json = toJson({ ...sample.directory, kind: 'amparo/directory/1' }) as Record<string, Json>;
  const add = (name: string, change: (directory: DirectoryJson) => void) => {
    const copy = structuredCopy(json) as unknown as DirectoryJson;
    change(copy);
    return cases.add(name, 'verify-directory', listed(sample, 'directory', copy as unknown as Json));
  };
  await add('a directory', () => undefined);
  await cases.add('a directory that the head does not list', 'verify-directory', {
    head: fromUtf8(encodeHead(sample.head)),
    directory: fromUtf8(sample.documents.directory).replace('Sample ngo', 'Another ngo'),
  });
  await add('of another deployment', (d) => (d.deployment = 'elsewhere'));
  await add('a desk key of zeros', (d) => (at(d.desks, 0).sealKey = 'A'.repeat(1622)));
  await add(
    'a desk key that is too short',
    (d) => (at(d.desks, 0).sealKey = at(d.desks, 0).sealKey.slice(0, -2)),
  );
  await add('a custody key of low order', (d) => (at(d.custody.boxes, 0).key = `AQ${'A'.repeat(41)}`));
  await add('a signing key of zeros', (d) => (at(d.desks, 1).signKey = 'A'.repeat(43)));
  await add('dispatch and a desk with one key', (d) => (at(d.dispatch, 0).sealKey = at(d.desks, 0).sealKey));
  await add('a recipient left out: no safeguarding desk', (d) => (at(d.desks, 1).desk = 'triage'));
  await add('a recipient left out: the dispatch epoch', (d) => (at(d.dispatch, 0).epoch = 2));
  await add('a desk held by an organisation that is not listed', (d) =>
    at(d.desks, 0).organisations.push(idOf('nobody')),
  );
  await add('the current key set is not the newest', (d) =>
    d.keySets.push({ number: 2, triageEpoch: 1, safeguardingEpoch: 1, dispatchEpoch: 1 }),
  );
  await add(
    'two custodians of one organisation',
    (d) => (at(d.custody.boxes, 1).organisation = at(d.custody.boxes, 0).organisation),
  );
  await add('a custodian that holds a desk', (d) => (at(d.custody.boxes, 1).organisation = idOf('ngo')));
  await add('fewer custodians than the quorum', (d) => (d.custody.k = 4));
  await add('a quorum of one', (d) => (d.custody.k = 1));
  await add('a position twice', (d) => (at(d.custody.boxes, 1).position = 0));
}

interface DirectoryJson {
  deployment: string;
  keySets: { number: number; triageEpoch: number; safeguardingEpoch: number; dispatchEpoch: number }[];
  desks: { desk: string; sealKey: string; signKey: string; organisations: string[] }[];
  dispatch: { epoch: number; sealKey: string }[];
  custody: { k: number; boxes: { position: number; key: string; organisation: string }[] };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error('the sample has fewer entries');
  return item;
}

function structuredCopy(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
