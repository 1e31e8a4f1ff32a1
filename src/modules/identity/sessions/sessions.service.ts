import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../../../config/config.module';
import type { Settings } from '../../../config/settings';
import { AccessTokens } from '../../../shared/auth/access-tokens';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { Transactions } from '../../../shared/database/transactions';
import {
  type CursorQuery,
  decodeIdCursor,
  type Page,
  toPage,
  withTotal,
} from '../../../shared/http/pagination';
import { InvalidRefreshTokenError, SessionNotFoundError, WrongCredentialsError } from '../identity.errors';
import { GuessLimiter } from '../limits/guess-limiter';
import { KnownNetworksRepository } from '../limits/known-networks.repository';
import { type Credentials, CredentialsRepository } from '../passwords/credentials.repository';
import { hashOfToken, newSecretToken } from '../secret-token';
import type { Client } from './client';
import type { Session } from './session.entity';
import { type CodeIssuer, SessionsRepository } from './sessions.repository';

/** The tokens of a session, for the client. */
export interface SessionTokens {
  accessToken: string;
  expiresInSeconds: number;
  refreshToken: string;
}

/** A session as its owner sees it. */
export type ToldSession = Session & { codeIssuer: CodeIssuer | null };

/**
 * Two tabs of one browser, or a client that repeats a request after a lost response, use the same token shortly after each
 * other. For this long after its first use, each use returns a new pair of tokens for the same session.
 */
const SIBLING_MILLISECONDS = 10_000;
/** More than a browser with many tabs needs. */
const MAX_PAIRS_AT_ONCE = 20;

/**
 * Sessions: opened by a sign-in and kept alive by refresh tokens, each good for one use. If a refresh token is used again
 * later, two clients have it and one of them may have stolen it. It is unknown which, so the whole session ends, with all
 * tokens that came from it (RFC 9700 §4.14.2).
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly networks: KnownNetworksRepository,
    private readonly guesses: GuessLimiter,
    private readonly transactions: Transactions,
    private readonly accessTokens: AccessTokens,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Opens a session for an account whose password was just checked, or a code.
   *
   * @param codeIssuedBy who issued the code; null for a password
   */
  async open(
    checked: Credentials,
    client: Client,
    codeIssuedBy: string | null = null,
  ): Promise<SessionTokens> {
    const sessionId = newId();
    const refreshToken = newSecretToken();
    await this.transactions.run(async () => {
      // Otherwise this session would survive a password change or a suspension during the check of the password.
      const account = await this.credentials.hold(checked.id);
      if (account?.passwordHash !== checked.passwordHash || account.disabledAt)
        throw new WrongCredentialsError();
      const now = this.clock.now();
      await this.sessions.deleteExpiredOf(checked.id, now);
      const session = { id: sessionId, userId: checked.id, codeIssuedBy };
      await this.sessions.add(session, client, now, this.expiryFrom(now));
      await this.sessions.addToken(sessionId, hashOfToken(refreshToken), now, this.expiryFrom(now));
      await this.networks.remember(checked.id, client.network, now);
    });
    return this.tokensOf(checked.id, sessionId, refreshToken);
  }

  /**
   * Exchanges a refresh token for a new pair. Further uses within ten seconds of the first also return new pairs; a later
   * use ends the session.
   */
  async refresh(refreshToken: string, client: Client): Promise<SessionTokens> {
    const next = newSecretToken();
    const session = await this.transactions.run(() => this.rotate(refreshToken, next, client));
    // Thrown outside the transaction, so that the end of a session whose token was reused is committed.
    if (session === 'unknown') await this.guesses.unknownToken(client.network);
    if (session === 'unknown' || session === 'over') throw new InvalidRefreshTokenError();
    return this.tokensOf(session.userId, session.sessionId, next);
  }

  /** The caller's live sessions, newest first. */
  async list(caller: Caller, query: CursorQuery): Promise<Page<ToldSession>> {
    const { limit, cursor } = query;
    const [before] = cursor === undefined ? [] : decodeIdCursor(cursor);
    const now = this.clock.now();
    const rows = await this.sessions.listLive(caller.userId, now, before, limit + 1);
    const issuers = await this.issuersOf(rows);
    const page = toPage(
      rows,
      limit,
      (row) => [row.id],
      (row): ToldSession => ({ ...row, codeIssuer: issuers.get(row.codeIssuedBy ?? '') ?? null }),
    );
    return withTotal(page, query, () => this.sessions.countLive(caller.userId, now));
  }

  /** No statement where no session was opened by a code. */
  private async issuersOf(sessions: readonly Session[]): Promise<ReadonlyMap<string, CodeIssuer>> {
    const ids = sessions.flatMap(({ codeIssuedBy }) => (codeIssuedBy === null ? [] : [codeIssuedBy]));
    if (ids.length === 0) return new Map();
    const people = await this.sessions.issuers([...new Set(ids)]);
    return new Map(people.map((person) => [person.id, person]));
  }

  async end(caller: Caller, sessionId: string): Promise<void> {
    if (!(await this.sessions.end(caller.userId, sessionId, 'signed_out', this.clock.now())))
      throw new SessionNotFoundError();
  }

  async endEverywhere(caller: Caller): Promise<void> {
    await this.sessions.endAll(caller.userId, 'signed_out_everywhere', this.clock.now());
  }

  private async rotate(
    refreshToken: string,
    next: string,
    client: Client,
  ): Promise<{ userId: string; sessionId: string } | 'unknown' | 'over'> {
    const now = this.clock.now();
    const locked = await this.sessions.lockToken(hashOfToken(refreshToken));
    if (!locked) return 'unknown';
    const { token, session } = locked;
    if (session.revokedAt || session.expiresAt <= now) return 'over';
    const { id: sessionId, userId } = session;
    if (!token.usedAt) {
      await this.sessions.markUsed(token.id, now);
    } else if (!(await this.mayHaveSibling(sessionId, token.usedAt, now))) {
      await this.sessions.end(userId, sessionId, 'refresh_token_reused', now);
      return 'over';
    }
    await this.sessions.prolong(sessionId, client, now, this.expiryFrom(now));
    await this.sessions.deleteExpiredTokens(sessionId, now);
    await this.sessions.addToken(sessionId, hashOfToken(next), now, this.expiryFrom(now));
    await this.networks.remember(userId, client.network, now);
    return { userId, sessionId };
  }

  /** Whether a further use is allowed. Counts from the first use, whose instant later ones do not change. */
  private async mayHaveSibling(sessionId: string, usedAt: Date, now: Date): Promise<boolean> {
    // Absolute, since the clock of another replica may be some milliseconds ahead.
    if (Math.abs(now.getTime() - usedAt.getTime()) >= SIBLING_MILLISECONDS) return false;
    return (await this.sessions.countTokensSince(sessionId, usedAt)) < MAX_PAIRS_AT_ONCE;
  }

  private async tokensOf(userId: string, sessionId: string, refreshToken: string): Promise<SessionTokens> {
    const { token, expiresInSeconds } = await this.accessTokens.issue({ sub: userId, sid: sessionId });
    return { accessToken: token, expiresInSeconds, refreshToken };
  }

  private expiryFrom(now: Date): Date {
    return new Date(now.getTime() + this.settings.refreshTokenDays * 86_400_000);
  }
}
