import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's least for scrypt with 32 MiB: N = 2^15, r = 8, p = 3. */
const COST = { log2: 15, block: 8, parallel: 3 } as const;
const BYTES = 32;

interface Cost {
  readonly log2: number;
  readonly block: number;
  readonly parallel: number;
}

function derive(password: string, salt: Uint8Array, cost: Cost): Promise<Buffer> {
  const options = { N: 2 ** cost.log2, r: cost.block, p: cost.parallel, maxmem: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/** The hash of a password as it is kept: scrypt (RFC 7914) with its cost, a salt of its own and the key. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.log2, COST.block, COST.parallel, salt.toString('base64'), key.toString('base64')].join('$');
}

/** A hash that no password has: who is not there takes as long as who is. */
const NOBODY = `scrypt$15$8$3$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(BYTES).toString('base64')}`;

/** Whether a password belongs to a hash; null (nobody there, or no password) takes as long and is never right. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [kind, log2, block, parallel, salt = '', key = ''] = (hash ?? NOBODY).split('$');
  if (kind !== 'scrypt') throw new RangeError('a password hash of an unknown kind');
  const cost = { log2: Number(log2), block: Number(block), parallel: Number(parallel) };
  const found = await derive(password, Buffer.from(salt, 'base64'), cost);
  return timingSafeEqual(found, Buffer.from(key, 'base64')) && hash !== null;
}

/** A password for the first time: 16 letters and digits without those that look alike, in groups of four. */
export function firstPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  // Why thrown away: 248 is the largest multiple of 31, so that every sign is as likely.
  const signs: string[] = [];
  while (signs.length < 16)
    for (const byte of randomBytes(32))
      if (byte < 248 && signs.length < 16) signs.push(letters.charAt(byte % letters.length));
  return (signs.join('').match(/.{4}/g) ?? []).join('-');
}
