import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInstant, MayBeLeftOut, Text } from '../../../../../../shared/http/field-rules';

/** The instant at which drafts are published. */
export class SchedulePublicationDto {
  @ApiProperty({
    format: 'date-time',
    description: 'Lies ahead, within two years. Another time zone of the course does not move it.',
    example: '2040-01-09T07:00:00.000Z',
  })
  @IsInstant()
  publishAt: Date;

  @ApiPropertyOptional({
    description: 'What is new in the version, for other authors. Plain text.',
    example: 'The second week.',
  })
  @MayBeLeftOut()
  @Text('lines', { max: 1000, trim: true })
  note?: string;
}
