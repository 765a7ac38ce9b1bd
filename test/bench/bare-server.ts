/**
 * The least that can keep a report: one route of Fastify that takes the very same HTTP body, decodes the envelope and does one
 * INSERT of id, digest and bytes. No checks, no outbox, no trace, no receipt; the same durability and as many connections.
 */
import { createHash, randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

interface Body {
  readonly variables: { readonly input: { readonly envelope: string } };
}

const INSERT = 'insert into bare (id, digest, envelope) values ($1, $2, $3)';
/** As many as the api has for all that it does. */
const POOL_SIZE = 12;

const pool = new pg.Pool({ connectionString: process.env['BARE_DATABASE_URL'], max: POOL_SIZE });
const app = Fastify({ logger: false, bodyLimit: 512 * 1024 });
app.post<{ Body: Body }>('/graphql', async (request) => {
  const envelope = Buffer.from(request.body.variables.input.envelope, 'base64url');
  const digest = createHash('sha256').update(envelope).digest();
  await pool.query(INSERT, [randomUUID(), digest, envelope]);
  return { receipt: digest.toString('base64url') };
});
process.on('disconnect', () => process.exit(0));
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
process.send?.({ ready: true });
