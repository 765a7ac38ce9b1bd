/** Looking codes up. A code from a newer client is shown as it is: dropping it would change what somebody reported. */
import type { CodeList, Entry, InterfaceLanguage } from './entry.js';

export function entryOf<L extends CodeList>(list: L, code: string): L[number] | null {
  return list.find((entry: Entry) => entry.code === code) ?? null;
}

export function isKnown(list: CodeList, code: string): boolean {
  return entryOf(list, code) !== null;
}

/** The name of a code for a person, or the code itself where this version does not know it. */
export function labelOf(list: CodeList, code: string, language: InterfaceLanguage): string {
  return entryOf(list, code)?.[language] ?? code;
}
