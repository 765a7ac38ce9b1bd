/** How large, and how long on a thin line: said before anything is sent. Pure. */
import type { FilesText } from './text/es.js';

/** What 2G really carries of a file, in bytes a second. */
const SLOW = 2_500;
const KB = 1_024;

export function sizeText(bytes: number): string {
  if (bytes < KB * KB) return `${String(Math.max(1, Math.round(bytes / KB)))} KB`;
  return `${(bytes / (KB * KB)).toFixed(1)} MB`;
}

/** Rounded up: whoever waits at a hilltop should not be told too little. */
export function timeText(bytes: number, text: Pick<FilesText, 'seconds' | 'minutes' | 'hours'>): string {
  const seconds = bytes / SLOW;
  if (seconds < 60) return text.seconds(Math.max(10, Math.ceil(seconds / 10) * 10));
  if (seconds < 5_400) return text.minutes(Math.ceil(seconds / 60));
  return text.hours(Math.ceil(seconds / 3_600));
}
