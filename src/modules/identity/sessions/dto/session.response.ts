import { ApiProperty } from '@nestjs/swagger';
import { AuthorResponse } from '../../users/dto/author.response';
import type { ToldSession } from '../sessions.service';

/** A sign-in on one device. */
export class SessionResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  /** Whether this request belongs to this session. */
  @ApiProperty({ example: true })
  current: boolean;

  /** The `User-Agent` of the sign-in or the latest refresh. */
  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' })
  userAgent: string | null;

  /** The IP address of the sign-in or the latest refresh. */
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  ip: string | null;

  @ApiProperty({ example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  /** The sign-in or the latest refresh. */
  @ApiProperty({ example: '2026-03-02T09:14:00.000Z' })
  lastUsedAt: Date;

  /** When the session ends unless it is refreshed. */
  @ApiProperty({ example: '2026-04-01T09:14:00.000Z' })
  expiresAt: Date;

  /** Who issued the sign-in code that opened it; null where your password did. */
  @ApiProperty({ type: AuthorResponse, nullable: true })
  codeIssuer: AuthorResponse | null;
}

/** @param currentId of the session that asks */
export function toSessionResponse(session: ToldSession, currentId: string): SessionResponse {
  const { id, userAgent, ip, createdAt, lastUsedAt, expiresAt, codeIssuer } = session;
  return { id, current: id === currentId, userAgent, ip, createdAt, lastUsedAt, expiresAt, codeIssuer };
}
