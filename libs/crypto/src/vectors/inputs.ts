/** Reading the inputs of a vector (PROTOCOL.md §12): bytes are hex, everything else is plain JSON. */
import { fromHex } from '../bytes.js';
import type { Json } from '../canonical-json.js';
import type { Randomness } from '../randomness.js';
import { concat } from '../bytes.js';
import { sodium } from '../sodium.js';

export type JsonObject = { readonly [name: string]: Json };

export class Inputs {
  constructor(private readonly values: JsonObject) {}

  has(name: string): boolean {
    return Object.hasOwn(this.values, name);
  }
  json(name: string): Json {
    const value = this.values[name];
    if (value === undefined) throw new Error(`the vector lacks "${name}"`);
    return value;
  }
  all(): JsonObject {
    return this.values;
  }
  text(name: string): string {
    const value = this.json(name);
    if (typeof value !== 'string') throw new Error(`"${name}" is not text`);
    return value;
  }
  number(name: string): number {
    const value = this.json(name);
    if (typeof value !== 'number') throw new Error(`"${name}" is not a number`);
    return value;
  }
  bytes(name: string): Uint8Array {
    return fromHex(this.text(name));
  }
  bytesOrNull(name: string): Uint8Array | null {
    return this.json(name) === null ? null : this.bytes(name);
  }
  time(name: string): Date {
    return new Date(this.text(name));
  }
  items(name: string): readonly Json[] {
    const value = this.json(name);
    if (!Array.isArray(value)) throw new Error(`"${name}" is not a list`);
    return value as readonly Json[];
  }
  bytesList(name: string): readonly Uint8Array[] {
    return this.items(name).map((item) => fromHex(textOf(item)));
  }
  objects(name: string): readonly Inputs[] {
    return this.items(name).map((item) => new Inputs(item as JsonObject));
  }
  object(name: string): Inputs {
    return new Inputs(this.json(name) as JsonObject);
  }
}

export function textOf(value: Json): string {
  if (typeof value !== 'string') throw new Error('not text');
  return value;
}

/** Gives back the recorded random bytes, in order, and fails when asked for anything else. */
export function replayedRandomness(inputs: Inputs): Randomness {
  const stream = inputs.bytes('random');
  const ephemeral = inputs.has('ephemeral') ? [...inputs.bytesList('ephemeral')] : [];
  let at = 0;
  return {
    bytes(length) {
      const drawn = stream.slice(at, (at += length));
      if (drawn.length !== length) throw new Error('the vector has too few random bytes');
      return drawn;
    },
    boxSeal(message, publicKey) {
      const secretKey = ephemeral.shift();
      if (!secretKey) throw new Error('the vector has too few ephemeral keys');
      return boxSealWith(secretKey, message, publicKey);
    },
    split: () => Promise.resolve(inputs.bytesList('shares')),
  };
}

/** crypto_box_seal with a given ephemeral key: what libsodium does with a random one. */
function boxSealWith(secretKey: Uint8Array, message: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const ephemeral = sodium.crypto_scalarmult_base(secretKey);
  const nonce = sodium.crypto_generichash(24, concat(ephemeral, publicKey), null);
  return concat(ephemeral, sodium.crypto_box_easy(message, nonce, publicKey, secretKey));
}
