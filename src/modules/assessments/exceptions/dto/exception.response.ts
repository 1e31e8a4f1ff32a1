import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { asView } from '../../../../shared/http/etag';
import { onlyGranted } from '../exception-records';
import type { ExceptionChangeRecord, ExceptionRecord } from '../exceptions.repository';
import type { ExceptionState } from '../quiz-exception-change.entity';

class PersonOfException {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  id: string;

  @ApiProperty({ example: 'Amara' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;
}

/** The terms that were granted. One that is missing is as for everybody; null: no date, no limit. */
export class GrantedTermsResponse {
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, example: null })
  opensAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-25T22:00:00.000Z',
  })
  dueAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-27T22:00:00.000Z',
  })
  closesAt?: Date | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, example: 5400 })
  timeLimitSeconds?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, example: 3 })
  maxAttempts?: number | null;

  @ApiProperty({ example: false, description: 'Whether the password need not be said.' })
  passwordWaived: boolean;
}

/** What one person was granted in a quiz. */
export class ExceptionResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ type: PersonOfException })
  user: PersonOfException;

  @ApiProperty({ type: GrantedTermsResponse })
  granted: GrantedTermsResponse;

  @ApiPropertyOptional({ example: 'Ill that week', description: 'For instructors and administrators only.' })
  reason?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;

  @ApiProperty({ example: 1, description: 'See `ETag`.' })
  version: number;
}

/** What an exception said at one time. */
export class ExceptionStateResponse extends GrantedTermsResponse {
  @ApiProperty({ example: 'Ill that week' })
  reason: string;
}

/** One change of what a person was granted in a quiz. */
export class ExceptionChangeResponse {
  @ApiProperty({ format: 'date-time' })
  changedAt: Date;

  @ApiProperty({ type: PersonOfException })
  changedBy: PersonOfException;

  @ApiProperty({
    type: ExceptionStateResponse,
    nullable: true,
    description: 'Null where nothing was granted.',
  })
  before: ExceptionStateResponse | null;

  @ApiProperty({ type: ExceptionStateResponse, nullable: true, description: 'Null where it was taken back.' })
  after: ExceptionStateResponse | null;
}

export function toExceptionResponse(exception: ExceptionRecord, withReason: boolean): ExceptionResponse {
  const { activityId, userId: id, givenName, familyName, createdAt, updatedAt, version } = exception;
  const response = {
    activityId,
    user: { id, givenName, familyName },
    granted: { ...onlyGranted(exception), passwordWaived: exception.passwordWaived },
    ...(withReason ? { reason: exception.reason } : {}),
    ...{ createdAt, updatedAt, version },
  };
  return asView(response, withReason ? 'granting' : 'member');
}

export function toExceptionChangeResponse(change: ExceptionChangeRecord): ExceptionChangeResponse {
  const { changedAt, changedBy: id, givenName, familyName, beforeState, afterState } = change;
  return {
    changedAt,
    changedBy: { id, givenName: givenName ?? '', familyName: familyName ?? '' },
    before: beforeState && toStateResponse(beforeState),
    after: afterState && toStateResponse(afterState),
  };
}

function toStateResponse(state: ExceptionState): ExceptionStateResponse {
  const { opensAt, dueAt, closesAt, ...rest } = state;
  const dates = Object.entries({ opensAt, dueAt, closesAt }).filter(([, value]) => value !== undefined);
  const instants = dates.map(([name, value]) => [name, value === null ? null : new Date(String(value))]);
  return { ...(rest as ExceptionStateResponse), ...(Object.fromEntries(instants) as object) };
}
