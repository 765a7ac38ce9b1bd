/** The entry: reads what this deployment is and which link led here, and shows the first screen in the browser's language. */
import { render } from 'preact';
import { createTransport } from '#sdk';
import { App } from './app.js';
import { openDevice, wasOwn } from './device/device.js';
import { notebookShelf } from './device/notebook-shelf.js';
import { readDeployment } from './deployment/deployment.js';
import { channelInFragment } from './sending/channel.js';
import { createLetterbox } from './sending/letterbox.js';
import { languageOf, loadText } from './text/languages.js';

/**
 * Out of the address bar and the tab's way back, so that no glance or screenshot shows which partner's link it was. The browser's own
 * files may remember it all the same (THREAT-MODEL.md).
 */
function takeChannel(): string | null {
  const channelId = channelInFragment(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return channelId;
}

async function start(page: HTMLElement): Promise<void> {
  const channelId = takeChannel();
  const language = languageOf(navigator.languages);
  const [deployment, text] = await Promise.all([readDeployment(), loadText(language)]);
  document.documentElement.lang = language;
  document.title = text.title;
  const transport = createTransport({ url: new URL('/graphql', location.href).href });
  render(
    <App
      first={{ language, text, spoken: null }}
      demo={deployment.demo}
      exit={deployment.exit}
      channelId={channelId}
      letterboxFor={(whose) =>
        createLetterbox({ deployment, transport, place: openDevice(whose), channelId })
      }
      transport={transport}
      shelf={notebookShelf}
      wasOwn={wasOwn}
    />,
    page,
  );
}

const page = document.getElementById('page');
if (page && !document.documentElement.hasAttribute('data-cannot')) void start(page);
