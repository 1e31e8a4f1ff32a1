import { ApiProperty } from '@nestjs/swagger';

/** What staff wrote to who is in the attempt. */
export class AttemptMessageResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'There is a mistake in question 3: read 5 for 4.', description: 'Plain text.' })
  text: string;

  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:12:00.000Z' })
  sentAt: Date;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'When the learner first read the attempt with it; null: not before this answer.',
  })
  readAt: Date | null;
}
