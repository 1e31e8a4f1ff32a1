import { ApiProperty } from '@nestjs/swagger';
import { Rational } from '../../../../../shared/decimals/rational';
import { sentences } from '../../../courses.sentences';
import { activityType } from '../activity-type';
import { ItsQuestions, type SurveyOption, type SurveyQuestion } from './survey-questions';

class SurveyFields {
  @ItsQuestions()
  questions: SurveyQuestion[];
}

/** What an outline tells of a survey. */
export class SurveyInOutline {
  @ApiProperty({
    description: 'Nobody learns who gave which answer. Members only.',
    example: true,
  })
  isAnonymous: boolean;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on it takes answers; null: as long as it is there. Members only.',
    example: null,
  })
  opensAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'From when on it takes none any more; null: as long as it is there. Members only.',
    example: '2040-03-04T22:00:00.000Z',
  })
  closesAt: Date | null;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Whether the learner who reads has answered it; null for staff. Members only.',
    example: false,
  })
  isAnswered: boolean | null;
}

/** Questions without right answers: its content says what they are for. */
export const survey = activityType({
  name: 'survey',
  Fields: SurveyFields,
  kept: ({ questions, ...others }) =>
    questions === undefined ? others : { ...others, questions: questions.map(inOrder) },
  faults: ({ questions }) => questions.flatMap(faultsOf),
  completedBy: ['submitted'],
  owner: 'surveys',
  InOutline: SurveyInOutline,
  examples: {
    add: {
      summary: 'A survey, whose days are said at `/v1/surveys/{surveyId}`',
      value: {
        title: 'How is the course going?',
        content: 'Five minutes, which make the second half better.',
        questions: [
          {
            ...{ id: 'clarity', kind: 'scale', prompt: 'How clear were the explanations?', isRequired: true },
            labels: ['Not at all', 'A little', 'Well', 'Very well'],
          },
          {
            ...{ id: 'more-of', kind: 'multiple_choice', prompt: 'What would you like more of?' },
            options: [
              { id: 'examples', text: 'Examples' },
              { id: 'exercises', text: 'Exercises' },
            ],
          },
          {
            id: 'hours',
            kind: 'number',
            prompt: 'How many hours a week do you spend on it?',
            min: '0',
            max: '100',
          },
          { id: 'open', kind: 'text', prompt: 'What else should we know?' },
        ],
      },
    },
    change: {
      summary: 'The questions of a survey',
      value: {
        questions: [
          {
            ...{ id: 'pace', kind: 'single_choice', prompt: 'How is the pace?' },
            options: [
              { id: 'slow', text: 'Too slow' },
              { id: 'right', text: 'Right' },
              { id: 'fast', text: 'Too fast' },
            ],
          },
        ],
      },
    },
  },
});

function faultsOf(question: SurveyQuestion, index: number) {
  const at = `questions[${index}]`;
  if (question.kind === 'number') {
    const { min = null, max = null } = question;
    if (min === null || max === null || Rational.of(min).lte(Rational.of(max))) return [];
    return [
      { field: `${at}.max`, rule: 'notBelowMin', message: sentences.notBelowMin({ field: `${at}.max` }) },
    ];
  }
  if (question.kind !== 'multiple_choice') return [];
  const { most = null, options } = question;
  if (most === null || most <= options.length) return [];
  const field = `${at}.most`;
  return [
    { field, rule: 'atMostOptions', message: sentences.atMostOptions({ field, most: options.length }) },
  ];
}

const FIRST = ['id', 'kind', 'prompt', 'isRequired'];

/** The fields of a question in one order, whoever sent them: so two versions that say the same have the same digest. */
function inOrder<Question extends SurveyQuestion>(question: Question): Question {
  const rest = Object.keys(question)
    .filter((name) => !FIRST.includes(name))
    .sort();
  return Object.fromEntries(
    [...FIRST, ...rest].flatMap((name) => {
      const value = question[name as keyof Question] as unknown;
      if (value === undefined) return [];
      return [
        [name, name === 'options' ? (value as SurveyOption[]).map(({ id, text }) => ({ id, text })) : value],
      ];
    }),
  ) as unknown as Question;
}
