import { ApiProperty } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import type { KeyRecord } from '../keys.repository';

/** A key with which people enroll themselves in a course. */
export class CourseKeyResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000b401' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ description: 'What staff call it.', example: 'Tuesday lab' })
  label: string;

  @ApiProperty({ example: 'hazel-under-oak' })
  key: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The group into which it puts people; null: none.',
    example: null,
  })
  groupId: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  opensAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  closesAt: Date | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 20 })
  maxUses: number | null;

  @ApiProperty({
    type: 'integer',
    description: 'How many people have come in with it, or asked to. Whoever does it again is counted once.',
    example: 7,
  })
  uses: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when it opens nothing any more.',
    example: null,
  })
  revokedAt: Date | null;

  @ApiProperty({ format: 'date-time', example: '2026-02-25T11:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export function toCourseKeyResponse(key: KeyRecord): CourseKeyResponse {
  const { id, courseId, label, keyText, groupId, opensAt, closesAt, maxUses, uses } = key;
  const { revokedAt, createdAt, version } = key;
  const response = { id, courseId, label, key: keyText, groupId, opensAt, closesAt, maxUses, uses };
  return asView({ ...response, revokedAt, createdAt, version }, viewIn('key', stateName(uses)));
}
