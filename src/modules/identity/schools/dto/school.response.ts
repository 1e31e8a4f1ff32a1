import { ApiProperty } from '@nestjs/swagger';
import { FOUND_BY, type FoundBy, SCHOOL_TYPES, type School, type SchoolType } from '../../org.entity';

/** A school, or an organization around it. */
export class SchoolResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000005c01' })
  id: string;

  @ApiProperty({ description: 'Its name.', example: 'Harbor College' })
  title: string;

  @ApiProperty({ enum: SCHOOL_TYPES, example: 'school' })
  type: SchoolType;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Under which authorities know it.',
    example: 'NO-4711',
  })
  identifier: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'To which school or district it belongs.',
    example: null,
  })
  parentId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'IANA name: that of its new courses.',
    example: 'Europe/Oslo',
  })
  timeZone: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'BCP 47 language tag: that of its new courses.',
    example: 'en-GB',
  })
  locale: string | null;

  @ApiProperty({
    description: 'Whether its public courses are shown to people who are not signed in.',
    example: false,
  })
  openCatalog: boolean;

  @ApiProperty({ enum: FOUND_BY, description: 'Which instructors find its learners.', example: 'everybody' })
  learnersFoundBy: FoundBy;

  @ApiProperty({
    enum: FOUND_BY,
    description: 'Which instructors find everybody else of it.',
    example: 'everybody',
  })
  staffFoundBy: FoundBy;

  @ApiProperty({
    description:
      'It comes from a roster, which may change its title, type, identifier and the school that it belongs to.',
    example: false,
  })
  isFromRoster: boolean;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 1 })
  version: number;
}

export function toSchoolResponse({ sourcedId, name: title, ...school }: School): SchoolResponse {
  const { id, type, identifier, parentId, timeZone, locale, openCatalog, version } = school;
  const { learnersFoundBy, staffFoundBy } = school;
  return {
    ...{ id, title, type, identifier, parentId, timeZone, locale, openCatalog },
    ...{ learnersFoundBy, staffFoundBy },
    ...{ isFromRoster: sourcedId !== null, version },
  };
}
