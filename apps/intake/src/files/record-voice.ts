/** A recording of this device's microphone, in Opus where the browser has it. The sound stays in the page's memory. */
import { drawRatio, maskVoice } from './mask-voice.js';

const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
/** Speech is understood well at this rate, and a minute is 180 kB. */
const BITS_PER_SECOND = 24_000;

export interface Recording {
  /** From 0 to 1, as it is now. */
  readonly level: () => number;
  /** Ends it; null if there was nothing. The microphone is given back in any case. */
  readonly stop: () => Promise<Blob | null>;
}

/** Null where there is no microphone, or the person said no. */
export async function recordVoice(masked: boolean): Promise<Recording | null> {
  const stream = await askForMicrophone();
  if (!stream) return null;
  const context = new AudioContext();
  try {
    const source = context.createMediaStreamSource(stream);
    const meter = context.createAnalyser();
    meter.fftSize = 512;
    source.connect(meter);
    const out = context.createMediaStreamDestination();
    const [chance = 0] = crypto.getRandomValues(new Uint32Array(1));
    (masked ? maskVoice(context, source, drawRatio(chance / 2 ** 32)) : source).connect(out);
    return started(out.stream, meter, () => {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    });
  } catch {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
    return null;
  }
}

async function askForMicrophone(): Promise<MediaStream | null> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch {
    return null;
  }
}

function started(stream: MediaStream, meter: AnalyserNode, end: () => void): Recording {
  const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: BITS_PER_SECOND,
    ...(type === undefined ? {} : { mimeType: type }),
  });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => {
    if (data.size > 0) parts.push(data);
  };
  recorder.start(1_000);
  const wave = new Float32Array(meter.fftSize);
  return {
    level() {
      meter.getFloatTimeDomainData(wave);
      return Math.min(1, 3 * Math.sqrt(wave.reduce((sum, value) => sum + value * value, 0) / wave.length));
    },
    stop: () =>
      new Promise((resolve) => {
        recorder.onstop = () => {
          end();
          resolve(parts.length > 0 ? new Blob(parts, { type: recorder.mimeType }) : null);
        };
        if (recorder.state === 'inactive') recorder.dispatchEvent(new Event('stop'));
        else recorder.stop();
      }),
  };
}
