/** The only secret of an api process: it signs acceptance receipts and opens nothing. apps/api provides it. */
export class AcceptKey {
  /** @param secretKey Ed25519, 64 bytes */
  constructor(readonly secretKey: Uint8Array) {}
}
