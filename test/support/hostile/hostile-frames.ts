/** What no honest browser puts on a WebSocket: frames that break RFC 6455, and messages that break the protocol inside it. */
import { type Chance } from './chance.js';
import { hostileBytes } from './hostile-bytes.js';
import { hostileJson } from './hostile-json.js';
import { hostileText } from './hostile-text.js';

const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

interface Frame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  /** FIN and the three reserved bits, which nobody negotiated. */
  readonly bits?: number;
  readonly masked?: boolean;
  /** What the frame says of its length; more than there is, or more than there can be. */
  readonly claims?: bigint;
}

function frame({ opcode, payload, bits = 0x80, masked = true, claims }: Frame): Uint8Array {
  const long = claims ?? BigInt(payload.length);
  const mask = masked ? 0x80 : 0;
  const size = Buffer.alloc(long < 126n ? 1 : 9);
  if (size.length === 1) size[0] = mask | Number(long);
  else {
    size[0] = mask | 127;
    size.writeBigUInt64BE(long, 1);
  }
  // A mask of zeros is a mask: the payload stays readable here and is unmasked there.
  return Buffer.concat([Buffer.of(bits | opcode), size, Buffer.alloc(masked ? 4 : 0), payload]);
}

const draws: readonly ((chance: Chance, text: Uint8Array) => Uint8Array)[] = [
  (_, payload) => frame({ opcode: OPCODES.text, payload }),
  (_, payload) => frame({ opcode: OPCODES.text, payload, masked: false }),
  (chance, payload) => frame({ opcode: OPCODES.text, payload, bits: 0x80 | ((1 + chance.below(7)) << 4) }),
  (chance, payload) => frame({ opcode: chance.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), payload }),
  (chance, payload) =>
    frame({
      opcode: OPCODES.text,
      payload,
      claims: chance.pick([5_000n, 2n ** 31n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n]),
    }),
  // A piece without a beginning, a beginning without an end, a control frame in pieces, one that is too long.
  (_, payload) => frame({ opcode: OPCODES.continuation, payload }),
  (_, payload) => frame({ opcode: OPCODES.text, payload, bits: 0 }),
  (_, payload) => frame({ opcode: OPCODES.ping, payload, bits: 0 }),
  (_, payload) => frame({ opcode: OPCODES.ping, payload: Buffer.concat([payload, Buffer.alloc(200)]) }),
  (chance) => frame({ opcode: OPCODES.close, payload: chance.bytes(chance.below(5)) }),
  (chance) => frame({ opcode: OPCODES.text, payload: chance.bytes(1 + chance.below(300)) }),
  (_, payload) => frame({ opcode: OPCODES.binary, payload }),
  (chance) => frame({ opcode: OPCODES.text, payload: Buffer.alloc(4_000 + chance.below(80_000), 0x20) }),
  (chance, payload) => hostileBytes(chance, [frame({ opcode: OPCODES.text, payload })]),
  (chance) => chance.bytes(1 + chance.below(400)),
  (_, payload) =>
    Buffer.concat(
      Array.from({ length: 60 }, () => frame({ opcode: OPCODES.ping, payload: payload.subarray(0, 100) })),
    ),
];

/** Some frames in a row, among which one or another may be right. */
export function hostileFrames(chance: Chance, messages: readonly object[]): Uint8Array {
  const drawn = Array.from({ length: 1 + chance.below(5) }, () =>
    chance.pick(draws)(chance, Buffer.from(JSON.stringify(chance.pick(messages)))),
  );
  return Buffer.concat(drawn);
}

/** One message as text: right, spoiled as a value, or spoiled as text. */
export function hostileMessage(chance: Chance, messages: readonly object[]): string {
  const right = chance.pick(messages);
  if (chance.oneIn(3)) return JSON.stringify(right);
  if (chance.oneIn(3)) return hostileText(chance, [JSON.stringify(right)]);
  return JSON.stringify(hostileJson(chance, right));
}
