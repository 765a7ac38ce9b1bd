/**
 * A wrong clock for one process under test, as when somebody sets the clock of its machine: what the calendar says jumps, what a
 * stopwatch says does not. Loaded before the program (life.ts), so the program itself has no such switch that could be left on.
 */
import { readFileSync } from 'node:fs';

const file = process.env['AMPARO_TEST_CLOCK'];
const Real = Date;
const LOOK_EVERY_MS = 50;
let aheadMs = 0;

function look() {
  try {
    aheadMs = Number(readFileSync(file, 'utf8'));
  } catch {
    aheadMs = 0;
  }
}

look();
setInterval(look, LOOK_EVERY_MS).unref();

const now = () => Real.now() + aheadMs;
globalThis.Date = new Proxy(Real, {
  apply: () => new Real(now()).toString(),
  construct: (target, args, made) => Reflect.construct(target, args.length > 0 ? args : [now()], made),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
