import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { Text } from '../../../../shared/http/field-rules';

const LONGEST_REASON = 1000;

/** What staff say about the completion of one learner. */
export class DecideCompletionDto {
  @ApiProperty({
    description:
      'True: the learner has completed it, and no rule takes that back. False: they have not; what they do from now on completes it again.',
    example: true,
  })
  @IsBoolean()
  isCompleted: boolean;

  @ApiProperty({ description: 'Staff read it.', example: 'Showed in the lesson that they can do it.' })
  @Text('lines', { min: 1, max: LONGEST_REASON, trim: true })
  reason: string;
}
