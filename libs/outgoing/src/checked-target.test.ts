import { describe, expect, it } from '@jest/globals';
import { checkTarget, type Resolve } from './checked-target.js';

const nothingAllowed = new Set<string>();
const resolvesTo =
  (...addresses: readonly string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
const noResolver: Resolve = () => Promise.reject(new Error('an address needs no resolver'));

describe('where a webhook may go', () => {
  it('goes to the one public address that was looked up', async () => {
    const outcome = await checkTarget(
      'https://ally.example/hook',
      nothingAllowed,
      resolvesTo('93.184.216.34'),
    );
    expect(outcome).toMatchObject({ ok: true, target: { address: '93.184.216.34', family: 4 } });
  });

  it.each([
    ['this machine', '127.0.0.1'],
    ['a private network', '10.1.2.3'],
    ['the metadata service of a cloud', '169.254.169.254'],
    ['this machine in IPv6', '::1'],
    ['this machine, written as IPv6', '::ffff:127.0.0.1'],
    ['a unique local address', 'fd00::1'],
  ])('does not go to %s', async (_name, address) => {
    const outcome = await checkTarget('https://ally.example/', nothingAllowed, resolvesTo(address));
    expect(outcome).toEqual({ ok: false, reason: 'address-refused' });
  });

  it('does not go to a name with one private address among public ones', async () => {
    const outcome = await checkTarget(
      'https://ally.example/',
      nothingAllowed,
      resolvesTo('93.184.216.34', '10.0.0.1'),
    );
    expect(outcome).toEqual({ ok: false, reason: 'address-refused' });
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
  ])('knows this machine in every spelling: %s', async (url) => {
    expect(await checkTarget(url, nothingAllowed, noResolver)).toEqual({
      ok: false,
      reason: 'address-refused',
    });
  });

  it.each([
    ['without TLS', 'http://ally.example/'],
    ['of another kind', 'ftp://ally.example/'],
    ['a file', 'file:///etc/passwd'],
    ['with a password', 'https://user:word@ally.example/'],
    ['no address at all', 'ally.example'],
  ])('refuses an endpoint %s', async (_name, url) => {
    const outcome = await checkTarget(url, nothingAllowed, resolvesTo('93.184.216.34'));
    expect(outcome).toEqual({ ok: false, reason: 'endpoint-invalid' });
  });

  it('goes to a private target, also without TLS, where the operator configured exactly that host and port', async () => {
    const allowed = new Set(['127.0.0.1:8080', '[::1]:80']);
    expect(await checkTarget('http://127.0.0.1:8080/x', allowed, noResolver)).toMatchObject({ ok: true });
    expect(await checkTarget('http://[::1]/x', allowed, noResolver)).toMatchObject({
      ok: true,
      target: { family: 6 },
    });
    expect(await checkTarget('https://127.0.0.1:8081/x', allowed, noResolver)).toMatchObject({ ok: false });
  });

  it('says so when there is no such name', async () => {
    const nobody: Resolve = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await checkTarget('https://gone.example/', nothingAllowed, nobody)).toEqual({
      ok: false,
      reason: 'name-not-found',
    });
  });
});
