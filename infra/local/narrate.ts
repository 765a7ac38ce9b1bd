/**
 * How the story is told on a terminal: at most 100 columns, quiet colours on a terminal only (NO_COLOR is honoured), and
 * the same words without colour in a file or a pipe. It prints what it is given and decides nothing.
 */
const WIDTH = 100;
const INDENT = 5;
const WHO = 12;

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

type Style = 'bold' | 'dim' | 'accent' | 'warn';
const CODES: Record<Style, readonly [string, string]> = {
  bold: ['\u001b[1m', '\u001b[22m'],
  dim: ['\u001b[2m', '\u001b[22m'],
  accent: ['\u001b[36m', '\u001b[39m'],
  warn: ['\u001b[33m', '\u001b[39m'],
};

/** Breaks at spaces; a word longer than the line (a path, a command) is left whole rather than made uncopyable. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** What a disk shows: pairs of hexadecimal digits beside the characters, a dot where there is none. */
export function hexLines(bytes: Uint8Array, rows: number): string[] {
  const lines: string[] = [];
  for (let row = 0; row < rows && row * 24 < bytes.length; row += 1) {
    const part = [...bytes.subarray(row * 24, row * 24 + 24)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0'));
    const pairs = hex.map((pair, at) => (at % 4 === 3 ? `${pair} ` : pair)).join('');
    const characters = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    lines.push(`${pairs.padEnd(54)}  ${characters.join('')}`);
  }
  return lines;
}

/** For what is shown rather than copied: a body without spaces is broken where the line ends. */
function breakLong(text: string, width: number): string {
  return text
    .split(' ')
    .map((word) => word.match(new RegExp(`.{1,${String(width)}}`, 'gsu'))?.join(' ') ?? word)
    .join(' ');
}

export const figure = (value: number): string => Math.round(value).toLocaleString('en-US');

export const millis = (ms: number): string => (ms < 10 ? `${ms.toFixed(1)} ms` : `${figure(ms)} ms`);

export interface Narrator {
  title(left: string, right: string): void;
  /** Something under way, in one dim line. */
  progress(text: string): void;
  /** Where something counts upwards: one line that is written over on a terminal; elsewhere only its last state. */
  meter(text: string): void;
  meterEnd(): void;
  step(number: number, heading: string, ms: number): void;
  /** Who sees what. */
  sees(who: string, text: string): void;
  /** Verbatim text that somebody reads, set off from ours. */
  quote(who: string, text: string): void;
  bytes(who: string, bytes: Uint8Array, rows: number): void;
  section(heading: string): void;
  paragraph(text: string): void;
  row(name: string, text: string): void;
  /** Columns as wide as their widest cell. The first is text; the others are figures unless said otherwise. */
  table(heads: readonly string[], rows: readonly (readonly string[])[], align?: 'left' | 'right'): void;
  command(comment: string, command: string): void;
  warning(text: string): void;
  blank(): void;
}

export function narrator(out: Output, env: NodeJS.ProcessEnv): Narrator {
  const coloured = out.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const paint = (style: Style, text: string): string =>
    coloured ? CODES[style][0] + text + CODES[style][1] : text;
  const print = (line: string): void => void out.write(`${line.trimEnd()}\n`);
  const margin = ' '.repeat(INDENT);

  function labelled(who: string, lines: readonly string[], style?: Style): void {
    lines.forEach((line, at) => {
      const label = at === 0 ? paint('dim', who.padEnd(WHO)) : ' '.repeat(WHO);
      print(margin + label + (style ? paint(style, line) : line));
    });
  }
  const room = WIDTH - INDENT - WHO;
  let metered = '';

  return {
    title(left, right) {
      print('');
      print(
        `  ${paint('bold', left)}${' '.repeat(Math.max(2, WIDTH - 2 - left.length - right.length))}${paint('warn', right)}`,
      );
      print(`  ${paint('dim', '─'.repeat(WIDTH - 2))}`);
    },
    progress: (text) => {
      for (const line of wrap(text, WIDTH - 2)) print(`  ${paint('dim', line)}`);
    },
    meter(text) {
      metered = text;
      if (out.isTTY === true) out.write(`\r\u001b[2K${margin}${paint('dim', text)}`);
    },
    meterEnd() {
      if (out.isTTY === true) out.write('\r\u001b[2K');
      if (metered !== '') print(margin + paint('dim', metered));
      metered = '';
    },
    step(number, heading, ms) {
      const took = millis(ms);
      const gap = ' '.repeat(Math.max(2, WIDTH - INDENT - heading.length - took.length));
      print('');
      print(`  ${paint('accent', String(number))}  ${paint('bold', heading)}${gap}${paint('dim', took)}`);
    },
    sees: (who, text) => {
      labelled(who, wrap(text, room));
    },
    quote: (who, text) => {
      labelled(
        who,
        wrap(breakLong(text, room - 2), room - 2).map((line) => `│ ${line}`),
        'accent',
      );
    },
    bytes: (who, bytes, rows) => {
      labelled(who, hexLines(bytes, rows), 'dim');
    },
    section(heading) {
      print('');
      print(`  ${paint('bold', heading)}`);
    },
    paragraph: (text) => {
      for (const line of wrap(text, WIDTH - INDENT)) print(margin + line);
    },
    row: (name, text) => {
      wrap(text, WIDTH - INDENT - 20).forEach((line, at) => {
        print(margin + (at === 0 ? name.padEnd(20) : ' '.repeat(20)) + line);
      });
    },
    table(heads, rows, align = 'right') {
      const widths = heads.map((_, at) => Math.max(...[heads, ...rows].map((row) => (row[at] ?? '').length)));
      const line = (row: readonly string[]): string =>
        row
          .map((cell, at) =>
            at === 0 || align === 'left' ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
          )
          .join('  ')
          .slice(0, WIDTH - INDENT);
      print(margin + paint('dim', line(heads)));
      for (const row of rows) print(margin + line(row));
    },
    command: (comment, command) => {
      if (comment !== '') print(`  ${paint('dim', `# ${comment}`)}`);
      print(`  ${paint('accent', command)}`);
    },
    warning: (text) => {
      for (const line of wrap(text, WIDTH - 2)) print(`  ${paint('warn', line)}`);
    },
    blank: () => {
      print('');
    },
  };
}
