import { createHash, timingSafeEqual } from 'node:crypto';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether a host name or address is this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** The token in an Authorization header: a Bearer token, or the password of Basic with any user name; null: none. */
function tokenIn(authorization: string): string | null {
  const [scheme = '', credentials = ''] = authorization.split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return null;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? null : pair.slice(colon + 1);
}

/** Whether a request carries the token. Compared by hash, so the time it takes tells nothing about the token. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = authorization === undefined ? null : tokenIn(authorization);
  return timingSafeEqual(digest(given ?? ''), digest(token)) && given !== null;
}
