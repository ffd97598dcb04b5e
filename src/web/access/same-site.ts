import { timingSafeEqual } from 'node:crypto';
import { isLoopback } from './host.ts';

/** What is asked of a request that changes something. */
export interface Asked {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string;
}

/** Whether a request that changes something comes from a page of the console itself: browsers say so in headers that pages cannot set. */
export function isFromOwnPage({ origin, fetchSite, host }: Asked, own: URL): boolean {
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  if (origin === undefined) return fetchSite === 'same-origin';
  return origin === own.origin || (isLoopback(own.hostname) && isOriginOf(origin, host));
}

function isOriginOf(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Whether two secrets are one; how long it takes tells nothing but their length. */
export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
