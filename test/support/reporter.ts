import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Counts tests, and writes `passed failed skipped` into the file that CHITRA_TEST_COUNTS names. A test file that cannot be
 * loaded, a broken hook and an error outside of every test each count as one failure.
 */
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] += 1;
        if (state === 'failed') failedHere += 1;
      }
      if (module.state() === 'failed' && failedHere === 0) counts.failed += 1;
    }
    const path = process.env['CHITRA_TEST_COUNTS'];
    // What never ran to its end did not pass.
    if (path !== undefined)
      writeFileSync(path, `${counts.passed} ${counts.failed + counts.pending} ${counts.skipped}\n`);
  }
}
