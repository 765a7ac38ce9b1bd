/** What `npm start -- …` may be told. */
export interface StartOptions {
  /** Begin anew: new keys, new people, an empty database. */
  readonly reset: boolean;
  /** Play the story and end. */
  readonly once: boolean;
  /** The api's port when it is free; another one otherwise. */
  readonly port: number;
  readonly help: boolean;
}

export const START_HELP = `npm start [-- options]

  --reset      begin anew: new keys, new people, an empty database
  --once       play the story once and end; the last line is JSON with the figures
  --port N     the port for the api when it is free (default 8080)

Environment
  AMPARO_STATE   where everything is kept (default .amparo in the checkout)
  REDIS_URL      run the queue on Redis instead of PostgreSQL
  NO_COLOR       no colours
`;

export type ParsedOptions =
  { readonly ok: true; readonly options: StartOptions } | { readonly ok: false; readonly message: string };

export function parseStartOptions(args: readonly string[]): ParsedOptions {
  let options: StartOptions = { reset: false, once: false, port: 8080, help: false };
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
      case '--port': {
        const given = inline ?? args[(at += 1)] ?? '';
        const port = Number(given);
        if (!/^\d{1,5}$/.test(given) || port < 1 || port > 65_535) {
          return { ok: false, message: '--port is a number from 1 to 65535' };
        }
        options = { ...options, port };
        break;
      }
      default:
        return { ok: false, message: `unknown option ${name}` };
    }
  }
  return { ok: true, options };
}
