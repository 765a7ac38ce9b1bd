/** What one socket, one session and all of them together may take (DESIGN: the limits of HTTP hold for sockets as well). */
export const LIVE_LIMITS = {
  /** Bytes of one message from a client; a subscription needs a few hundred. */
  payload: 4096,
  initMs: 3_000,
  sockets: 1_000,
  /** Sockets that have not said who they are. When there are more, the oldest goes: whoever speaks at once is not kept out. */
  waiting: 200,
  socketsPerSession: 4,
  operations: 4,
  /** Messages of one socket in ten seconds, pings included. */
  messages: 40,
  messageWindowMs: 10_000,
  pingMs: 12_000,
  /** Bytes that wait for a reader. Changes themselves wait outside the socket, as one message. */
  buffered: 64 * 1024,
  recheckMs: 5_000,
  closeMs: 1_000,
} as const;

/** Every reason for which a socket is closed. The text is ours: what the client sent is not repeated. */
export const CLOSE_REASONS: Readonly<Record<number, string>> = {
  1001: 'Going away',
  1003: 'Text only',
  1012: 'Rights have changed, connect again',
  1013: 'Too many connections, try again later',
  4400: 'Malformed message',
  4401: 'There is no valid session',
  4403: 'There is no valid session',
  4406: 'Subprotocol not acceptable',
  4408: 'Nobody said who they are',
  4409: 'This id is in use',
  4429: 'Too many messages or connections',
  4500: 'Something is wrong on our side',
};
