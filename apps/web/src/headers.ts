/**
 * What a browser is told with every answer. The page may load its own files, run libsodium's WebAssembly, speak to its own origin, and
 * nothing else: no text becomes a script, no other host learns that somebody is here, and leaving the page tells nobody where from.
 */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'worker-src': "'self'",
  'form-action': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  // One policy, for the address of the service worker: apps/intake/src/device/service-workers.ts.
  'trusted-types': 'amparo',
};

/** What a page for reporting needs of a telephone. Everything that would say where somebody is, or who, is refused to it as well. */
const ALLOWED = ['microphone', 'camera'];
const REFUSED = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'payment',
  'publickey-credentials-get',
  'serial',
  'usb',
];

export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': Object.entries(POLICY)
    .map(([name, value]) => `${name} ${value}`)
    .join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-dns-prefetch-control': 'off',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'origin-agent-cluster': '?1',
  'permissions-policy': [
    ...ALLOWED.map((name) => `${name}=(self)`),
    ...REFUSED.map((name) => `${name}=()`),
  ].join(', '),
  // Without TLS browsers ignore it, as they must behind an onion address.
  'strict-transport-security': 'max-age=63072000',
};

/** For what no browser shows as a page or runs as a worker: the page's policy holds for it, and a kilobyte each is a second on 2G. */
const FILE_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

const NEEDS_NO_POLICY = /^\/[A-Za-z0-9._-]+-[A-Z0-9]{8}\.(css|js|wasm)$/;

export const headersFor = (path: string): Readonly<Record<string, string>> =>
  NEEDS_NO_POLICY.test(path) ? FILE_HEADERS : HEADERS;
