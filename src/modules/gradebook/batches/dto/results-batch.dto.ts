import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { IsId, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { PutResultDto } from '../../results/dto/put-result.dto';

export const MOST_CELLS = 500;
const GREATEST_VERSION = 2_147_483_647;

/** What is recorded where some cells of a batch are refused. */
export const ON_REFUSED = ['nothing', 'good_cells'] as const;
export type OnRefused = (typeof ON_REFUSED)[number];
namedEnum('OnRefusedCells', ON_REFUSED);

export class BatchCellDto extends OmitType(PutResultDto, ['comment']) {
  @ApiProperty({ format: 'uuid', description: 'A line item of the course.' })
  @IsId()
  lineItemId: string;

  @ApiProperty({ format: 'uuid', description: 'Who is or was a learner of the course.' })
  @IsId()
  userId: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Plain text for the learner. If left out, the comment stays as it is.',
    example: 'Clear population and a sound random draw.',
  })
  @IsOptional()
  @Text('lines', { max: 4000 })
  comment?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    minimum: 1,
    maximum: GREATEST_VERSION,
    description:
      'Of the result that you changed, as the gradebook shows it; null: there was none. The cell is refused where it is another by now. If left out, whatever stands is replaced.',
    example: null,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(GREATEST_VERSION)
  version?: number | null;
}

/** Cells of the gradebook, at once. */
export class ResultsBatchDto {
  @ApiProperty({ type: [BatchCellDto], description: 'Each cell once.' })
  @IsArray()
  @ArrayMaxSize(MOST_CELLS)
  @ValidateNested({ each: true })
  @Type(() => BatchCellDto)
  cells: BatchCellDto[];

  @ApiPropertyOptional({
    enum: ON_REFUSED,
    default: 'nothing',
    description: 'What is recorded where some cells are refused: `nothing`, or the `good_cells`.',
  })
  @MayBeLeftOut()
  @IsIn(ON_REFUSED)
  onRefused?: OnRefused;
}

export const RESULTS_BATCH_EXAMPLES: ExampleBodies = {
  nothing: {
    summary: 'Changes nothing: add cells with lineItemId, userId and score',
    value: { cells: [], onRefused: 'nothing' },
  },
};
