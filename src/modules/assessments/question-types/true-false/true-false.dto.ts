import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { ItsType } from '../parts/definition-rules';

const NAME = 'true_false';

export class TrueFalseDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({ example: false, description: 'The right answer.' })
  @IsBoolean()
  key: boolean;
}

export class TrueFalseView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
