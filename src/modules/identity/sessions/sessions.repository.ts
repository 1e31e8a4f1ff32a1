import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThan, LessThanOrEqual, MoreThan, MoreThanOrEqual, Not, type Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { User } from '../users/user.entity';
import type { Client } from './client';
import { RefreshToken } from './refresh-token.entity';
import { type EndReason, Session } from './session.entity';

const ISSUER = columnsOf(User, 'u', ['id', 'givenName', 'familyName']);

/** Who issued the sign-in code of a session. */
export type CodeIssuer = RowOf<typeof ISSUER>;

/** Sessions and their refresh tokens. */
@Injectable()
export class SessionsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @InjectRepository(RefreshToken) private readonly tokens: Repository<RefreshToken>,
  ) {}

  async add(
    session: Pick<Session, 'id' | 'userId' | 'codeIssuedBy'>,
    client: Client,
    now: Date,
    expiresAt: Date,
  ): Promise<void> {
    const { userAgent, ip } = client;
    await this.sessions.insert({ ...session, createdAt: now, lastUsedAt: now, expiresAt, userAgent, ip });
  }

  async addToken(sessionId: string, tokenHash: Buffer, now: Date, expiresAt: Date): Promise<void> {
    await this.tokens.insert({ id: newId(), sessionId, tokenHash, issuedAt: now, expiresAt });
  }

  /**
   * A refresh token and its session, both locked until the transaction ends. Both are found by a unique key and always
   * locked in this order, so that two refreshes wait, not deadlock.
   */
  async lockToken(tokenHash: Buffer): Promise<{ token: RefreshToken; session: Session } | undefined> {
    const token = await this.tokens
      .createQueryBuilder('token')
      .innerJoinAndSelect('token.session', 'session')
      .where({ tokenHash })
      .setLock('pessimistic_write')
      .getOne();
    return token?.session && { token, session: token.session };
  }

  async markUsed(tokenId: string, now: Date): Promise<void> {
    await this.tokens.update({ id: tokenId }, { usedAt: now });
  }

  /** How many tokens were issued to the session from the instant on. */
  async countTokensSince(sessionId: string, instant: Date): Promise<number> {
    return this.tokens.countBy({ sessionId, issuedAt: MoreThanOrEqual(instant) });
  }

  async prolong(sessionId: string, { userAgent, ip }: Client, now: Date, expiresAt: Date): Promise<void> {
    await this.sessions.update({ id: sessionId }, { lastUsedAt: now, expiresAt, userAgent, ip });
  }

  /** Used tokens are kept until they expire, so that their reuse is noticed. */
  async deleteExpiredTokens(sessionId: string, now: Date): Promise<void> {
    await this.tokens.delete({ sessionId, expiresAt: LessThanOrEqual(now) });
  }

  async deleteExpiredOf(userId: string, now: Date): Promise<void> {
    await this.sessions.delete({ userId, expiresAt: LessThanOrEqual(now) });
  }

  /** Newest first, by id: ids sort by the time they were made. */
  async listLive(userId: string, now: Date, before: string | undefined, limit: number): Promise<Session[]> {
    return this.sessions.find({
      where: {
        userId,
        revokedAt: IsNull(),
        expiresAt: MoreThan(now),
        ...(before === undefined ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Those who issued the codes of sessions. */
  async issuers(userIds: readonly string[]): Promise<CodeIssuer[]> {
    return this.database.query(
      `SELECT ${ISSUER.sql} FROM users u WHERE u.id IN (?)`,
      [userIds.map(toBinary)],
      ISSUER,
    );
  }

  /** How many of them there are: of one person, some dozens. */
  async countLive(userId: string, now: Date): Promise<number> {
    return this.sessions.countBy({ userId, revokedAt: IsNull(), expiresAt: MoreThan(now) });
  }

  /** False when the account has no such live session. */
  async end(userId: string, sessionId: string, reason: EndReason, now: Date): Promise<boolean> {
    const { affected } = await this.sessions.update(
      { id: sessionId, userId, revokedAt: IsNull() },
      { revokedAt: now, revokedReason: reason },
    );
    return affected === 1;
  }

  async endAll(userId: string, reason: EndReason, now: Date, except?: string): Promise<void> {
    await this.sessions.update(
      { userId, revokedAt: IsNull(), ...(except === undefined ? {} : { id: Not(except) }) },
      { revokedAt: now, revokedReason: reason },
    );
  }
}
