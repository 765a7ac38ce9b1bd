/**
 * A picture drawn again: of the file only what one sees is left. Place, time, telephone and the small preview that cameras hide in a file
 * are not copied, because nothing of it is ever read. Null for what this browser cannot draw; then nothing was taken out.
 */
const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

export async function strippedCopy(picture: Blob): Promise<Blob | null> {
  const drawn = await createImageBitmap(picture).catch(() => null);
  if (!drawn) return null;
  try {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(drawn.width, drawn.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(drawn.width * scale));
    canvas.height = Math.max(1, Math.round(drawn.height * scale));
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) return null;
    context.drawImage(drawn, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', QUALITY);
    });
  } finally {
    drawn.close();
  }
}
