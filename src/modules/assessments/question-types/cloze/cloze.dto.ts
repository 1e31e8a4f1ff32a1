import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IsDecimalText, MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { says } from '../../../../shared/http/field-sentences';
import { namedUnion } from '../../../../shared/http/named-schemas';
import { MultipleChoiceDefinition, MultipleChoiceView } from '../multiple-choice/multiple-choice.dto';
import { NumericDefinition, NumericView } from '../numeric/numeric.dto';
import { OPTION_ID } from '../parts/choice-option.dto';
import { ItsType, ListOfTypes } from '../parts/definition-rules';
import { sentences as ofQuestionTypes } from '../question-types.sentences';
import { ShortTextDefinition, ShortTextView } from '../short-text/short-text.dto';
import { SingleChoiceDefinition, SingleChoiceView } from '../single-choice/single-choice.dto';

const NAME = 'cloze';
const MOST_GAPS = 50;

/** A place in the text that asks something. */
class Gap {
  @ApiProperty({
    pattern: OPTION_ID.source,
    example: 'center',
    description: 'As it stands in the text: `[[center]]`.',
  })
  @Matches(OPTION_ID, says((field) => ofQuestionTypes.optionId({ field })))
  id: string;

  @ApiPropertyOptional({
    example: '2',
    default: '1',
    description: 'How much it counts beside the other gaps.',
  })
  @MayBeLeftOut()
  @IsDecimalText({ above: '0', max: '1000', places: 4 })
  weight?: string;
}

class GapView {
  @ApiProperty({ example: 'center' })
  id: string;
}

export class SingleChoiceGap extends IntersectionType(Gap, SingleChoiceDefinition) {}
export class MultipleChoiceGap extends IntersectionType(Gap, MultipleChoiceDefinition) {}
export class NumericGap extends IntersectionType(Gap, NumericDefinition) {}
export class ShortTextGap extends IntersectionType(Gap, ShortTextDefinition) {}
export type ClozeGap = SingleChoiceGap | MultipleChoiceGap | NumericGap | ShortTextGap;

export class SingleChoiceGapView extends IntersectionType(GapView, SingleChoiceView) {}
export class MultipleChoiceGapView extends IntersectionType(GapView, MultipleChoiceView) {}
export class NumericGapView extends IntersectionType(GapView, NumericView) {}
export class ShortTextGapView extends IntersectionType(GapView, ShortTextView) {}
export type ClozeGapView = SingleChoiceGapView | MultipleChoiceGapView | NumericGapView | ShortTextGapView;

const GAPS = {
  single_choice: SingleChoiceGap,
  multiple_choice: MultipleChoiceGap,
  numeric: NumericGap,
  short_text: ShortTextGap,
} as const;
const GAP_VIEWS = {
  single_choice: SingleChoiceGapView,
  multiple_choice: MultipleChoiceGapView,
  numeric: NumericGapView,
  short_text: ShortTextGapView,
} as const;

export class ClozeDefinition {
  @ItsType(NAME)
  type: typeof NAME;

  @ApiProperty({
    example: 'The [[center]] of 1, 2 and 9 is [[value]].',
    description: 'Plain text, in which each gap stands once, by its id between double brackets.',
  })
  @Text('lines', { min: 1, max: 10_000 })
  text: string;

  @ApiProperty({ description: 'Each a small question: the `type` says which, and which fields it has.' })
  @ListOfTypes(GAPS, namedUnion('ClozeGap', 'type', GAPS), { min: 1, max: MOST_GAPS })
  gaps: ClozeGap[];
}

export class ClozeView {
  @ApiProperty({ enum: [NAME] })
  type: typeof NAME;

  @ApiProperty()
  text: string;

  @ApiProperty({ type: 'array', items: namedUnion('ClozeGapView', 'type', GAP_VIEWS) })
  gaps: ClozeGapView[];
}
