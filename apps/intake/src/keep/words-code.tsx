/** The words as a QR code, drawn on a canvas. The drawing library comes only when somebody asks for it. */
import { useEffect, useRef } from 'preact/hooks';
import { usePage } from '../parts/page.js';

const PIXELS = 6;

export function WordsCode({ words }: { readonly words: readonly string[] }) {
  const { text } = usePage();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let wanted = true;
    void import('qr').then(({ encodeQR }) => {
      if (wanted && canvas.current) draw(canvas.current, encodeQR(words.join(' '), 'raw', { border: 4 }));
    });
    return () => {
      wanted = false;
    };
  }, [words]);
  return <canvas class="code" ref={canvas} role="img" aria-label={text.words.qrAlt} />;
}

/** Black on white in the dark, too: cameras expect it. */
function draw(canvas: HTMLCanvasElement, rows: readonly (readonly boolean[])[]): void {
  canvas.width = canvas.height = rows.length * PIXELS;
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  rows.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (isDark) pen.fillRect(x * PIXELS, y * PIXELS, PIXELS, PIXELS);
    });
  });
}
