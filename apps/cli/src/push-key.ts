/**
 * The key with which the platform makes itself known to push services (RFC 8292): P-256, which nothing else here uses. The secret
 * goes to the worker; browsers need the public half to subscribe. It opens nothing.
 */
import { createECDH } from 'node:crypto';
import { utf8 } from '#crypto';
import type { DeploymentFile } from '#sdk/deployment-files';

export function pushKeyFiles(): readonly DeploymentFile[] {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  // A secret with leading zeros would otherwise be written shorter than it is.
  const seed = Buffer.alloc(32);
  const secret = pair.getPrivateKey();
  secret.copy(seed, 32 - secret.length);
  const file = (name: string, value: object): DeploymentFile => ({
    name,
    content: utf8(`${JSON.stringify(value, null, 2)}\n`),
  });
  return [
    file('secrets/push.json', { kind: 'amparo/secret/1', use: 'push', seed: seed.toString('base64url') }),
    file('public/push.json', { kind: 'amparo/push/1', publicKey: pair.getPublicKey('base64url') }),
  ];
}
