import { ApiProperty } from '@nestjs/swagger';
import { RELEASE_RULE_FIELD } from '../../release/dto/api-schemas';
import type { StoredRule } from '../../release/release-rule';
import type { Section } from '../section.entity';

export class SectionResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000005e1' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The section of which it is a sub-section; null: of none.',
    example: null,
  })
  parentId: string | null;

  @ApiProperty({ description: 'Plain text.', example: 'Describing data' })
  title: string;

  @ApiProperty({ description: 'Plain text.', example: 'Pictures and numbers that sum up what was measured.' })
  summary: string;

  @ApiProperty({
    ...RELEASE_RULE_FIELD,
    description:
      'To whom its activities, and those of its sub-sections, are open, and when, besides their own rules; null: no rule.',
  })
  releaseRule: StoredRule | null;

  @ApiProperty({
    description:
      'Its activities, and those of its sub-sections, are done in their order: what follows the first one that a learner has not completed is closed to them.',
    example: false,
  })
  sequential: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when it is out of the outline, with all that is in it; null while it is in it.',
    example: null,
  })
  archivedAt: Date | null;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T08:40:00.000Z' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T08:40:00.000Z' })
  updatedAt: Date;
}

export function toSectionResponse(section: Pick<Section, keyof SectionResponse>): SectionResponse {
  const { id, courseId, parentId, title, summary, releaseRule, sequential } = section;
  const { archivedAt, version, createdAt, updatedAt } = section;
  return {
    ...{ id, courseId, parentId, title, summary, releaseRule, sequential },
    ...{ archivedAt, version, createdAt, updatedAt },
  };
}
