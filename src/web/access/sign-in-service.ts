import type { Result } from '../../domain/failure.ts';

/** The office's own sign-in (OpenID Connect): where a browser is sent, and who comes back. */
export interface SignInService {
  /** What its button says, the name of the office or service. */
  readonly name: string;
  /** The address to send the browser to, and what must be kept until it comes back. */
  begin(): Promise<{ readonly address: string; readonly kept: string }>;
  /** Who came back: issuer and subject in one text. Refuses answers that do not belong to what was kept. */
  finish(address: URL, kept: string): Promise<Result<string>>;
}
