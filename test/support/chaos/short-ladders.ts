/** A second version of the demo's publication: ladders of seconds, and an ally whom one can only call. Signed by the root. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, decodeRoster, fromUtf8 } from '#crypto';
import { newId } from '#kernel';
import { policyBytes, type Policy } from '#policy';
import { compilePolicy, readSource } from '#policy/source';
import { readPinFile, readProofs, readPublication, readRoster, readSeed } from '#sdk/deployment-files';
import { fileStorage } from '#sdk/node-storage';
import { sendPublication } from '#sdk/publish';
import { signNextHead } from '#sdk/sign-head';
import { until } from '../until.js';
import type { World } from '../world.js';

/** An ally of the demo that has no member, and so nobody with keys. */
const WITHOUT_SOFTWARE = /Tres Ríos/;

function compiled(): Policy {
  const text = readFileSync(join(process.cwd(), 'test', 'support', 'chaos', 'short-ladders.yaml'), 'utf8');
  const read = readSource(text);
  const names = { organisations: new Map<string, string>(), members: new Map<string, string>() };
  const outcome = read.ok ? compilePolicy(read.source, read.locate, names, 2) : read;
  if (!outcome.ok) throw new Error(`the policy of this test: ${JSON.stringify(outcome.problems)}`);
  return outcome.policy;
}

/** How many steps each plan has: whoever reads the signed policy can count them. */
export async function shortenLadders(world: World): Promise<ReadonlyMap<string, number>> {
  const storage = fileStorage(world.dir);
  const policy = compiled();
  const publication = await readPublication(storage);
  const signed = signNextHead({
    pin: await readPinFile(storage),
    publication: { ...publication, policy: policyBytes(policy) },
    roster: withSomebodyToCall(await readRoster(storage)),
    proofs: await readProofs(storage),
    rootSeeds: [await readSeed(storage, 'secrets/root-1.json', 'root')],
    now: new Date(Date.now() + 1_000),
    validDays: 365,
  });
  if (!signed.ok) throw new Error(`not signed: ${signed.refusal.reason} ${signed.refusal.where}`);
  const sent = await sendPublication(world.transport(), signed.publication);
  if (!sent.ok) throw new Error(`not published: ${JSON.stringify(sent)}`);
  const seen = '"version":2,"msg":"publication verified"';
  await until(
    'the short ladders at every worker',
    () => world.workers.every((worker) => worker.output().toString().includes(seen)) || null,
  );
  return new Map(Object.entries(policy.plans).map(([name, steps]) => [name, steps.length]));
}

function withSomebodyToCall(bytes: Uint8Array): Uint8Array {
  const roster = JSON.parse(fromUtf8(bytes)) as {
    organisations: { name: string; tier: string; ext?: Record<string, unknown> }[];
  };
  const ally = roster.organisations.find(({ name }) => WITHOUT_SOFTWARE.test(name));
  if (!ally) throw new Error('the demo has no ally without software');
  ally.tier = 'T2';
  ally.ext = {
    contacts: [{ id: newId(), name: 'Guardia de turno', phone: '+51 900 000 003', languages: ['spa'] }],
  };
  const edited = canonicalJson(roster);
  decodeRoster(edited);
  return edited;
}
