/** The entry: reads what this deployment is, and shows the first screen. */
import { render } from 'preact';
import { readDeployment } from './deployment/deployment.js';

async function start(page: HTMLElement): Promise<void> {
  const deployment = await readDeployment();
  render(<h1>Amparo{deployment.demo ? ' (demo)' : ''}</h1>, page);
}

const page = document.getElementById('page');
if (page && !document.documentElement.hasAttribute('data-cannot')) void start(page);
