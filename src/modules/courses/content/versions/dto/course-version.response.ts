import { ApiProperty } from '@nestjs/swagger';
import { type Author, AuthorResponse } from '../../../../identity';
import { OutlineSection, shownSections } from '../../dto/outline.response';
import type { CompiledOutline } from '../compiled-outline';
import { VERSION_CAUSES, type VersionCause } from '../version-causes';
import type { VersionRecord } from '../versions.repository';

/** The content of a course as it was published once. */
export class CourseVersionResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ce01' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ type: 'integer', description: 'Counts the versions of the course from 1.', example: 2 })
  number: number;

  @ApiProperty({
    enum: VERSION_CAUSES,
    description:
      '`person`: somebody published it; `course`: with the course itself; `automatic`: at once after a change; `schedule`: at the instant for which somebody had scheduled it; `restoring`: to bring back an earlier version; `migration`: what learners saw before courses had versions.',
    example: 'person',
  })
  cause: VersionCause;

  @ApiProperty({
    description: 'What its author says about it. Plain text.',
    example: 'The median is explained anew.',
  })
  note: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The version whose content this one brought back.',
    example: null,
  })
  restoredNumber: number | null;

  @ApiProperty({ type: AuthorResponse, nullable: true, description: 'Null where no person published it.' })
  publishedBy: Author;

  @ApiProperty({ format: 'date-time', example: '2026-03-04T10:00:00.000Z' })
  publishedAt: Date;
}

/** A version with its outline. */
export class WholeCourseVersionResponse extends CourseVersionResponse {
  @ApiProperty({
    type: [OutlineSection],
    description: 'In their order, as the version has them, each before its sub-sections.',
  })
  sections: OutlineSection[];
}

/** The version that is published now. */
export class PublishedVersionResponse extends CourseVersionResponse {
  @ApiProperty({
    description: 'False where nothing was to be published: this is the version that was published before.',
    example: true,
  })
  isNew: boolean;
}

export class MissingActivity {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'The mean and the median' })
  title: string;
}

/** A version that brought back an earlier one. */
export class RestoredVersionResponse extends PublishedVersionResponse {
  @ApiProperty({
    type: [MissingActivity],
    description: 'Activities of the earlier version that were deleted since, which cannot come back.',
  })
  missing: MissingActivity[];
}

export function toCourseVersionResponse({ author, ...version }: VersionRecord): CourseVersionResponse {
  const { id, courseId, number, cause, note, restoredNumber, publishedAt } = version;
  return { id, courseId, number, cause, note, restoredNumber, publishedBy: author, publishedAt };
}

export function toWholeCourseVersionResponse(
  version: VersionRecord,
  outline: CompiledOutline,
): WholeCourseVersionResponse {
  return {
    ...toCourseVersionResponse(version),
    sections: shownSections(outline, { view: 'member', facts: new Map(), isClosed: () => false }),
  };
}
