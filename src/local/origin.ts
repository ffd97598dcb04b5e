import { hostname, userInfo } from 'node:os';

function userOfMachine(): string {
  try {
    return userInfo().username;
  } catch {
    // Why: in a container the account may have a number and no name.
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Where this process works, for the audit log, as JSON: host, process, user of the machine, and from where it was called if that is known. */
export function originHere(from: string | null): string {
  return JSON.stringify({
    host: hostname(),
    pid: process.pid,
    user: userOfMachine(),
    ...(from === null ? {} : { from }),
  });
}
