import type { Context as Request } from 'hono';

interface Incoming {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}

/** The address of whoever asks. Behind a proxy of ours (the console is opened under https) it is the last one that the proxy added. */
export function addressOf(c: Request, isBehindProxy: boolean): string {
  const forwarded = isBehindProxy ? c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() : undefined;
  if (forwarded !== undefined && /^[0-9a-fA-F.:]{2,45}$/.test(forwarded)) return forwarded;
  const env: unknown = c.env;
  const { incoming }: Incoming = typeof env === 'object' && env !== null ? env : {};
  return incoming?.socket?.remoteAddress ?? 'unknown';
}
