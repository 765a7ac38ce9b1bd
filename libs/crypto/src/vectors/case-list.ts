/** Vectors while they are being made. */
import { Inputs, type JsonObject } from './inputs.js';
import type { Output } from './outcome.js';
import { replay } from './replay.js';

export interface VectorCase {
  readonly name: string;
  readonly do: string;
  readonly in: JsonObject;
  readonly out: Output;
}
/** Runs a case and keeps it; the result can feed the inputs of later cases. */
export class Cases {
  readonly all: VectorCase[] = [];

  async add(name: string, action: string, inputs: JsonObject): Promise<Inputs> {
    const out = await replay(action, new Inputs(inputs));
    this.all.push({ name, do: action, in: inputs, out });
    return new Inputs(out);
  }
}
