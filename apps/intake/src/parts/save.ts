/** A file given to the person, made in memory and forgotten as soon as the browser has taken it. */

const FORGET_AFTER_MS = 10_000;

export function saveFile(name: string, bytes: Uint8Array<ArrayBuffer> | string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, FORGET_AFTER_MS);
}
