/** A part of the page that most who come do not need: fetched when it is asked for, and asked for again where the signal failed. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Notice } from '../parts/notice.js';
import { usePage } from '../parts/page.js';
import { Plain } from '../parts/screen.js';

type Part<P> = (props: P) => JSX.Element;

export function lazily<P extends object>(load: () => Promise<Part<P>>): Part<P> {
  let loaded: Part<P> | null = null;
  return function Lazily(props: P) {
    const { text } = usePage();
    const [Ready, setReady] = useState(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (Ready || failed) return;
      let wanted = true;
      load().then(
        (part) => {
          loaded = part;
          if (wanted) setReady(() => part);
        },
        () => {
          if (wanted) setFailed(true);
        },
      );
      return () => {
        wanted = false;
      };
    }, [failed]);
    if (Ready) return <Ready {...props} />;
    return (
      <main class="screen">
        <Notice tone={failed ? 'care' : 'plain'} live>
          <p>{failed ? text.common.notLoaded : text.common.wait}</p>
          {failed && (
            <Plain
              onPress={() => {
                setFailed(false);
              }}
            >
              {text.common.again}
            </Plain>
          )}
        </Notice>
      </main>
    );
  };
}
