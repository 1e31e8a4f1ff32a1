import { ApiProperty } from '@nestjs/swagger';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { activityType, NoFields } from '../activity-type';

export const ATTEMPT_STATES = ['not_started', 'in_progress', 'submitted'] as const;
/** Where a learner stands with a quiz. `in_progress` also if they submitted another attempt before. */
export type AttemptState = (typeof ATTEMPT_STATES)[number];
namedEnum('OwnAttemptsState', ATTEMPT_STATES);

/** A learner's attempts at a quiz so far. */
export class AttemptsSoFar {
  @ApiProperty({ type: 'integer', example: 1, description: 'How many were started, the open one included.' })
  started: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 1,
    description: 'How many more may be started; null: no limit.',
  })
  left: number | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
    description: 'The open attempt, if there is one.',
  })
  openAttemptId: string | null;
}

class AttemptsInOutline extends AttemptsSoFar {
  @ApiProperty({
    enum: ATTEMPT_STATES,
    example: 'submitted',
    description: '`in_progress` while an attempt is open, also if others were submitted before.',
  })
  state: AttemptState;
}

export const TERM_ORIGINS = ['quiz', 'accommodation', 'exception'] as const;
/** The rule that a term of a quiz comes from. */
export type TermOrigin = (typeof TERM_ORIGINS)[number];
namedEnum('TermOrigin', TERM_ORIGINS);

export const TERM_CUTS = ['hard_close'] as const;
/** What takes from a person a part of what they would have got. */
export type TermCut = (typeof TERM_CUTS)[number];
namedEnum('TermCut', TERM_CUTS);

const origin = { enum: TERM_ORIGINS, enumName: 'TermOrigin', example: 'quiz' };

class TermOrigins {
  @ApiProperty(origin)
  opensAt: TermOrigin;

  @ApiProperty({ ...origin, example: 'accommodation' })
  dueAt: TermOrigin;

  @ApiProperty({ ...origin, example: 'accommodation' })
  closesAt: TermOrigin;

  @ApiProperty(origin)
  timeLimitSeconds: TermOrigin;

  @ApiProperty(origin)
  maxAttempts: TermOrigin;
}

/** The terms of a quiz for one person, and the rules that they come from. */
export class PersonalTerms {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-02T08:00:00.000Z' })
  opensAt: Date | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-03-18T22:59:59.000Z' })
  dueAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-20T22:00:00.000Z',
    description: 'From then on they can start no attempt.',
  })
  closesAt: Date | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 5400 })
  timeLimitSeconds: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 3 })
  maxAttempts: number | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-20T22:30:00.000Z',
    description:
      'Attempts that were begun before `closesAt` end here at the latest: as much later as their time limit is longer than that of everybody.',
  })
  endsBy: Date | null;

  @ApiProperty({
    type: String,
    enum: [...TERM_CUTS, null],
    nullable: true,
    example: null,
    description:
      '`hard_close`: the quiz closes for everybody at one instant, which takes something from them.',
  })
  cutBy: TermCut | null;

  @ApiProperty({ example: false, description: 'Whether they need not say the password.' })
  passwordWaived: boolean;

  @ApiProperty({
    type: 'integer',
    example: 20,
    description: 'Minutes for which the clock of an attempt may rest.',
  })
  restBreakMinutes: number;

  @ApiProperty({ type: TermOrigins, description: 'The rule that each term comes from.' })
  origins: TermOrigins;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-18T22:59:59.000Z',
    description: 'Until then all of this stays as it is, unless somebody changes the rules; null: for good.',
  })
  nextChangeAt: Date | null;
}

/** What an outline tells of a quiz: as its settings say, and as far as the reader has come. */
export class QuizInOutline {
  @ApiProperty({
    format: 'decimal',
    example: '10',
    description: 'The points of all questions together. Members only. "0": there are no questions yet.',
  })
  pointsPossible: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-02T08:00:00.000Z',
    description: 'From then on attempts can be started; null: at once. Members only.',
  })
  opensAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-03-16T22:59:59.000Z',
    description: 'When the quiz should be submitted by. Members only.',
  })
  dueAt: Date | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'From then on no attempt can be started. Members only.',
  })
  closesAt: Date | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 2,
    description: 'How many attempts each learner has; null: no limit. Members only.',
  })
  maxAttempts: number | null;

  @ApiProperty({
    type: AttemptsInOutline,
    nullable: true,
    description: 'The attempts of the learner who reads; null for staff, who take none. Members only.',
  })
  myAttempts: AttemptsInOutline | null;

  @ApiProperty({
    type: PersonalTerms,
    nullable: true,
    description:
      'What holds for the learner who reads, where an accommodation or an exception gives them other terms than everybody; null where it does not, and for staff. Members only.',
  })
  myTerms: PersonalTerms | null;
}

/** Questions to answer: its content is the instructions. Settings, questions and attempts are kept by its owner. */
export const quiz = activityType({
  name: 'quiz',
  Fields: NoFields,
  completedBy: ['passed', 'submitted', 'score', 'viewed', 'marked_done'],
  owner: 'assessments',
  InOutline: QuizInOutline,
  examples: {
    add: {
      summary: 'A quiz, first of all in its section',
      value: { title: 'Warm-up', content: 'Five minutes, as often as you like.', position: 1 },
    },
  },
});
