/** Records until it is told to stop, shows that it hears, and never for longer than ten minutes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.js';
import { Notice } from '../parts/notice.js';
import { Main, Plain } from '../parts/screen.js';
import { recordVoice, type Recording } from './record-voice.js';
import type { FilesText } from './text/es.js';

const LONGEST_S = 600;
const LOOK_MS = 200;

interface VoiceRecorderProps {
  readonly words: FilesText;
  readonly done: (bytes: Blob, masked: boolean) => void;
}

const clock = (seconds: number): string =>
  `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;

export function VoiceRecorder({ words, done }: VoiceRecorderProps) {
  const running = useRef<{ recording: Recording; masked: boolean; since: number } | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [level, setLevel] = useState(0);
  const [said, setSaid] = useState<string | null>(null);

  const stop = async (): Promise<void> => {
    const now = running.current;
    running.current = null;
    setSeconds(null);
    const bytes = await now?.recording.stop();
    if (now && bytes) done(bytes, now.masked);
  };
  const start = async (masked: boolean): Promise<void> => {
    setSaid(null);
    const recording = await recordVoice(masked);
    if (!recording) {
      setSaid(words.noMicrophone);
      return;
    }
    running.current = { recording, masked, since: Date.now() };
    setSeconds(0);
  };

  useEffect(() => {
    if (seconds === null) return;
    const timer = setInterval(() => {
      const now = running.current;
      if (!now) return;
      const passed = Math.floor((Date.now() - now.since) / 1000);
      setLevel(now.recording.level());
      setSeconds(passed);
      if (passed < LONGEST_S) return;
      setSaid(words.longest);
      void stop();
    }, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [seconds === null]);
  // Whoever leaves the screen, or the page, takes the microphone away with them.
  useEffect(
    () => () => {
      void running.current?.recording.stop();
      running.current = null;
    },
    [],
  );

  return (
    <div class="recorder">
      {seconds === null ? (
        <>
          <Plain onPress={() => void start(false)}>
            <Icon name="voice" />
            {words.record}
          </Plain>
          <Plain onPress={() => void start(true)}>
            <Icon name="shield" />
            {words.recordMasked}
          </Plain>
          <p class="hint">{words.maskHelp}</p>
        </>
      ) : (
        <>
          <p role="timer" class="recording">
            {words.recording(clock(seconds))}
          </p>
          <meter min={0} max={1} value={level} aria-label={words.level} />
          <Main onPress={() => void stop()}>{words.stop}</Main>
        </>
      )}
      {said !== null && (
        <Notice tone="care" live>
          <p>{said}</p>
        </Notice>
      )}
    </div>
  );
}
