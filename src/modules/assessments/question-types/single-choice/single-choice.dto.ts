import { ApiProperty, PickType } from '@nestjs/swagger';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { type ChoiceOption, Options } from '../parts/choice-option.dto';
import { ItsType } from '../parts/definition-rules';
import { sentences } from './single-choice.sentences';

const NAME = 'single_choice';

export class SingleChoiceDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @Options()
  options: ChoiceOption[];

  @ApiProperty({ example: 'median', description: 'The id of the right option.' })
  @fieldRule('isString', (key) => typeof key === 'string', (field) => sentences.keyNeeded({ field }))
  key: string;
}

export class SingleChoiceView extends PickType(SingleChoiceDefinition, ['options']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
