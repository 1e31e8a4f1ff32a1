import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { SESSION_CHANGE_CAUSES, type SessionChangeCause } from '../live-session-change.entity';
import { SESSION_FIELDS, type SessionField } from '../session-rules';
import type { SessionChangeRecord } from '../session-changes.repository';

namedEnum('LiveSessionField', SESSION_FIELDS);
namedEnum('LiveSessionChangeCause', SESSION_CHANGE_CAUSES);

const VALUE = {
  oneOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'null' }],
};

/** One field of a session that was changed. */
export class SessionChangeResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000015c1' })
  id: string;

  @ApiProperty({ enum: SESSION_FIELDS, enumName: 'LiveSessionField', example: 'startsAt' })
  field: SessionField;

  @ApiProperty({ ...VALUE, example: '2040-03-04T13:00:00.000Z' })
  oldValue: unknown;

  @ApiProperty({ ...VALUE, example: '2040-03-05T13:00:00.000Z' })
  newValue: unknown;

  @ApiProperty({
    enum: SESSION_CHANGE_CAUSES,
    enumName: 'LiveSessionChangeCause',
    description: '`time_zone`: the course got another one, which moved the session.',
    example: 'settings',
  })
  cause: SessionChangeCause;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The person; null where no person changed it, or their account is gone.',
    example: '01990000-0000-7000-8000-0000000000a1',
  })
  changedBy: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-02-03T15:20:00.000Z' })
  changedAt: Date;
}

export function toSessionChangeResponse(change: SessionChangeRecord): SessionChangeResponse {
  const { id, field, oldValue, newValue, cause, changedBy, changedAt } = change;
  return { id, field, oldValue, newValue, cause, changedBy, changedAt };
}
