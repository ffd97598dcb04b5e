// Loaded before everything else into each process of a measured step (NODE_OPTIONS --import): at its end the process itself
// writes down what it used. Nothing is sampled, so nothing short is missed; only a process killed hard leaves no note.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

// Why not maxRSS of getrusage on Linux: a child inherits there the peak of the process that started it.
function peakKib(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

const folder = process.env['CHITRA_BENCH_NOTES'];
if (isMainThread && folder !== undefined) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const [, script = '', command = ''] = process.argv;
    const note = {
      name: `${basename(script)} ${command}`,
      cpu: (userCPUTime + systemCPUTime) / 1e6,
      peakMib: peakKib() / 1024,
    };
    writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(note));
  });
}
