/**
 * A voice changed while it is recorded, so that the unchanged one is never a file anywhere. Two delays that grow or shrink, cross-faded,
 * read the sound slower or faster: pitch and the colour of the voice (its formants) move together; a band-pass takes away the highest and
 * lowest parts, by which voices are told apart best. How far it moves is drawn anew for every recording.
 *
 * Not perfect, and the page says so: the way of speaking stays, and whoever guesses how far it moved can undo most of it.
 */
const PERIOD_S = 0.1;
const FADE_S = 0.05;

/** Away from 1 on either side: a change that small would hide nobody. */
export function drawRatio(random: number): number {
  const far = 0.2 + 0.12 * ((random * 2) % 1);
  return random < 0.5 ? 1 - far : 1 + far;
}

function looped(context: BaseAudioContext, shape: (at: number) => number): AudioBuffer {
  const length = Math.round(2 * PERIOD_S * context.sampleRate);
  const buffer = context.createBuffer(1, length, context.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let at = 0; at < length; at += 1) samples[at] = shape(at / context.sampleRate);
  return buffer;
}

/** Rises (or falls) for one period and rests for the next: the other tap works while this one jumps back. */
function delayShape(ratio: number): (at: number) => number {
  const change = Math.abs(1 - ratio) * PERIOD_S;
  return (at) => {
    if (at >= PERIOD_S) return 0;
    const way = at / PERIOD_S;
    return change * (ratio > 1 ? 1 - way : way);
  };
}

const fadeShape = (at: number): number => {
  if (at >= PERIOD_S) return 0;
  const edge = Math.min(at, PERIOD_S - at);
  return Math.sqrt(Math.min(1, edge / (FADE_S / 2)));
};

function tap(
  context: BaseAudioContext,
  input: AudioNode,
  output: AudioNode,
  ratio: number,
  startAt: number,
): void {
  const delay = context.createDelay(1);
  const gain = context.createGain();
  delay.delayTime.value = 0;
  gain.gain.value = 0;
  for (const [shape, parameter] of [
    [delayShape(ratio), delay.delayTime],
    [fadeShape, gain.gain],
  ] as const) {
    const source = context.createBufferSource();
    source.buffer = looped(context, shape);
    source.loop = true;
    source.connect(parameter);
    source.start(startAt);
  }
  input.connect(delay).connect(gain).connect(output);
}

export function maskVoice(context: BaseAudioContext, input: AudioNode, ratio: number): AudioNode {
  const low = context.createBiquadFilter();
  low.type = 'highpass';
  low.frequency.value = 140;
  const high = context.createBiquadFilter();
  high.type = 'lowpass';
  high.frequency.value = 3_600;
  const now = context.currentTime + 0.02;
  tap(context, input, low, ratio, now);
  tap(context, input, low, ratio, now + PERIOD_S);
  low.connect(high);
  return high;
}
