import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { DecimalText, ItsType, ObjectOf } from '../parts/definition-rules';
import { sentences } from './numeric.sentences';
import { namedEnum } from '../../../../shared/http/named-schemas';

const NAME = 'numeric';
const TOLERANCE_TYPES = ['absolute', 'relative'] as const;
namedEnum('ToleranceType', TOLERANCE_TYPES);

/** How far off a right answer may be. */
export class Tolerance {
  @ApiProperty({
    enum: TOLERANCE_TYPES,
    description: '`relative` is a share of the key: 0.01 is one percent.',
  })
  @IsIn(TOLERANCE_TYPES)
  type: (typeof TOLERANCE_TYPES)[number];

  @ApiProperty({
    example: '0.01',
    description: 'How far off an answer may be, bounds included; at least 0.',
  })
  @DecimalText()
  @fieldRule('min', (value) => !readDecimal(value)?.lt(0), (field) => sentences.toleranceNegative({ field }))
  value: string;
}

export class NumericDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    example: '2.5',
    description: 'The right answer.',
  })
  @DecimalText()
  key: string;

  @ObjectOf(Tolerance, (field) => sentences.toleranceNeeded({ field }))
  tolerance: Tolerance;
}

export class NumericView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
