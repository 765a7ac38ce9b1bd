/** `node --import` this: a CPU profile of the whole life of the process, written into AMPARO_PROFILE_FOLDER when it ends. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');
process.on('exit', () => {
  // Answered before it returns, because the session is this thread's own.
  session.post('Profiler.stop', (error, result) => {
    const file = join(process.env.AMPARO_PROFILE_FOLDER, `${process.pid}.cpuprofile`);
    if (!error) writeFileSync(file, JSON.stringify(result.profile));
  });
});
