/** What `npm start -- …` may be told. */
export interface StartOptions {
  /** Begin anew: new keys, new people, an empty database. */
  readonly reset: boolean;
  /** Play the story and end. */
  readonly once: boolean;
  /** The api's port when it is free; another one otherwise. */
  readonly port: number;
  /** After the story, so many invented reports; 0 for none. */
  readonly reports: number;
  readonly help: boolean;
}

export const START_HELP = `npm start [-- options]

  --reset      begin anew: new keys, new people, an empty database
  --once       play the story once and end; the last line is JSON with the figures
  --reports N  after the story, send N invented reports (1 to 5000) and show the queue
  --port N     the port for the api when it is free (default 8080); the reporter’s page takes the next

Environment
  AMPARO_STATE   where everything is kept (default .amparo in the checkout)
  REDIS_URL      run the queue on Redis instead of PostgreSQL
  NO_COLOR       no colours
`;

export type ParsedOptions =
  { readonly ok: true; readonly options: StartOptions } | { readonly ok: false; readonly message: string };

const MOST_REPORTS = 5_000;

function numberUpTo(most: number, given: string): number | null {
  const value = Number(given);
  return /^\d{1,5}$/.test(given) && value >= 1 && value <= most ? value : null;
}

export function parseStartOptions(args: readonly string[]): ParsedOptions {
  let options: StartOptions = { reset: false, once: false, port: 8080, reports: 0, help: false };
  for (let at = 0; at < args.length; at += 1) {
    const [name = '', inline] = (args[at] ?? '').split('=', 2);
    switch (name) {
      case '--reset':
        options = { ...options, reset: true };
        break;
      case '--once':
        options = { ...options, once: true };
        break;
      case '--help':
      case '-h':
        options = { ...options, help: true };
        break;
      case '--port':
      case '--reports': {
        const most = name === '--port' ? 65_535 : MOST_REPORTS;
        const given = numberUpTo(most, inline ?? args[(at += 1)] ?? '');
        if (given === null) return { ok: false, message: `${name} is a number from 1 to ${String(most)}` };
        options = { ...options, [name === '--port' ? 'port' : 'reports']: given };
        break;
      }
      default:
        return { ok: false, message: `unknown option ${name}` };
    }
  }
  return { ok: true, options };
}
