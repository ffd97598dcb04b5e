import {
  type Configuration,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { OidcSettings } from '../../config-web.ts';
import { done, refused } from '../../domain/failure.ts';
import type { SignInService } from './sign-in-service.ts';

interface Kept {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

function keptFrom(text: string): Kept {
  const kept: Record<string, unknown> = JSON.parse(text);
  return { state: String(kept['state']), nonce: String(kept['nonce']), verifier: String(kept['verifier']) };
}

/** How a person is known to us: the provider and his name there, as an administrator enters it. */
export function subjectText(issuer: string, subject: string): string {
  return `${issuer} ${subject}`;
}

/**
 * Signing in at the office's own provider: OpenID Connect Core 1.0, authorization code with PKCE, state and nonce. The provider says who somebody is;
 * what he may do stands in the console. The provider is asked for its addresses when somebody first comes, so that the console starts without it.
 */
export function openSignIn(settings: OidcSettings | null, origin: string): SignInService | null {
  if (settings === null) return null;
  const redirect = `${origin}/sign-in/office`;
  let known: Promise<Configuration> | null = null;
  const provider = async (): Promise<Configuration> => {
    const options = settings.issuer.startsWith('http:') ? { execute: [allowInsecureRequests] } : {};
    known ??= discovery(
      new URL(settings.issuer),
      settings.clientId,
      settings.clientSecret ?? undefined,
      undefined,
      options,
    );
    try {
      return await known;
    } catch (error) {
      known = null;
      throw error;
    }
  };
  return {
    name: settings.name,
    async begin() {
      const kept: Kept = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const address = buildAuthorizationUrl(await provider(), {
        redirect_uri: redirect,
        scope: 'openid',
        state: kept.state,
        nonce: kept.nonce,
        code_challenge: await calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, kept: JSON.stringify(kept) };
    },
    async finish(address, text) {
      const kept = keptFrom(text);
      try {
        const tokens = await authorizationCodeGrant(await provider(), address, {
          pkceCodeVerifier: kept.verifier,
          expectedState: kept.state,
          expectedNonce: kept.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims !== undefined) return done(subjectText(claims.iss, claims.sub));
      } catch {
        // Refused below: an answer that cannot be proved says nothing about why.
      }
      return refused(
        'not_signed_in',
        'Đăng nhập qua hệ thống của cơ quan chưa thành công. Thử lại. / The sign-in at the office did not succeed. Try again.',
      );
    },
  };
}
