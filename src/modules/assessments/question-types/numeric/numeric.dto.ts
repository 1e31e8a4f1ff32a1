import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { DecimalText, ItsType, ObjectOf, rule } from '../parts/definition-rules';

const NAME = 'numeric';
const TOLERANCE_TYPES = ['absolute', 'relative'] as const;

/** How far off a right answer may be. */
export class Tolerance {
  @ApiProperty({
    enum: TOLERANCE_TYPES,
    description: '`relative` is a share of the key: 0.01 is one percent.',
  })
  @IsIn(TOLERANCE_TYPES, { message: `This must be one of ${TOLERANCE_TYPES.join(', ')}.` })
  type: (typeof TOLERANCE_TYPES)[number];

  @ApiProperty({ example: '0.01', description: 'Bounds included; "0" for an exact answer.' })
  @DecimalText()
  @rule('min', (value) => !readDecimal(value)?.lt(0), 'The tolerance must not be negative.')
  value: string;
}

export class NumericDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({ example: '2.5' })
  @DecimalText()
  key: string;

  @ObjectOf(
    Tolerance,
    'The tolerance must be an object with type and value; for an exact answer, absolute and "0".',
  )
  tolerance: Tolerance;
}

export class NumericView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
