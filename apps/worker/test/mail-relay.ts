/** The operator's relay as a test needs it: a real SMTP server that keeps what it accepts, or refuses with the words it is told. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export class MailRelay {
  readonly accepted: { readonly to: string; readonly raw: string }[] = [];
  readonly logins: string[] = [];
  /** Said to the recipient's address; null: accepted. */
  refusal: { readonly code: number; readonly text: string } | null = null;
  silent = false;

  private constructor(
    private readonly server: SMTPServer,
    private readonly at: { port: number },
  ) {}

  static async listen(options: { readonly speaksTls?: boolean } = {}): Promise<MailRelay> {
    const relays: MailRelay[] = [];
    const server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      // With TLS: under the certificate that comes with the server, which nobody vouches for.
      disabledCommands: options.speaksTls === true ? [] : ['STARTTLS'],
      hideSTARTTLS: options.speaksTls !== true,
      onAuth: ({ username = '', password = '' }, _session, done) => {
        relays[0]?.logins.push(username);
        if (password === 'right') done(null, { user: username });
        else done(new Error('wrong'));
      },
      onRcptTo: (_address, _session, done) => {
        const refusal = relays[0]?.refusal;
        if (relays[0]?.silent === true) return;
        if (refusal) done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
        else done();
      },
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const [to] = session.envelope.rcptTo;
          relays[0]?.accepted.push({ to: to?.address ?? '', raw: Buffer.concat(parts).toString() });
          done();
        });
      },
    });
    // A client that hangs up in the middle is what some of the tests are about.
    server.on('error', () => undefined);
    const relay = new MailRelay(server, { port: 0 });
    relays.push(relay);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    relay.at.port = (server.server.address() as AddressInfo).port;
    return relay;
  }

  get port(): number {
    return this.at.port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }
}
