/** Vectors for PROTOCOL.md §4. */
import { concat, fromHex, toHex, utf8 } from '../bytes.js';
import { sealCompartment } from '../compartment.js';
import { transcript0, transcript1 } from '../envelope-format.js';
import { seal } from '../sealed-box.js';
import { ENVELOPE_SIZES } from '../sizes.js';
import type { Cases } from './case-list.js';
import { Drawn, splitSecret } from './drawn.js';
import { flipped, withPartOf } from './edits.js';
import { replayedRandomness, Inputs, type JsonObject } from './inputs.js';
import type { Sample } from './sample.js';

const routing = toHex(utf8('{"acts":["threat-death"],"v":1}'));
const narrative = toHex(utf8('{"text":"Hombres con fusiles en el puente","v":1}'));
const identity = toHex(utf8('{"contacts":"","name":"Rosa","safeContact":"","v":1}'));

/** Everything needed to seal once: the draws in the order of §12.1, the shares of what is drawn as custodyHalf. */
export function sealingInputs(name: string, sample: Sample, mode: string, sizeClass: number): JsonObject {
  const desk = mode === 'safeguarding' ? sample.desks.safeguarding : sample.desks.triage;
  const custodyKeys = [0, 1, 2, 3, 4].map((at) => {
    const custodian = sample.custodians[at];
    return custodian ? toHex(custodian.keys.custody.publicKey) : null;
  });
  const decoys = custodyKeys.filter((key) => key === null).length;
  const draws = 4 * 32 + 16 + (mode === 'ordinary' ? 0 : 64) + 64 + 2 * 64 + 1 + 65 * decoys;
  const random = new Drawn(`envelope/${name}`).bytes(draws);
  const custodyHalf = random.slice(96, 128);
  return {
    keySet: 1,
    sizeClass,
    mode,
    dispatchKey: mode === 'ordinary' ? toHex(sample.dispatch.publicKey) : null,
    deskKey: toHex(desk.seal.publicKey),
    k: 2,
    custodyKeys,
    routing,
    narrative,
    identity: mode === 'humans-only' ? null : identity,
    random: toHex(random),
    ephemeral: custodyKeys.map((_, at) => toHex(new Drawn(`envelope/${name}/ephemeral/${at}`).bytes(32))),
    shares: splitSecret(new Drawn(`envelope/${name}/split`), custodyHalf, 5, 2).map(toHex),
  };
}

export async function envelopeCases(cases: Cases, sample: Sample): Promise<void> {
  const made: Record<string, string> = {};
  for (const mode of ['ordinary', 'humans-only', 'safeguarding']) {
    const out = await cases.add(`sealing: ${mode}`, 'seal-envelope', sealingInputs(mode, sample, mode, 0));
    made[mode] = out.text('envelope');
  }
  const another = await cases.add(
    'sealing the same again gives another envelope',
    'seal-envelope',
    sealingInputs('another', sample, 'ordinary', 0),
  );
  for (const sizeClass of [1, 2, 3])
    await cases.add(
      `sealing: size class ${sizeClass}`,
      'seal-envelope',
      sealingInputs(`class ${sizeClass}`, sample, 'ordinary', sizeClass),
    );

  const ordinary = made['ordinary'] ?? '';
  await decodeCases(cases, ordinary);

  const dispatch = toHex(sample.dispatch.secretKey);
  const triage = toHex(sample.desks.triage.seal.secretKey);
  const safeguarding = toHex(sample.desks.safeguarding.seal.secretKey);
  for (const [mode, envelope] of Object.entries(made)) {
    await cases.add(`${mode}: dispatch`, 'open-routing', { secretKey: dispatch, envelope });
    await cases.add(`${mode}: triage desk`, 'open-envelope', { secretKey: triage, envelope });
    await cases.add(`${mode}: safeguarding desk`, 'open-envelope', { secretKey: safeguarding, envelope });
  }

  const other = another.text('envelope');
  const attacks = {
    'slot 0 of another envelope': withPartOf(ordinary, other, 32, 1264),
    'slot 1 of another envelope': withPartOf(ordinary, other, 1296, 1264),
    'the two slots exchanged':
      ordinary.slice(0, 64) + ordinary.slice(2592, 5120) + ordinary.slice(64, 2592) + ordinary.slice(5120),
    'custody entry of another envelope': withPartOf(ordinary, other, 2560, 130),
    'routing of another envelope': withPartOf(ordinary, other, 3210, 1072),
    'routing and identity exchanged':
      ordinary.slice(0, 6420) +
      ordinary.slice(-2144) +
      ordinary.slice(8564, -2144) +
      ordinary.slice(6420, 8564),
    'another id': flipped(ordinary, 9),
    'another key set': flipped(ordinary, 24),
    'one bit of slot 0': flipped(ordinary, 40),
    'one bit of slot 1': flipped(ordinary, 1300),
    'one bit of the last custody entry': flipped(ordinary, 3209),
    'two routings under two keys': twoTexts(sample),
  };
  for (const [attack, envelope] of Object.entries(attacks)) {
    await cases.add(`${attack}: dispatch`, 'open-routing', { secretKey: dispatch, envelope });
    await cases.add(`${attack}: desk`, 'open-envelope', { secretKey: triage, envelope });
  }
  const narrativeAltered = flipped(ordinary, 5000);
  await cases.add('the narrative altered: dispatch does not see it', 'open-routing', {
    secretKey: dispatch,
    envelope: narrativeAltered,
  });
  await cases.add('the narrative altered: desk', 'open-envelope', {
    secretKey: triage,
    envelope: narrativeAltered,
  });
}

async function decodeCases(cases: Cases, envelope: string): Promise<void> {
  await cases.add('decoding', 'decode-envelope', { envelope });
  const edits = {
    truncated: envelope.slice(0, -2),
    extended: `${envelope}00`,
    empty: '',
    'size of another class': envelope + '00'.repeat(ENVELOPE_SIZES[1] - ENVELOPE_SIZES[0]),
    magic: flipped(envelope, 0),
    version: flipped(envelope, 6),
    suite: flipped(envelope, 7),
    'size class': flipped(envelope, 28),
    reserved: flipped(envelope, 31),
  };
  for (const [name, edited] of Object.entries(edits))
    await cases.add(`refused by its form: ${name}`, 'decode-envelope', { envelope: edited });
}

/**
 * A sender who wants dispatch to read one urgency and the desk another: both slots are real, but hand out different
 * routing secrets. The commitment in the compartment fits only one of them.
 */
function twoTexts(sample: Sample): string {
  const drawn = new Drawn('two texts');
  const random = replayedRandomness(new Inputs({ random: toHex(drawn.bytes(128)) }));
  const [routingA, routingB, narrativeSecret] = [drawn.bytes(32), drawn.bytes(32), drawn.bytes(32)];
  const header = concat(
    utf8('AMPARO'),
    Uint8Array.of(1, 1),
    drawn.bytes(16),
    Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0),
  );
  const slots = [
    seal(random, sample.dispatch.publicKey, 'slot', header, concat(routingA, drawn.bytes(64))),
    seal(
      random,
      sample.desks.triage.seal.publicKey,
      'slot',
      header,
      concat(routingB, narrativeSecret, drawn.bytes(32)),
    ),
  ];
  const T0 = transcript0(header, slots);
  const custody = [0, 1, 2, 3, 4].map(() => drawn.bytes(130));
  const T1 = transcript1(T0, custody);
  const bytes = concat(
    header,
    ...slots,
    ...custody,
    sealCompartment(routingA, 'routing', T1, fromHex(routing), 1024),
    sealCompartment(narrativeSecret, 'narrative', T1, fromHex(narrative), 2790),
    sealCompartment(drawn.bytes(32), 'identity', T1, new Uint8Array(0), 1024),
  );
  return toHex(bytes);
}
