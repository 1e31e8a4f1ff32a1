import { ApiProperty } from '@nestjs/swagger';
import type { LinkedPerson } from '../person-links.repository';

const LINKED_ROLES = ['guardian', 'learner'] as const;

class LinkedName {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  @ApiProperty({ example: 'Ifeoma' })
  givenName: string;

  @ApiProperty({ example: 'Nwachukwu' })
  familyName: string;
}

/** A guardian of the person, or a learner whose guardian they are. */
export class LinkedPersonResponse {
  @ApiProperty({
    enum: LINKED_ROLES,
    enumName: 'LinkedPersonRole',
    description: '`guardian`: of the account; `learner`: the account is their guardian.',
    example: 'guardian',
  })
  role: (typeof LINKED_ROLES)[number];

  @ApiProperty({ type: LinkedName })
  person: LinkedName;

  @ApiProperty({ description: '`parent`, `guardian` or `relative`.', example: 'parent' })
  relation: string;

  @ApiProperty({
    format: 'date',
    description: 'The day of the import that brought it.',
    example: '2026-03-02',
  })
  from: string;

  @ApiProperty({
    type: String,
    format: 'date',
    nullable: true,
    description: 'The first day on which the roster no longer has it; null while it has.',
    example: null,
  })
  until: string | null;
}

export class LinkedPeopleResponse {
  @ApiProperty({ type: [LinkedPersonResponse] })
  data: LinkedPersonResponse[];
}

export function toLinkedPersonResponse(linked: LinkedPerson): LinkedPersonResponse {
  const { role, person, relation, validFrom: from, validUntil: until } = linked;
  return { role, person, relation, from, until };
}
