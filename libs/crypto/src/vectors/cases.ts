/** All vector files (PROTOCOL.md §12). */
import { primitiveCases } from './primitive-cases.js';
import { callCases } from './call-cases.js';
import { custodyCases } from './custody-cases.js';
import { documentCases } from './document-cases.js';
import { dutyCases } from './duty-cases.js';
import { silenceCases } from './silence-cases.js';
import { fileCases } from './file-cases.js';
import { envelopeCases } from './envelope-cases.js';
import { mailboxCases } from './mailbox-cases.js';
import { notebookCases } from './notebook-cases.js';
import { messageCases } from './message-cases.js';
import { searchCases } from './search-cases.js';
import { Cases, type VectorCase } from './case-list.js';
import { makeSample } from './sample.js';

export interface VectorFile {
  readonly specification: string;
  readonly about: string;
  readonly cases: readonly VectorCase[];
}

const files = {
  primitives: {
    about: 'Encodings, hashes, keys, signatures and the seal (PROTOCOL.md §§ 1–3)',
    make: primitiveCases,
  },
  envelope: { about: 'Sealing, decoding and opening envelopes (§4)', make: envelopeCases },
  documents: { about: 'Heads, directories and the documents they list (§5)', make: documentCases },
  messages: {
    about: 'Grants, notices, capsules, notes, endpoints, statements, receipts (§§ 5.9, 6, 8)',
    make: messageCases,
  },
  search: { about: 'Index keys, blind and bundle tokens, likenesses (§§ 2.5, 2.6, 6.1)', make: searchCases },
  calls: { about: 'Tasks, and what came of a call (§§ 6.1, 8.7)', make: callCases },
  duty: { about: 'Duty rosters (§§ 6.3, 8.8)', make: dutyCases },
  silence: { about: 'Silences (§8.9)', make: silenceCases },
  custody: { about: 'Opening an identity by quorum (§7)', make: custodyCases },
  files: { about: 'Files that are sealed apart from the report (§10.2)', make: fileCases },
  notebook: { about: 'Many conversations under one passphrase (§10.3)', make: notebookCases },
  mailbox: { about: 'Receipt words, replies, follow-ups, keyrings (§§ 9, 10)', make: mailboxCases },
};

export async function vectorFiles(): Promise<Readonly<Record<string, VectorFile>>> {
  const sample = makeSample();
  const made: Record<string, VectorFile> = {};
  for (const [name, { about, make }] of Object.entries(files)) {
    const cases = new Cases();
    await make(cases, sample);
    made[name] = { specification: '1.4.0', about, cases: cases.all };
  }
  return made;
}
