/**
 * How this sdk asks for the signed directory, in a file without any import: the web process knows these very bytes, too, and packs what
 * answers them (apps/web/src/public-answers.ts). Any other text for the same question is answered alike, unpacked.
 */
export const DIRECTORY_DOCUMENT = `query Directory {
    directory { version head signatures directory policy freshness { statement signature witness } }
  }`;
