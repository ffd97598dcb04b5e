import { type Environment, secret, text, whole } from './config.ts';
import { type Result, done, refused } from './domain/failure.ts';

/** The office's own sign-in by OpenID Connect. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** A secret; null: a public client. */
  readonly clientSecret: string | null;
  /** What the button says. */
  readonly name: string;
}

/** How the console is set up, read once from the environment. */
export interface WebConfig {
  /** The address under which people open it; null: this machine only. */
  readonly origin: string | null;
  /** For programs that watch the machine. A secret; null: only programs of this machine. */
  readonly watchToken: string | null;
  /** Bytes of the largest file that is taken. */
  readonly largestUpload: number;
  readonly oidc: OidcSettings | null;
}

const SHORTEST_TOKEN = 16;
const MEGABYTE = 1024 * 1024;

function readWatchToken(env: Environment): Result<string | null> {
  const token = secret(env, 'CHITRA_WEB_TOKEN');
  if (!token.ok || token.value === null || token.value.length >= SHORTEST_TOKEN) return token;
  return refused(
    'weak_token',
    `CHITRA_WEB_TOKEN is shorter than ${SHORTEST_TOKEN} characters. Make one with: openssl rand -hex 32`,
  );
}

const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

function readOrigin(env: Environment): Result<string | null> {
  const given = text(env, 'CHITRA_WEB_ORIGIN', '').replace(/\/$/, '');
  if (given === '') return done(null);
  const isOrigin = URL.canParse(given) && new URL(given).origin === given;
  if (isOrigin && (given.startsWith('https://') || LOCAL.test(given))) return done(given);
  return refused(
    'bad_setting',
    `CHITRA_WEB_ORIGIN=${given}: give the address under which people open the console, https://NAME without a path (http only for this machine).`,
  );
}

function readOidc(env: Environment): Result<OidcSettings | null> {
  const [issuer, clientId] = [text(env, 'CHITRA_OIDC_ISSUER', ''), text(env, 'CHITRA_OIDC_CLIENT_ID', '')];
  if (issuer === '' && clientId === '') return done(null);
  if (!URL.canParse(issuer) || clientId === '')
    return refused(
      'bad_setting',
      'CHITRA_OIDC_ISSUER (an address) and CHITRA_OIDC_CLIENT_ID go together: set or unset both.',
    );
  if (!issuer.startsWith('https://') && !LOCAL.test(new URL(issuer).origin))
    return refused('bad_setting', 'CHITRA_OIDC_ISSUER must begin with https:// (http only for this machine).');
  const clientSecret = secret(env, 'CHITRA_OIDC_CLIENT_SECRET');
  if (!clientSecret.ok) return clientSecret;
  return done({ issuer, clientId, clientSecret: clientSecret.value, name: text(env, 'CHITRA_OIDC_NAME', 'cơ quan') });
}

/** Reads the settings of the console. Refuses a token that is easily guessed, an address that is none, half a sign-in. */
export function readWebConfig(env: Environment): Result<WebConfig> {
  const watchToken = readWatchToken(env);
  if (!watchToken.ok) return watchToken;
  const origin = readOrigin(env);
  if (!origin.ok) return origin;
  const oidc = readOidc(env);
  if (!oidc.ok) return oidc;
  const megabytes = whole(env, 'CHITRA_WEB_UPLOAD_MB', 100, [1, 4000]);
  if (!megabytes.ok) return megabytes;
  return done({
    origin: origin.value,
    watchToken: watchToken.value,
    largestUpload: megabytes.value * MEGABYTE,
    oidc: oidc.value,
  });
}
