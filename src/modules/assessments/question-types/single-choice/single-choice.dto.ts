import { ApiProperty, PickType } from '@nestjs/swagger';
import { type ChoiceOption, Options } from '../parts/choice-option.dto';
import { ItsType, rule } from '../parts/definition-rules';

const NAME = 'single_choice';

export class SingleChoiceDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @Options()
  options: ChoiceOption[];

  @ApiProperty({ example: 'median', description: 'The id of the right option.' })
  @rule('isString', (key) => typeof key === 'string', 'The key must be the id of the right option.')
  key: string;
}

export class SingleChoiceView extends PickType(SingleChoiceDefinition, ['options']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
