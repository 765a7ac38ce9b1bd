/** What a fuzzer must know of one decoder: what to feed it, and which errors it says it throws. */
import { canonicalJson, fromUtf8 } from '#crypto';
import type { Chance } from './chance.js';
import { hostileBytes } from './hostile-bytes.js';
import { hostileJson, hostileJsonBytes } from './hostile-json.js';
import { hostileText } from './hostile-text.js';

export interface Decoder {
  /** `path/of/file.ts#function`, as the search for forgotten ones spells it. */
  readonly name: string;
  readonly inputs: number;
  /** Draws one input and reads it. The input comes back too, so that a failure can show it. */
  readonly run: (chance: Chance) => { readonly input: unknown; readonly result: unknown };
  /** The only errors it may throw; a decoder with closed outcomes throws nothing. */
  readonly throws: readonly (abstract new (...args: never[]) => Error)[];
}

type Throws = Decoder['throws'];
const MANY = 1_200;

/** Bytes spoiled as bytes, and, where the sample is JSON, spoiled as values too. */
export function ofBytes(
  name: string,
  samples: readonly Uint8Array[],
  read: (bytes: Uint8Array) => unknown,
  { throws = [], inputs = MANY }: { readonly throws?: Throws; readonly inputs?: number } = {},
): Decoder {
  const values = samples.flatMap((sample) => jsonOf(sample));
  const draw = (chance: Chance): Uint8Array =>
    values.length > 0 && chance.oneIn(2)
      ? hostileJsonBytes(chance, chance.pick(values), canonicalJson)
      : hostileBytes(chance, samples);
  return decoder(name, inputs, throws, draw, read);
}

export function ofText(
  name: string,
  samples: readonly string[],
  read: (text: string) => unknown,
  { throws = [], inputs = MANY }: { readonly throws?: Throws; readonly inputs?: number } = {},
): Decoder {
  return decoder(name, inputs, throws, (chance) => hostileText(chance, samples), read);
}

export function ofJson(
  name: string,
  samples: readonly unknown[],
  read: (value: unknown) => unknown,
  { throws = [], inputs = MANY }: { readonly throws?: Throws; readonly inputs?: number } = {},
): Decoder {
  return decoder(name, inputs, throws, (chance) => hostileJson(chance, chance.pick(samples)), read);
}

/** For inputs that are made in their own way, such as what only the holder of a key could have sealed. */
export function decoder<T>(
  name: string,
  inputs: number,
  throws: Throws,
  draw: (chance: Chance) => T,
  read: (input: T) => unknown,
): Decoder {
  return {
    name,
    inputs,
    throws,
    run(chance) {
      const input = draw(chance);
      return {
        input,
        get result() {
          return read(input);
        },
      };
    },
  };
}

function jsonOf(sample: Uint8Array): unknown[] {
  try {
    return [JSON.parse(fromUtf8(sample)) as unknown];
  } catch {
    return [];
  }
}
