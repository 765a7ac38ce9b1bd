import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isKnown, LISTS } from '#vocabulary';
import { example } from './example.js';
import { missingSlots, OFFERED, RECORDED } from './recorded.js';
import { SLOTS, type Recorded } from './slots.js';

const PUBLIC = join(import.meta.dirname, '../../public');
/** Half a minute of speech: on 2G some ten seconds to wait. */
const MOST_BYTES = 150_000;
const PRIVATE_USE = /^q[a-t][a-z]$/;

type Read = (file: string) => Uint8Array | null;
const fromPublic: Read = (file) => {
  const path = join(PUBLIC, file);
  return existsSync(path) ? readFileSync(path) : null;
};

/** What would make a language fail whoever listens to it. */
function faultsOf({ code, prompts }: Recorded, read: Read): string[] {
  const unknown = isKnown(LISTS.languages, code) || PRIVATE_USE.test(code) ? [] : [`${code} is no language`];
  const files = SLOTS.flatMap((slot) => {
    const file = prompts[slot];
    if (file === null) return [];
    if (file !== `voice-${code}-${slot}.ogg`)
      return [`${slot}: a file has the name voice-${code}-${slot}.ogg`];
    const bytes = read(file);
    if (!bytes) return [`${slot}: ${file} is missing`];
    const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
    if (!head.startsWith('OggS') || !head.includes('OpusHead')) return [`${slot}: ${file} is not Ogg Opus`];
    return bytes.length > MOST_BYTES ? [`${slot}: ${file} is too long`] : [];
  });
  return [...unknown, ...files];
}

describe('languages that are heard', () => {
  it('have a slot for each screen, and files that a telephone can play', () => {
    for (const one of RECORDED) {
      expect(Object.keys(one.prompts)).toEqual([...SLOTS]);
      expect(faultsOf(one, fromPublic)).toEqual([]);
    }
  });

  it('are offered only when every screen has its recording', () => {
    expect(missingSlots(example)).toEqual(SLOTS);
    expect(OFFERED).not.toContain(example);
  });

  it('are refused with a missing, foreign, or endless file', () => {
    const opus = (length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      bytes.set(Buffer.from('OggS\0\x02aaaaaaaaaaaaaaaaaaaaaaOpusHead'));
      return bytes;
    };
    const recorded = (file: string, code = 'cni'): Recorded => ({
      ...example,
      code,
      prompts: { ...example.prompts, start: file },
    });
    const good = recorded('voice-cni-start.ogg');
    expect(faultsOf(good, () => opus(1000))).toEqual([]);
    expect(faultsOf(good, () => null)).toHaveLength(1);
    expect(faultsOf(good, () => new Uint8Array(1000))).toHaveLength(1);
    expect(faultsOf(good, () => opus(MOST_BYTES + 1))).toHaveLength(1);
    expect(faultsOf(recorded('../start.ogg'), () => opus(1000))).toHaveLength(1);
    expect(faultsOf(recorded('voice-zzz-start.ogg', 'zzz'), () => opus(1000))).toHaveLength(1);
  });
});
