import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { MayBeLeftOut } from '../../../../shared/http/field-rules';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { OptionFeedback } from '../parts/answer-feedback';
import { type ChoiceOption, Options } from '../parts/choice-option.dto';
import { ItsType } from '../parts/definition-rules';
import { SharesByOption } from '../parts/shares';
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

  @ApiPropertyOptional({ example: { midrange: '1/3' } })
  @MayBeLeftOut()
  @SharesByOption(
    0,
    'What other options earn, by their ids: the part of the points, from 0 to 1. Those that are not here earn nothing.',
  )
  shares?: Record<string, string>;

  @OptionFeedback({ mean: 'One extreme value pulls the mean along.' })
  optionFeedback?: Record<string, string>;
}

export class SingleChoiceView extends PickType(SingleChoiceDefinition, ['options']) {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;
}
