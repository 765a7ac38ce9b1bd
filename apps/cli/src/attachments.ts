/**
 * Files that go with a report: sealed before it, sent after it, and for a desk fetched into a folder. What lies in the folder under its
 * name has been compared with both hashes of the report; what does not compare is removed again.
 */
import { openAsBlob } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Directory } from '#crypto';
import type { Channel, ReportDraft } from '#sdk';
import { fileTray, sealFiles, uploadFiles, type FileToSeal, type UploadOutcome } from '#sdk/files';
import { fetchAttachment, type Session } from '#sdk/member';
import type { Attachment } from '#vocabulary';
import { counted } from './counted.js';
import type { Connection } from './home.js';
import { misuse, refuse, say } from './terminal.js';

type Kind = FileToSeal['kind'];

const TYPES: Readonly<Record<string, readonly [Kind, string]>> = {
  '.jpg': ['photo', 'image/jpeg'],
  '.jpeg': ['photo', 'image/jpeg'],
  '.png': ['photo', 'image/png'],
  '.webp': ['photo', 'image/webp'],
  '.heic': ['photo', 'image/heic'],
  '.mp4': ['video', 'video/mp4'],
  '.webm': ['video', 'video/webm'],
  '.3gp': ['video', 'video/3gpp'],
  '.ogg': ['voice', 'audio/ogg'],
  '.opus': ['voice', 'audio/ogg'],
  '.m4a': ['voice', 'audio/mp4'],
  '.mp3': ['voice', 'audio/mpeg'],
  '.wav': ['voice', 'audio/wav'],
  '.pdf': ['document', 'application/pdf'],
};
const UNKNOWN: readonly [Kind, string] = ['document', 'application/octet-stream'];

const REFUSALS: Readonly<Record<string, string>> = {
  'too-many': 'A report takes 20 files at most.',
  'too-long': 'That file is longer than 256 MiB, which is the most that can be sealed.',
  unreadable: 'That file could not be read to its end.',
  'no-room': 'There is no room on this computer to keep it sealed.',
};

async function fileAt(path: string): Promise<FileToSeal> {
  const [kind, type] = TYPES[extname(path).toLowerCase()] ?? UNKNOWN;
  const bytes = await openAsBlob(path).catch(() => Promise.reject(misuse(`cannot read ${path}`)));
  return { kind, form: 'original', type, bytes, forQuorum: false };
}

/** As they are, marks of place and device included: stripping is the page's, which can draw a picture again. */
export async function sealAttachments(
  paths: readonly string[],
  { home }: Pick<Connection, 'home'>,
): Promise<Pick<ReportDraft, 'files'>> {
  if (paths.length === 0) return {};
  const files = await Promise.all(paths.map((path) => fileAt(path)));
  const outcome = await sealFiles(files, { tray: fileTray(home.storage) });
  if (!outcome.ok) {
    const which = outcome.at === null ? '' : `${basename(paths[outcome.at] ?? '')}: `;
    throw refuse(outcome.reason, `${which}${REFUSALS[outcome.reason] ?? 'Not sealed.'}`);
  }
  return { files: outcome };
}

/** What still waits; an outcome, never an error: the report itself has been taken. */
export async function sendAttachments(
  { home, transport }: Connection,
  directory: Directory,
  channel: Channel | undefined,
): Promise<UploadOutcome> {
  return uploadFiles({
    tray: fileTray(home.storage),
    origin: transport.origin,
    acceptKeys: directory.servers.accept,
    sleep: (ms) => pause(ms),
    ...(channel ? { channel } : {}),
  });
}

export function sayUpload({ sent, waiting, reason }: UploadOutcome): void {
  if (sent > 0) say(`Sent ${counted(sent, 'file')}: the server has signed for their bytes.`);
  if (waiting > 0)
    say(
      `${counted(waiting, 'file')} not sent yet (${reason ?? 'waiting'}); kept sealed. Send again with: amparo submit --outbox`,
    );
}

const FETCHED: Readonly<Record<string, string>> = {
  'not-there': 'not there: it has not been sent yet, or its time is over',
  'for-quorum': 'opens only where custodians agree',
  unopened: 'WARNING: what is stored is not what the reporter sealed. Nothing was kept.',
  unreachable: 'the server did not answer to the end; try again',
  'not-allowed': 'your session does not allow it',
};

/** Where a type has several, the one that stands first. */
const EXTENSIONS = new Map(
  Object.entries(TYPES)
    .reverse()
    .map(([extension, [, type]]) => [type, extension]),
);

/** Under names of ours: what a file was called is not known, and must not choose where it is written. */
async function saveOne(
  session: Session,
  attachment: Attachment,
  at: number,
  folder: string,
): Promise<object> {
  const name = `${String(at + 1).padStart(2, '0')}-${attachment.kind}-${attachment.form}${EXTENSIONS.get(attachment.type) ?? '.bin'}`;
  const draft = join(folder, `.${attachment.blob}.part`);
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx', 0o600);
  let outcome: Awaited<ReturnType<typeof fetchAttachment>>;
  try {
    outcome = await fetchAttachment(session, attachment, {
      write: async (content) => {
        await handle.writeFile(content);
      },
    });
  } finally {
    await handle.close();
  }
  if (outcome.ok) await rename(draft, join(folder, name));
  else await rm(draft, { force: true });
  say(
    outcome.ok
      ? `file          ${name}, both hashes compared`
      : `file          ${name}: ${FETCHED[outcome.reason] ?? ''}`,
  );
  return outcome.ok ? { name, bytes: outcome.length } : { name, missing: outcome.reason };
}

export async function saveAttachments(
  session: Session,
  attachments: readonly Attachment[],
  folder: string,
): Promise<readonly object[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() =>
    Promise.reject(misuse(`cannot make the folder ${folder}`)),
  );
  const saved: object[] = [];
  for (const [at, attachment] of attachments.entries())
    saved.push(await saveOne(session, attachment, at, folder));
  return saved;
}
