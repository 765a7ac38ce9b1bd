/** Gives the sealed report to the person as a file, to be carried. */
import { saveFile } from '../parts/save.js';
import type { Letterbox } from '../sending/letterbox.js';
import type { Text } from '../text/es.js';

export async function offerFile(letterbox: Letterbox, digest: Uint8Array, text: Text): Promise<void> {
  const file = await letterbox.takeOut(digest);
  if (file) saveFile(text.delivery.takeOutName, file.slice(), 'application/octet-stream');
}
