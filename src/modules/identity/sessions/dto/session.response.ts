import { ApiProperty } from '@nestjs/swagger';
import type { Session } from '../session.entity';

/** A sign-in on one device. */
export class SessionResponse {
  @ApiProperty({ example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  /** Whether this request came from it. */
  @ApiProperty({ example: true })
  current: boolean;

  /** The program that signed in or refreshed last, as it calls itself. */
  @ApiProperty({ type: String, nullable: true, example: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' })
  userAgent: string | null;

  /** The address it signed in or refreshed from last. */
  @ApiProperty({ type: String, nullable: true, example: '203.0.113.7' })
  ip: string | null;

  @ApiProperty({ example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  /** Its latest sign-in or refresh. */
  @ApiProperty({ example: '2026-03-02T09:14:00.000Z' })
  lastUsedAt: Date;

  /** When it ends by itself, unless it is refreshed before. */
  @ApiProperty({ example: '2026-04-01T09:14:00.000Z' })
  expiresAt: Date;
}

/** @param currentId of the session that asks */
export function toSessionResponse(session: Session, currentId: string): SessionResponse {
  const { id, userAgent, ip, createdAt, lastUsedAt, expiresAt } = session;
  return { id, current: id === currentId, userAgent, ip, createdAt, lastUsedAt, expiresAt };
}
