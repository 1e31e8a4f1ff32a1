import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import {
  ACCOMMODATION_CHANGES,
  type AccommodationChangeKind,
  type AccommodationState,
} from '../accommodation-change.entity';
import type { AccommodationRecord, ChangeRecord } from '../accommodations.repository';
import { NeedsResponse } from './needs.response';

namedEnum('AccommodationChangeKind', ACCOMMODATION_CHANGES);

/** For approvers. */
export class AccommodationResponse extends NeedsResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a01' })
  userId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The course in which it counts; null: all courses.',
  })
  courseId: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description:
      'The accommodation of a group or a tag from which it follows; it is changed there. Null: it is of the person alone.',
  })
  labelAccommodationId: string | null;

  @ApiProperty({ example: 'Certificate seen' })
  reason: string;

  @ApiProperty({ format: 'uuid', description: 'Who approved it.' })
  approvedBy: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time' })
  updatedAt: Date;

  @ApiProperty({ example: 1, description: 'See `ETag`.' })
  version: number;
}

/** What an accommodation said at one time. */
export class AccommodationStateResponse extends NeedsResponse {
  @ApiProperty({ example: 'Certificate seen' })
  reason: string;
}

class ChangingPerson {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000a02' })
  userId: string;

  @ApiProperty({ example: 'Ines' })
  givenName: string;

  @ApiProperty({ example: 'Dahl' })
  familyName: string;
}

/** One change of an accommodation. */
export class AccommodationChangeResponse {
  @ApiProperty({ enum: ACCOMMODATION_CHANGES, example: 'changed' })
  kind: AccommodationChangeKind;

  @ApiProperty({ format: 'date-time' })
  changedAt: Date;

  @ApiProperty({ type: ChangingPerson })
  changedBy: ChangingPerson;

  @ApiProperty({ type: AccommodationStateResponse, nullable: true, description: 'Null for a new one.' })
  before: AccommodationStateResponse | null;

  @ApiProperty({ type: AccommodationStateResponse })
  after: AccommodationStateResponse;
}

export function toAccommodationResponse(record: AccommodationRecord): AccommodationResponse {
  return record;
}

export function toAccommodationChangeResponse(change: ChangeRecord): AccommodationChangeResponse {
  const { kind, changedAt, changedBy: userId, givenName, familyName, beforeState, afterState } = change;
  return {
    ...{ kind, changedAt },
    changedBy: { userId, givenName: givenName ?? '', familyName: familyName ?? '' },
    before: beforeState && toStateResponse(beforeState),
    after: toStateResponse(afterState),
  };
}

function toStateResponse({ validFrom, validUntil, ...rest }: AccommodationState): AccommodationStateResponse {
  return {
    ...rest,
    validFrom: new Date(validFrom),
    validUntil: validUntil === null ? null : new Date(validUntil),
  };
}
