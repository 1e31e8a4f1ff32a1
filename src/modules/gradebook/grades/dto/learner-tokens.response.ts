import { ApiProperty } from '@nestjs/swagger';
import type { TokensView } from '../../lateness/grace-tokens';
import { GraceTokensResponse } from '../../rules/dto/late-policy.response';

export class SpentTokensResponse {
  @ApiProperty({ format: 'uuid' })
  lineItemId: string;

  @ApiProperty({ type: 'integer', example: 1 })
  tokens: number;
}

/** The grace tokens of a learner. They are spent anew whenever what they depend on changes. */
export class LearnerTokensResponse extends GraceTokensResponse implements TokensView {
  @ApiProperty({
    type: 'integer',
    description:
      'How many are not spent. For learners, those that work takes whose marks are not posted are among them.',
    example: 2,
  })
  left: number;

  @ApiProperty({ type: [SpentTokensResponse], description: 'Where they are spent, by due date.' })
  spent: SpentTokensResponse[];
}

/** With a sentence, for explanations. */
export class ExplainedTokensResponse extends LearnerTokensResponse {
  @ApiProperty({ example: '1 of 3 grace tokens is spent (1 on Survey plan), 2 are left.' })
  sentence: string;
}
