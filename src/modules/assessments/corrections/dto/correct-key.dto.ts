import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsDefined, IsIn, ValidateIf } from 'class-validator';
import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { says } from '../../../../shared/http/field-sentences';
import { sentences } from '../../assessments.sentences';
import { anyResponse } from '../../question-types/api-schemas';
import { UpdateQuestionDto } from '../../questions/dto/question.dto';
import { VOIDED, type Voided } from '../../questions/key-revision.entity';

/** What to correct; whatever is left out stays as it is. The definition is the whole one, with what is right put right. */
export class CorrectKeyDto extends PickType(UpdateQuestionDto, [
  ...(['definition', 'points', 'feedback', 'scoreFeedback', 'hints', 'penalty'] as const),
]) {
  @ApiPropertyOptional({
    enum: VOIDED,
    nullable: true,
    example: null,
    description:
      'For a question that should not have been asked. `full_credit`: everybody earns its points, answered or not. `taken_out`: it is worth nothing, and new attempts do not ask it. Null: it counts as it is.',
  })
  @ValidateIf(({ voided }: CorrectKeyDto) => voided !== undefined && voided !== null)
  @IsIn(VOIDED)
  voided?: Voided | null;
}

export class AcceptResponseDto {
  @ApiProperty({
    allOf: [anyResponse],
    example: 'middle value',
    description: 'As the list of responses shows it.',
  })
  @ValidateIf(({ response }: AcceptResponseDto) => response !== null)
  @IsDefined(says((field) => sentences.responseMissing({ field })))
  response: unknown;
}

/** What to send. The first changes nothing as it stands, and the second is refused, since they would change what learners earn. */
export const CORRECTION_BODIES: ExampleBodies = {
  nothing: { summary: 'Nothing, until you put in what was wrong', value: {} },
};
export const ACCEPT_BODIES: ExampleBodies = {
  nothing: { summary: 'No answer: refused, until you put in a response', value: { response: null } },
};
