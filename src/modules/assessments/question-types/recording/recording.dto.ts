import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { MaxMegabytes } from '../parts/answer-files/answer-files';
import { ItsType } from '../parts/definition-rules';

const NAME = 'recording';
/** Two hours. */
const MOST_SECONDS = 7200;
const LONGEST_TEXT = 20_000;

export const RECORDING_MEDIA = ['audio', 'video'] as const;
export type RecordingMedium = (typeof RECORDING_MEDIA)[number];
namedEnum('RecordingMedium', RECORDING_MEDIA);

export class RecordingDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({ enum: RECORDING_MEDIA, example: 'audio' })
  @IsIn(RECORDING_MEDIA)
  medium: RecordingMedium;

  @ApiProperty({
    ...{ type: 'integer', minimum: 1, maximum: MOST_SECONDS, example: 120 },
    description:
      'How long it may be. For programs that record: they end then. What is longer is taken, and for the person who marks it to judge.',
  })
  @IsInt()
  @Min(1)
  @Max(MOST_SECONDS)
  maxSeconds: number;

  @MaxMegabytes(25)
  maxMegabytes: number;

  @ApiPropertyOptional({
    example: 'One point for each measure that is named.',
    description: 'Markdown, for those who mark. Learners never see it.',
  })
  @MayBeLeftOut()
  @Text('lines', { min: 1, max: LONGEST_TEXT })
  markerNotes?: string;
}

export class RecordingView extends PickType(RecordingDefinition, ['medium', 'maxSeconds', 'maxMegabytes']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
