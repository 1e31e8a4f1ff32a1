import { ApiProperty } from '@nestjs/swagger';
import type { AskedSlot } from '../slots.repository';
import { DrawResponse, toDrawResponse } from './draw.dto';

/** A place of a quiz, for staff: a question, or a draw of several. */
export class SlotResponse {
  @ApiProperty({ format: 'uuid', description: 'It stays while the quiz asks the question.' })
  id: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'From 1.' })
  position: number;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for a draw.' })
  questionId: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The version that the quiz is held to; null: it follows the latest.',
  })
  versionId: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The version that attempts ask which start now; null for a draw.',
  })
  askedVersionId: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 2,
    description: 'The number of the version that is asked now; null for a draw.',
  })
  askedVersionNumber: number | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The latest version of the question; null for a draw.',
  })
  latestVersionId: string | null;

  @ApiProperty({ type: DrawResponse, nullable: true, description: 'Null for a question.' })
  draw: DrawResponse | null;

  @ApiProperty({ format: 'decimal', example: '2', description: 'Of the question, or of each drawn one.' })
  points: string;
}

/** All places of a quiz, in its order. */
export class SlotListResponse {
  @ApiProperty({ type: [SlotResponse] })
  data: SlotResponse[];
}

export function toSlotListResponse(slots: readonly AskedSlot[]): SlotListResponse {
  return {
    data: slots.map(({ id, question, draw, points }, index) => ({
      ...{ id, position: index + 1 },
      questionId: question?.questionId ?? null,
      versionId: question?.versionId ?? null,
      askedVersionId: question?.askedVersionId ?? null,
      askedVersionNumber: question?.askedVersionNumber ?? null,
      latestVersionId: question?.latestVersionId ?? null,
      draw: draw && toDrawResponse(draw),
      points,
    })),
  };
}
