/** Which tests Node has in these files, by name: Jest itself is asked, and told to run none of them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const NOTHING = 'no test has this name';
const LIMIT = { timeout: 120_000, maxBuffer: 64 * 1024 * 1024 };

interface JestReport {
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly assertionResults: readonly { readonly fullName: string }[] }[];
}

export async function namesInNode(files: readonly string[]): Promise<string[]> {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    '--runTestsByPath',
    ...files,
    '--selectProjects',
    'unit',
    '--testNamePattern',
    NOTHING,
    '--json',
  ];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...args],
    LIMIT,
  );
  const report = JSON.parse(stdout) as JestReport;
  if (report.numRuntimeErrorTestSuites > 0) throw new Error('a suite does not load in Node');
  return report.testResults.flatMap((file) => file.assertionResults.map(({ fullName }) => fullName));
}
