/** What a reporter with a command line and their desk type: a report with a file and a code, and everything that is said afterwards. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Terminal } from '../support/terminal.js';
import type { World } from '../support/world.js';

const WHAT = ['--act', 'THR_DEATH', '--imminence', 'now', '--department', '25'];
const PHOTO = Buffer.from('\xff\xd8\xff\xe0 a photo, as the camera wrote it, of no known size', 'latin1');

interface Conversation {
  readonly answers: readonly { number: number; text: string; choices: string[]; status: string | null }[];
}
interface OpenedReport {
  readonly thread: {
    readonly kind: string;
    readonly belongsTo: string | null;
    readonly underDuress: boolean;
  };
  readonly followUps: readonly { text: string; answer: { choice: string } | null }[];
  readonly said: { readonly withdrawn: string | null; readonly read: number | null };
  readonly duress: { readonly visits: number } | null;
}

export async function toldAtATerminal(world: World, terminal: Terminal): Promise<void> {
  const done = async (handle: string, ...command: readonly string[]): Promise<string> => {
    const { code, out, err } = await terminal.as(handle, ...command);
    if (code !== 0) throw new Error(`amparo ${command.join(' ')} ended with ${String(code)}: ${err}`);
    return out;
  };
  const parsed = async <T>(handle: string, ...command: readonly string[]): Promise<T> =>
    JSON.parse(await done(handle, ...command, '--json')) as T;
  const known = new Set<string>();
  const newest = async (): Promise<string> => {
    const { rows } = await world.admin.query<{ id: string }>('select id from report');
    const id = rows.map((row) => row.id).find((one) => !known.has(one));
    if (id === undefined) throw new Error('no new report');
    known.add(id);
    await world.alertOf(id);
    return id;
  };
  for (const { id } of (await world.admin.query<{ id: string }>('select id from report')).rows) known.add(id);

  const words = terminal.file('words.txt', '');
  const kept = ['--words-file', `${words}.kept`];
  const withCode = ['--code-file', terminal.file('code.txt', 'río siete\n')];
  const photo = terminal.file('photo.jpg', PHOTO);
  const told = terminal.file('told.txt', 'Hombres armados en el puente.');
  await done('ana', 'submit', told, ...WHAT, '--attach', photo, ...withCode, ...kept);
  const first = await newest();
  const folder = join(terminal.folder, 'fetched');
  const fetched = await terminal.as('rosa', 'open', first, '--attachments', folder);
  expect(fetched.err).toContain('file          01-photo-original.jpg, both hashes compared');
  expect(readFileSync(join(folder, '01-photo-original.jpg'))).toEqual(PHOTO);

  const question = terminal.file('question.txt', '¿Están a salvo?\n');
  const answered = ['reply', first, question, '--choice', 'Sí', '--choice', 'No', '--status', 'acting'];
  expect(await done('rosa', ...answered)).toContain('only the twelve words open it');
  const look = ['mailbox', ...kept, ...withCode];
  const { answers } = await parsed<Conversation>('ana', ...look);
  expect(answers).toMatchObject([{ text: '¿Están a salvo?', choices: ['Sí', 'No'], status: 'acting' }]);
  const { number } = answers[0]!;
  await done('ana', ...look, '--answer', `${String(number)}:2`, '--read');
  await done('ana', ...look, '--message', terminal.file('note.txt', 'Siguen afuera\n'));
  await done('ana', ...look, '--withdraw', 'sharing');
  expect((await terminal.as('ana', ...look, '--answer', `${String(number)}:3`)).code).toBe(2);
  const heard = await parsed<OpenedReport>('rosa', 'open', first);
  expect(heard.followUps).toMatchObject([
    { answer: { choice: 'No' } },
    { text: 'Siguen afuera' },
    { text: '' },
  ]);
  expect(heard.said).toMatchObject({ withdrawn: 'sharing', read: number });
  expect(heard.duress).toBeNull();

  // Somebody makes her open it: she gives the words, and keeps the code to herself.
  const { answers: shown } = await parsed<Conversation>('forced', 'mailbox', ...kept);
  expect(shown).toMatchObject([{ text: '', choices: [], status: 'received' }]);
  const more = terminal.file('more.txt', 'Ya están en la puerta.');
  const belongsTo = ['--belongs-to', `${words}.kept`];
  await done('ana', 'submit', more, ...WHAT, ...belongsTo, ...withCode);
  const later = await parsed<OpenedReport>('rosa', 'open', await newest());
  expect(later.thread).toEqual({ kind: 'later', belongsTo: first, underDuress: false });
  await done('forced', 'submit', terminal.file('forced.txt', 'Todo está bien.'), ...WHAT, ...belongsTo);
  const forced = await newest();
  expect((await parsed<OpenedReport>('rosa', 'open', forced)).thread.underDuress).toBe(true);
  const refused = await terminal.as('rosa', 'reply', forced, question);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('whoever forces them may read the answer');
  const { err: warned } = await terminal.as('rosa', 'open', first);
  expect(warned).toMatch(/^DURESS: .* Believe nothing said that way/m);
}
