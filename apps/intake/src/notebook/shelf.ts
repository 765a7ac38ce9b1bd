/** Where the one notebook of a phone lies. */
export interface Shelf {
  read(): Promise<Uint8Array | null>;
  /** Puts `after` there (null: nothing) only where `before` still lies, and tells whether it did. */
  swap(before: Uint8Array | null, after: Uint8Array | null): Promise<boolean>;
}
