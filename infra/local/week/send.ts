/**
 * Sends invented reports as their reporters' devices would: each is sealed here, each has its own outbox and its own twelve
 * words, and nothing of it is left here once its receipt is proven. A few go out at a time; whoever is told to come back later
 * comes back later.
 */
import type { Directory } from '#crypto';
import { newId } from '#kernel';
import { createOutbox, memoryStorage, sealReport, type Transport } from '#sdk';
import type { GeneratedReport, Way } from '../generator/reports.js';
import { failed, good, pause } from '../play.js';

const AT_ONCE = 8;

function channelFor(way: Way, { channels }: Directory): string {
  const assurance = { page: 'E2EE_WEB', app: 'E2EE_APP', unlisted: null }[way];
  // A link that no directory lists any more: the report is taken all the same, and looked at by a person.
  return assurance === null ? newId() : (channels.find((one) => one.assurance === assurance)?.id ?? newId());
}

async function sendOne(
  { draft, way }: GeneratedReport,
  directory: Directory,
  transport: Transport,
): Promise<Uint8Array> {
  const { sealed } = good('sealing an invented report', await sealReport(draft, directory));
  const channel = { deployment: directory.deployment, id: channelFor(way, directory), signSecretKey: null };
  const outbox = createOutbox({ storage: memoryStorage(), transport, sleep: pause, channel });
  good('keeping an invented report', await outbox.keep(sealed.envelope));
  const outcome = await outbox.send(sealed.digest, directory.servers.accept);
  if (!outcome.ok) throw failed('sending an invented report', outcome.code ?? outcome.reason);
  return sealed.digest;
}

/** Answers with what was accepted, by digest; the first report that cannot be sent ends it. */
export async function sendAll(
  reports: readonly GeneratedReport[],
  directory: Directory,
  transport: Transport,
  onSent: (sent: number) => void,
): Promise<Uint8Array[]> {
  const digests: Uint8Array[] = [];
  const waiting = reports.values();
  let ended = false;
  async function sender(): Promise<void> {
    for (const report of waiting) {
      if (ended) return;
      digests.push(await sendOne(report, directory, transport));
      onSent(digests.length);
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
  } finally {
    ended = true;
  }
  return digests;
}

/** Organisations of the public list that hold no desk: those that a reporter may name or exclude and still be read. */
export function namedOrExcluded({ organisations, desks }: Directory): string[] {
  const holders = new Set(desks.flatMap((desk) => desk.organisations));
  return organisations.map(({ id }) => id).filter((id) => !holders.has(id));
}
