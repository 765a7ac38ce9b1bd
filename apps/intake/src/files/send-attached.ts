/** Between the page's files and the sdk: sealed into the tray before the report, sent after it. Loaded only where there are files. */
import { fileTray, sealFiles, uploadFiles, type FileToSeal, type SealFilesOutcome } from '#sdk/files';
import type { Channel, ReportDraft, Storage } from '#sdk';
import type { Attached } from '../flow/draft.js';

/** Each original that goes stands before its copy, which names it. */
export function filesToSeal(attached: readonly Attached[]): readonly FileToSeal[] {
  const files: FileToSeal[] = [];
  for (const { kind, type, bytes, form = 'original', source, withSource = false } of attached) {
    const copy = { kind, form, type, bytes, forQuorum: false };
    if (!source) {
      files.push(copy);
      continue;
    }
    if (withSource) files.push({ kind, form: 'original', type: source.type, bytes: source, forQuorum: true });
    files.push({ ...copy, madeFrom: withSource ? { at: files.length - 1 } : { bytes: source } });
  }
  return files;
}

export function sealAttached(attached: readonly Attached[], storage: Storage): Promise<SealFilesOutcome> {
  return sealFiles(filesToSeal(attached), { tray: fileTray(storage) });
}

/** What a page that was closed half-way left behind fills the phone, and is never sent. Not while somebody is sealing. */
export const tidyAttached = (storage: Storage): Promise<number> => fileTray(storage).tidy();

/** Of a report that could not be sealed or kept: nobody will ever have their keys. */
export async function dropSealed(
  { attachments }: NonNullable<ReportDraft['files']>,
  storage: Storage,
): Promise<void> {
  const tray = fileTray(storage);
  for (const { blob } of attachments) await tray.drop(blob).catch(() => undefined);
}

export interface SendAttached {
  readonly storage: Storage;
  readonly origin: string;
  readonly acceptKeys: readonly Uint8Array[];
  readonly channel: Channel | null;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How many files are still on this device afterwards. */
export async function sendAttached({ storage, channel, ...line }: SendAttached): Promise<number> {
  const { waiting } = await uploadFiles({
    ...line,
    tray: fileTray(storage),
    ...(channel ? { channel } : {}),
  });
  return waiting;
}
