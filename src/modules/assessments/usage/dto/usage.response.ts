import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../shared/http/named-schemas';
import type { Asked, AskingPlace, DrawingPlace } from '../usage.repository';

export const PLACE_KINDS = ['question', 'draw'] as const;
namedEnum('PlaceKind', PLACE_KINDS);

export class QuestionPlaceResponse {
  @ApiProperty({ format: 'uuid', description: 'Of the quiz.' })
  activityId: string;

  @ApiProperty({ example: 'Week 3: sampling', description: 'Of the quiz.' })
  title: string;

  @ApiProperty({ type: 'integer', example: 4, description: 'Of the slot in the quiz, from 1.' })
  position: number;

  @ApiProperty({
    enum: PLACE_KINDS,
    example: 'question',
    description: '`question`: every attempt is asked it. `draw`: an attempt may be, since the draw finds it.',
  })
  kind: (typeof PLACE_KINDS)[number];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: null,
    description: 'The number of the version that the slot is held to; null where it follows the latest.',
  })
  heldToVersion: number | null;
}

/** Where a question is asked, and how often it was. */
export class QuestionUsageResponse {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({ type: [QuestionPlaceResponse], description: 'By title of the quiz, draws after questions.' })
  places: QuestionPlaceResponse[];

  @ApiProperty({
    type: 'integer',
    example: 0,
    description: 'Places in quizzes of other courses, which the caller may not know more of.',
  })
  elsewhere: number;

  @ApiProperty({
    type: 'integer',
    example: 212,
    description: 'Attempts that were asked it, open ones too; without previews and deleted ones.',
  })
  attempts: number;

  @ApiProperty({ type: 'integer', example: 180, description: 'How many people made these attempts.' })
  learners: number;

  @ApiProperty({
    example: true,
    description: 'False: counting stopped at 10,000 attempts, and there are more.',
  })
  isExact: boolean;
}

export function toQuestionUsageResponse(
  questionId: string,
  { asking, drawing }: { asking: readonly AskingPlace[]; drawing: readonly DrawingPlace[] },
  elsewhere: number,
  asked: Asked,
): QuestionUsageResponse {
  return {
    questionId,
    places: [
      ...asking.map(({ activityId, title, position, heldTo }) => ({
        ...{ activityId, title, position, kind: 'question' as const, heldToVersion: heldTo },
      })),
      ...drawing.map(({ activityId, title, position }) => ({
        ...{ activityId, title, position, kind: 'draw' as const, heldToVersion: null },
      })),
    ],
    elsewhere,
    ...asked,
  };
}
