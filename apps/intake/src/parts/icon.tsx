/** Own drawings, 24 × 24, one line each: they say the same as the words beside them, and are hidden from screen readers for that reason. */

const PATHS = {
  back: 'M15 5l-7 7 7 7',
  leave: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  listen: 'M4 10v4h3l5 4V6L7 10H4zM15.5 9a4 4 0 010 6M18 6.5a8 8 0 010 11',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  phone: 'M8 3h8v18H8zM11 18h2',
  shared: 'M5 4h6v12H5zM13 8h6v12h-6zM7.5 13h1M15.5 17h1',
  alert: 'M12 3.5L2.5 20h19L12 3.5zM12 10v4.5M12 17.2v.3',
  calm: 'M5 19C4 10 9 4 20 4c0 10-5 15-13 14M5 21c1-5 4-9 8-11',
  unsure: 'M8.5 9a3.5 3.5 0 117 0c0 2.5-3.5 2.5-3.5 5.5M12 18v.3',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4.5 21c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5',
  two: 'M8.5 12a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c0-3.5 2.7-5.5 6-5.5s6 2 6 5.5M16 5.5a3.3 3.3 0 010 6.3M17.5 14.8c2.5.5 4 2.3 4 5.2',
  community:
    'M12 10a3 3 0 100-6 3 3 0 000 6zM5 14a2.3 2.3 0 100-4.6 2.3 2.3 0 000 4.6zM19 14a2.3 2.3 0 100-4.6 2.3 2.3 0 000 4.6zM7.5 20c0-3.5 2-5.8 4.5-5.8s4.5 2.3 4.5 5.8M1.5 20c0-2 1.3-3.5 3.2-3.7M22.5 20c0-2-1.3-3.5-3.2-3.7',
  LIFE: 'M12 20C6 15.5 3 12.3 3 8.8 3 6.2 5 4.5 7.3 4.5c1.9 0 3.6 1.1 4.7 3 1.1-1.9 2.8-3 4.7-3 2.3 0 4.3 1.7 4.3 4.3 0 3.5-3 6.7-9 11.2zM12 7.5l-1.5 3 3 2-1.5 3',
  LIBERTY: 'M4 4h16v16H4zM9 4v16M15 4v16M4 12h16',
  INTEGRITY:
    'M7 11V6.5a1.5 1.5 0 013 0V4.5a1.5 1.5 0 013 0v2a1.5 1.5 0 013 0v2a1.5 1.5 0 013 0V15c0 3.5-2.5 6-6 6-3 0-4.6-1.3-6-4l-2.5-4.5c-.8-1.5 1.1-2.7 2.2-1.3L7 13.5',
  THREAT:
    'M2 12c2.5-4.5 6-6.5 10-6.5s7.5 2 10 6.5c-2.5 4.5-6 6.5-10 6.5S4.5 16.5 2 12zM12 15a3 3 0 100-6 3 3 0 000 6z',
  DIGITAL: 'M7 3h10v18H7zM10 8.5l4 4M14 8.5l-4 4M11 18h2',
  STIGMA: 'M4 5h16v11h-8l-5 4v-4H4zM9 8.5l6 4M15 8.5l-6 4',
  LEGAL: 'M12 4v16M7 20h10M5 7h14M5 7l-3 7h6L5 7zM19 7l-3 7h6l-3-7z',
  PROPERTY:
    'M3 11.5L12 4l9 7.5M5.5 9.5V20h13V9.5M12 18c-2 0-3-1.2-3-2.7 0-1.8 1.7-2.3 2-4.3 2 1 4 2.8 4 4.5 0 1.4-1.2 2.5-3 2.5z',
  TERRITORY:
    'M8 21v-4M8 17c-3 0-5-1.8-5-4.3 0-1.5.8-2.6 1.8-3.2C4.6 6.5 6 4.5 8 4.5s3.4 2 3.2 5c1 .6 1.8 1.7 1.8 3.2C13 15.2 11 17 8 17zM15 21h6M17 21l3-11M18 10l4 1.5-1 3-3-1.2',
  WORK: 'M3 8h18v6H3zM6 14v6M18 14v6M6 8V5M18 8V5M7 14l5-6M12.5 14l5-6',
  OTHER: 'M6 12h.01M12 12h.01M18 12h.01',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 017 0v3M12 14.5v2',
  network:
    'M12 8a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM5 20a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM19 20a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM10.7 7.8L6.3 15.2M13.3 7.8l4.4 7.4M7.5 17.5h9',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5',
  building: 'M3 20h18M5 20V10M9.7 20V10M14.3 20V10M19 20V10M3 10l9-6 9 6z',
  chart: 'M4 20h16M7 20v-6M12 20V8M17 20v-9',
  fast: 'M13 3L5 14h6l-1 7 8-11h-6l1-7z',
  shield: 'M12 3l8 3v6c0 4.5-3.2 7.7-8 9-4.8-1.3-8-4.5-8-9V6l8-3z',
  words: 'M4 5h16v14H4zM7.5 9h3M13.5 9h3M7.5 12h3M13.5 12h3M7.5 15h3M13.5 15h3',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  carry: 'M4 8h16v12H4zM9 8V5h6v3M12 11v6M9.5 14.5L12 17l2.5-2.5',
  print: 'M7 9V4h10v5M4 9h16v8h-3M7 17H4V9M7 14h10v6H7z',
  pen: 'M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3',
  code: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2M14 20h2M18 18h2v2',
  clock: 'M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5.5l3.5 2',
  none: 'M12 21a9 9 0 100-18 9 9 0 000 18zM5.7 5.7l12.6 12.6',
  plus: 'M12 5v14M5 12h14',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
