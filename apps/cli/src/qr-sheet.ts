/** Parts as QR codes: one picture each, and one page to print with all of them and their numbers. Nothing of it needs a network. */
import encodeQR from 'qr';

const OPTIONS = { ecc: 'medium', encoding: 'alphanumeric', border: 4 } as const;

export const qrForTerminal = (part: string): string => encodeQR(part, 'ascii', { ...OPTIONS, border: 2 });

export function qrFiles(
  parts: readonly (readonly [name: string, part: string])[],
  id: string,
): (readonly [name: string, content: string])[] {
  const pictures = parts.map(([name, part]) => [name, encodeQR(part, 'svg', OPTIONS)] as const);
  const figures = pictures
    .map(
      ([, svg], at) =>
        `<figure>${svg}<figcaption>${id} · ${String(at + 1)} / ${String(parts.length)}</figcaption></figure>`,
    )
    .join('\n');
  const sheet = `<!doctype html>
<meta charset="utf-8">
<title>${id}</title>
<style>
body { display: flex; flex-wrap: wrap; margin: 0; font: 10pt sans-serif; }
figure { width: 8.5cm; margin: 0.4cm; text-align: center; break-inside: avoid; }
svg { width: 100%; height: auto; }
</style>
${figures}
`;
  return [...pictures.map(([name, svg]) => [`${name}.svg`, svg] as const), ['sheet.html', sheet]];
}
