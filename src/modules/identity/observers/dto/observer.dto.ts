import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleInstant } from '../../../../shared/http/description/example-days';
import { IsInstant, Text } from '../../../../shared/http/field-rules';

export class RedeemPairingCodeDto {
  @ApiProperty({
    description: 'The code that the learner was told. Letter case, spaces and dashes do not matter.',
    example: 'K7MPQ4',
  })
  @Text('line', { max: 40 })
  code: string;
}

export class LinkObserverDto {
  @ApiProperty({ description: 'The username of whoever is to observe.', example: 'priya.raghunathan' })
  @Text('line', { max: 255, trim: false })
  observerUsername: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The first instant at which it holds no more; null: without an end.',
    example: exampleInstant('08-01T00:00'),
  })
  @IsOptional()
  @IsInstant()
  until?: Date | null;
}

/** Codes to try out. */
export const PAIRING_CODES: ExampleBodies = {
  code: { summary: 'The code of a learner', value: { code: 'K7MPQ4' } },
};
/** Links to try out. */
export const OBSERVERS: ExampleBodies = {
  untilSummer: {
    summary: 'A guardian, until summer',
    value: { observerUsername: 'priya.raghunathan', until: exampleInstant('08-01T00:00') },
  },
};
