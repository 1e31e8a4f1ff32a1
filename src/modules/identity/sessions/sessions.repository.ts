import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../shared/database/database';
import { fromBinary, newId, toBinary } from '../../../shared/database/ids';
import type { Client } from './client';

/** Why a session ended. */
export type EndReason =
  'signed_out' | 'signed_out_everywhere' | 'refresh_token_reused' | 'password_changed' | 'suspended';

export interface SessionRecord {
  id: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  ip: string | null;
}

/** A refresh token with its session, both locked. */
export interface LockedToken {
  tokenId: string;
  usedAt: Date | null;
  sessionId: string;
  userId: string;
  expiresAt: Date;
  revokedAt: Date | null;
}

/** Sessions and their refresh tokens. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly database: Database) {}

  async add(id: string, userId: string, client: Client, now: Date, expiresAt: Date): Promise<void> {
    await this.database.run(
      `INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, user_agent, ip)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [toBinary(id), toBinary(userId), now, now, expiresAt, client.userAgent, client.ip],
    );
  }

  async addToken(sessionId: string, tokenHash: Buffer, now: Date, expiresAt: Date): Promise<void> {
    await this.database.run(
      'INSERT INTO refresh_tokens (id, session_id, token_hash, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)',
      [toBinary(newId()), toBinary(sessionId), tokenHash, now, expiresAt],
    );
  }

  /** Both rows are found by a unique key and always locked in this order, so that two refreshes wait, not deadlock. */
  async lockToken(tokenHash: Buffer): Promise<LockedToken | undefined> {
    const row = await this.database.row<{
      tokenId: Buffer;
      usedAt: Date | null;
      sessionId: Buffer;
      userId: Buffer;
      expiresAt: Date;
      revokedAt: Date | null;
    }>(
      `SELECT t.id AS tokenId, t.used_at AS usedAt, s.id AS sessionId, s.user_id AS userId,
              s.expires_at AS expiresAt, s.revoked_at AS revokedAt
       FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.token_hash = ? FOR UPDATE`,
      [tokenHash],
    );
    return (
      row && {
        ...row,
        tokenId: fromBinary(row.tokenId),
        sessionId: fromBinary(row.sessionId),
        userId: fromBinary(row.userId),
      }
    );
  }

  async markUsed(tokenId: string, now: Date): Promise<void> {
    await this.database.run('UPDATE refresh_tokens SET used_at = ? WHERE id = ?', [now, toBinary(tokenId)]);
  }

  /** How many tokens the session has been given from the instant on. */
  async countTokensSince(sessionId: string, instant: Date): Promise<number> {
    const row = await this.database.row<{ count: number }>(
      'SELECT COUNT(*) AS count FROM refresh_tokens WHERE session_id = ? AND issued_at >= ?',
      [toBinary(sessionId), instant],
    );
    return Number(row?.count ?? 0);
  }

  async prolong(sessionId: string, client: Client, now: Date, expiresAt: Date): Promise<void> {
    await this.database.run(
      'UPDATE sessions SET last_used_at = ?, expires_at = ?, user_agent = ?, ip = ? WHERE id = ?',
      [now, expiresAt, client.userAgent, client.ip, toBinary(sessionId)],
    );
  }

  /** A used token is worth keeping as long as it could be mistaken for a valid one. */
  async deleteExpiredTokens(sessionId: string, now: Date): Promise<void> {
    await this.database.run('DELETE FROM refresh_tokens WHERE session_id = ? AND expires_at <= ?', [
      toBinary(sessionId),
      now,
    ]);
  }

  async deleteExpiredOf(userId: string, now: Date): Promise<void> {
    await this.database.run('DELETE FROM sessions WHERE user_id = ? AND expires_at <= ?', [
      toBinary(userId),
      now,
    ]);
  }

  /** Newest first: ids are made in the order of time. */
  async listLive(
    userId: string,
    now: Date,
    before: string | undefined,
    limit: number,
  ): Promise<SessionRecord[]> {
    const params: SqlValue[] = [toBinary(userId), now];
    if (before !== undefined) params.push(toBinary(before));
    const rows = await this.database.rows<Omit<SessionRecord, 'id'> & { id: Buffer }>(
      `SELECT id, created_at AS createdAt, last_used_at AS lastUsedAt, expires_at AS expiresAt,
              user_agent AS userAgent, ip
       FROM sessions WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ?
       ${before === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ?`,
      [...params, limit],
    );
    return rows.map((row) => ({ ...row, id: fromBinary(row.id) }));
  }

  /** False when the account has no such live session. */
  async end(userId: string, sessionId: string, reason: EndReason, now: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `UPDATE sessions SET revoked_at = ?, revoked_reason = ?
       WHERE id = ? AND user_id = ? AND revoked_at IS NULL`,
      [now, reason, toBinary(sessionId), toBinary(userId)],
    );
    return affectedRows === 1;
  }

  async endAll(userId: string, reason: EndReason, now: Date, except?: string): Promise<void> {
    const params: SqlValue[] = [now, reason, toBinary(userId)];
    if (except !== undefined) params.push(toBinary(except));
    await this.database.run(
      `UPDATE sessions SET revoked_at = ?, revoked_reason = ? WHERE user_id = ? AND revoked_at IS NULL
       ${except === undefined ? '' : 'AND id <> ?'}`,
      params,
    );
  }
}
