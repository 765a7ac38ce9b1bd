/**
 * E-mail through the operator's relay (RFC 5321), over TLS unless that relay is allowed without. A relay that accepts a message
 * has not delivered it. Relay, login and addresses never reach a log or an error: nodemailer's own words are dropped here.
 */
import type { FailureReason, RingResult } from '#alerts/domain';
import { createTransport } from 'nodemailer';
import type { AddressOf, Channel } from './channel.port.js';
import { mailMessage, type Writer } from './mail-message.js';

export interface Relay {
  readonly host: string;
  readonly port: number;
  /** From the first byte, as on port 465; otherwise STARTTLS. */
  readonly implicitTls: boolean;
  /** Only for a relay that the operator configured so, on the same machine or network. */
  readonly mayBePlain: boolean;
  readonly login: { readonly user: string; readonly pass: string } | null;
}

export interface MailOptions extends Writer {
  readonly relay: Relay;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

export function emailChannel({ relay, timeoutMs = TIMEOUT_MS, ...writer }: MailOptions): Channel<'email'> {
  return {
    async ring(to, ring) {
      return hand(relay, to, writer.from, await mailMessage(to, ring, writer), timeoutMs);
    },
  };
}

async function hand(
  relay: Relay,
  { address }: AddressOf<'email'>,
  from: string,
  raw: string,
  timeoutMs: number,
): Promise<RingResult> {
  const transport = createTransport({
    host: relay.host,
    port: relay.port,
    secure: relay.implicitTls,
    requireTLS: !relay.implicitTls && !relay.mayBePlain,
    ...(relay.login ? { auth: relay.login } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Each of those is for one step; a relay that is slow at every step is late as a whole.
  const late = AbortSignal.timeout(timeoutMs);
  const tooLate = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => {
      reject(new TooLate());
    });
  });
  try {
    await Promise.race([transport.sendMail({ envelope: { from, to: [address] }, raw }), tooLate]);
    return { kind: 'relayed' };
  } catch (error) {
    return judge(error);
  } finally {
    transport.close();
  }
}

class TooLate extends Error {}

interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  /** Of what lies beneath, such as a certificate that has ended. */
  readonly originalCode?: string;
}

function judge(error: unknown): RingResult {
  const { responseCode, response = '', code = '', originalCode = '' } = error as SmtpError;
  if (error instanceof TooLate) return failed('timeout');
  // The relay refuses us, not the reader: an account that is locked must not disable a hundred addresses.
  if (code === 'EAUTH') return failed('refused');
  const isTls = code === 'ETLS' || TLS_CODES.test(code) || TLS_CODES.test(originalCode);
  if (isTls) return failed('tls');
  // RFC 3463: there is no such mailbox.
  if (/^550[ -]5\.1\.1\b/.test(response)) return { kind: 'gone' };
  if (responseCode !== undefined) return failed(responseCode < 500 ? 'throttled' : 'refused');
  return failed(reasonOf(code, originalCode));
}

const failed = (because: FailureReason): RingResult => ({ kind: 'failed', because, retryAfter: null });

function reasonOf(code: string, beneath: string): FailureReason {
  if (code === 'EDNS' || beneath === 'ENOTFOUND') return 'name';
  if (code === 'ETIMEDOUT' || beneath === 'ETIMEDOUT') return 'timeout';
  return 'connection';
}
const TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/;
