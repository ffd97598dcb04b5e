const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether a host name or address is this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Whether a request names the host under which people open the console. A page elsewhere may point a name of its own at this machine. */
export function isOwnHost(host: string, own: URL): boolean {
  if (host === own.host) return true;
  const name = host.replace(/:\d+$/, '');
  return isLoopback(own.hostname) && isLoopback(name);
}
