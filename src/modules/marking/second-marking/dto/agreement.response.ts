import { ApiProperty } from '@nestjs/swagger';
import type { Agreement } from '../agreement';

/** How much the first two markers of a question agree. */
export class AgreementResponse implements Agreement {
  @ApiProperty({ type: 'integer', example: 24, description: 'Scripts that both have marked.' })
  scripts: number;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '62.5',
    description: 'The percentage of them to which both gave the same. Null without any.',
  })
  samePercentage: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '0.4167',
    description: 'The mean of the differences, without their signs, in points. Null without any.',
  })
  meanDifference: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '2',
    description: 'In points. Null without any.',
  })
  largestDifference: string | null;

  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '0.8125',
    description:
      "Cohen's weighted kappa with quadratic weights (Cohen 1968): agreement beyond what chance would give; 1 is full agreement, 0 what chance gives. Null with fewer than two scripts, and where all marks are the same, since it is not defined then.",
  })
  weightedKappa: string | null;
}
