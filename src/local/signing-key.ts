import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import type { Signer } from '../domain/seal.ts';

const FILE = 'signing-key.pem';

/** The first half of SHA-256 over the public key (DER): names a key in manifests and seals. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 32);
}

function signerOf(pem: string): Result<Signer> {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') return badKey(`it is of type ${key.asymmetricKeyType ?? 'unknown'}`);
    const publicKey = createPublicKey(key);
    return done({
      keyId: keyIdOf(publicKey),
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      sign: (text) => sign(null, text, key).toString('base64'),
    });
  } catch {
    return badKey('it cannot be read as PEM');
  }
}

function badKey(why: string): ReturnType<typeof refused> {
  return refused(
    'bad_signing_key',
    `Khóa ký sổ không dùng được (the key that signs the books cannot be used: ${why}). Make one with: openssl genpkey -algorithm ed25519 -out signing-key.pem, and name it in CHITRA_SIGNING_KEY_FILE`,
  );
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** A key of this machine's own. Why linked: of two processes that make one at once the second finds the first one's, whole. */
function localKey(home: string): string {
  const path = join(home, FILE);
  const there = readOrNull(path);
  if (there !== null) return there;
  mkdirSync(home, { recursive: true });
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, pem, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch {
    // Another process was first: its key counts.
  }
  rmSync(draft);
  return readFileSync(path, 'utf8');
}

/**
 * Who signs the heads of the books (ed25519, RFC 8032): the key given, else one kept in `home`, made when it is first needed. Refuses a key of another kind.
 */
export function openSigner(home: string, pem: string | null): Result<Signer> {
  return signerOf(pem ?? localKey(home));
}
