import { ApiProperty } from '@nestjs/swagger';
import type { AskedSlot } from '../slots.repository';

/** A place of a quiz, for staff. */
export class SlotResponse {
  @ApiProperty({ format: 'uuid', description: 'It stays while the quiz asks the question.' })
  id: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'From 1.' })
  position: number;

  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The version that the quiz is held to; null: it follows the latest.',
  })
  versionId: string | null;

  @ApiProperty({ format: 'uuid', description: 'The version that attempts ask which start now.' })
  askedVersionId: string;

  @ApiProperty({ type: 'integer', example: 2, description: 'The number of the version that is asked now.' })
  askedVersionNumber: number;

  @ApiProperty({ format: 'uuid', description: 'The latest version of the question.' })
  latestVersionId: string;

  @ApiProperty({ format: 'decimal', example: '2' })
  points: string;
}

/** All places of a quiz, in its order. */
export class SlotListResponse {
  @ApiProperty({ type: [SlotResponse] })
  data: SlotResponse[];
}

export function toSlotListResponse(slots: readonly AskedSlot[]): SlotListResponse {
  return {
    data: slots.map(
      (
        { id, questionId, versionId, askedVersionId, askedVersionNumber, latestVersionId, points },
        index,
      ) => ({
        ...{ id, position: index + 1, questionId, versionId },
        ...{ askedVersionId, askedVersionNumber, latestVersionId, points },
      }),
    ),
  };
}
