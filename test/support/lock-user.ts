import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { done } from '../../src/domain/failure.ts';
import { oneAtATime } from '../../src/local/lock.ts';

/** Counts up a file, reading and writing apart, so that two at a time lose counts: `lock-user.ts FOLDER TIMES`, or `FOLDER die`. */
const [folder = '', times = ''] = process.argv.slice(2);
const file = join(folder, 'count');

for (let turn = 0; turn < (times === 'die' ? 1 : Number(times)); turn += 1) {
  await oneAtATime(join(folder, 'lock'), async () => {
    const before = Number(readFileSync(file, 'utf8'));
    if (times === 'die') process.kill(process.pid, 'SIGKILL');
    await pause(1);
    writeFileSync(file, String(before + 1));
    return done(null);
  });
}
