import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { Caller } from '../../../../shared/auth/caller';
import { namedEnum } from '../../../../shared/http/named-schemas';
import { sayTo } from '../../../../shared/sentences/say';
import { wholeDefinition } from '../../question-types/definition-parts';
import { QUESTION_TYPES, questionTypeOf, type QuestionType } from '../../question-types/registry';
import type { AttemptChoice } from '../attempt-choice';
import { ATTEMPTS_CHOSEN } from './attempts-chosen';
import type { QuestionMarks } from '../mark-sheet';
import {
  type Problem,
  QUESTION_PROBLEMS,
  type QuestionProblem,
  questionProblems,
  TEST_PROBLEMS,
  type TestProblem,
  testProblems,
} from '../problems';
import { facilityOf, FIGURE_PLACES, type QuestionFigures, type TestFigures } from '../quiz-figures';
import type { AskedRevision } from '../statistics.repository';

namedEnum('QuestionProblem', QUESTION_PROBLEMS);
namedEnum('TestProblem', TEST_PROBLEMS);

/** A figure that may be undefined. */
function Figure(example: string, description: string): PropertyDecorator {
  const options: ApiPropertyOptions = { type: String, format: 'decimal', nullable: true, example };
  return ApiProperty({ ...options, description });
}

export class TestProblemResponse {
  @ApiProperty({ enum: TEST_PROBLEMS, example: 'low_consistency' })
  rule: TestProblem;

  @ApiProperty({ example: 'The questions of the quiz agree little with each other.' })
  message: string;
}

export class QuestionProblemResponse {
  @ApiProperty({ enum: QUESTION_PROBLEMS, example: 'negative_discrimination' })
  rule: QuestionProblem;

  @ApiProperty({ example: 'Who did well in the rest of the quiz did worse here.' })
  message: string;
}

/** Figures of the quiz as a whole, from the points X that attempts earned. */
export class TestFiguresResponse implements TestFigures {
  @ApiProperty({ type: 'integer', example: 24, description: 'How many attempts the figures are about: n.' })
  count: number;

  @Figure('10', 'Points that an attempt could earn; the mean, where attempts had other questions.')
  maxScore: string | null;

  @Figure('7.25', 'In points.')
  mean: string | null;

  @Figure('7.5', 'In points; of an even number of attempts the mean of the middle two.')
  median: string | null;

  @Figure('1.5', 'In points, with n − 1. Null for fewer than two attempts.')
  standardDeviation: string | null;

  @Figure('-0.4', 'k₃ / k₂^1.5 of Fisher’s k-statistics. Null for fewer than three attempts.')
  skewness: string | null;

  @Figure(
    '0.2',
    'k₄ / k₂² of Fisher’s k-statistics: 0 for a normal distribution. Null for fewer than four attempts.',
  )
  kurtosis: string | null;

  @Figure(
    '78.4',
    'Coefficient of internal consistency (Cronbach’s α) in percent: 100 · p/(p−1) · (1 − Σvar(x)/var(X)) of p questions. It may be below 0. Null for fewer than two questions or three attempts, and where attempts had other questions.',
  )
  internalConsistency: string | null;

  @Figure(
    '46.5',
    'In percent: 100 · √(1 − consistency/100). How much of the spread of scores is chance. It may be above 100.',
  )
  errorRatio: string | null;

  @Figure('0.7', 'In points: the error ratio of the standard deviation.')
  standardError: string | null;

  @ApiProperty({ type: [TestProblemResponse] })
  problems: TestProblemResponse[];
}

class RevisionFiguresResponse {
  @ApiProperty({ format: 'uuid' })
  keyRevisionId: string;

  @ApiProperty({
    type: 'integer',
    example: 1,
    description: 'Counts the revisions of the key of this version from 1.',
  })
  number: number;

  @ApiProperty({
    format: 'decimal',
    example: '2',
    description: 'What the question is worth by this revision.',
  })
  points: string;

  @ApiProperty({ type: 'integer', example: 24 })
  count: number;

  @Figure('72.5', 'As that of the question.')
  facility: string | null;
}

class VersionFiguresResponse {
  @ApiProperty({ format: 'uuid' })
  versionId: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Counts the versions of the question from 1.' })
  number: number;

  @ApiProperty({
    type: [RevisionFiguresResponse],
    description: 'The revisions of its key that graded answers to this version.',
  })
  keyRevisions: RevisionFiguresResponse[];
}

/** Figures of a question, from the points x that it earned, and what the rest of each attempt earned: R = X − x. */
export class QuestionStatisticsResponse implements QuestionFigures {
  @ApiProperty({ format: 'uuid' })
  questionId: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    example: 1,
    description: 'Its place in the quiz now; null for one that is drawn, or is not in the quiz any more.',
  })
  position: number | null;

  @ApiProperty({ enum: QUESTION_TYPES, example: 'single_choice' })
  type: QuestionType;

  @ApiProperty({ example: '<p>Which measure is least affected by one extreme value?</p>\n' })
  promptHtml: string;

  @ApiProperty({
    example: false,
    description: 'Whether attempts drew it, so that others had other questions in its place.',
  })
  isDrawn: boolean;

  @ApiProperty({ type: 'integer', example: 24, description: 'How many of the attempts asked it.' })
  count: number;

  @Figure(
    '72.5',
    'Facility index: what it earned of what it could, in percent. Null where it is worth nothing.',
  )
  facility: string | null;

  @Figure(
    '25',
    'What who answers without reading earns on average, in percent. Null where that cannot be said.',
  )
  guessScore: string | null;

  @Figure('31.2', 'In percent of the points of the question, with n − 1.')
  standardDeviation: string | null;

  @Figure('20', 'Its share of the points of the quiz, in percent.')
  intendedWeight: string | null;

  @Figure(
    '23.1',
    'Its share of the spread of scores, in percent: √cov(x, X) over the sum of these roots. Null where the covariance is below 0, and for drawn questions.',
  )
  effectiveWeight: string | null;

  @Figure(
    '45.3',
    'In percent: 100 · cov(x, R) / √(var(x) · var(R)); for a drawn question with X in the place of R. Null without variance.',
  )
  discriminationIndex: string | null;

  @Figure('58.9', 'In percent: the covariance with the rest, of the highest that these marks could have.')
  discriminativeEfficiency: string | null;

  @ApiProperty({ type: [QuestionProblemResponse], description: 'What a teacher should look at, and why.' })
  problems: QuestionProblemResponse[];

  @ApiProperty({ type: [VersionFiguresResponse], description: 'The versions that attempts asked.' })
  versions: VersionFiguresResponse[];
}

export class QuizStatisticsResponse {
  @ApiProperty({ format: 'uuid' })
  activityId: string;

  @ApiProperty({ format: 'date-time', description: 'When the marks were read.' })
  asOf: Date;

  @ApiProperty(ATTEMPTS_CHOSEN)
  attempts: AttemptChoice;

  @ApiProperty({ type: TestFiguresResponse })
  test: TestFiguresResponse;

  @ApiProperty({
    type: [QuestionStatisticsResponse],
    description: 'In the order of the quiz; those that are in no place of it now follow.',
  })
  questions: QuestionStatisticsResponse[];
}

export type MeasuredQuestion = QuestionMarks<AskedRevision> & QuestionFigures;

export interface MeasuredQuiz {
  activityId: string;
  choice: AttemptChoice;
  asOf: Date;
  test: TestFigures;
  questions: MeasuredQuestion[];
}

export function toQuizStatisticsResponse(
  { activityId, choice, asOf, test, questions }: MeasuredQuiz,
  reader: Pick<Caller, 'locale'>,
): QuizStatisticsResponse {
  const responses = questions.map((question) => toQuestionResponse(question, reader));
  return {
    ...{ activityId, asOf, attempts: choice },
    test: { ...test, problems: said(testProblems(test), reader) },
    questions: responses.sort((one, other) => (one.position ?? Infinity) - (other.position ?? Infinity) || 0),
  };
}

function toQuestionResponse(
  question: MeasuredQuestion,
  reader: Pick<Caller, 'locale'>,
): QuestionStatisticsResponse {
  const { questionId, isDrawn, count, facility, standardDeviation, intendedWeight, effectiveWeight } =
    question;
  const { discriminationIndex, discriminativeEfficiency } = question;
  const figures = { count, facility, standardDeviation, intendedWeight, effectiveWeight };
  const versions = versionsOf(question);
  const keys = Math.max(...versions.map(({ keyRevisions }) => keyRevisions.length));
  // The newest version says best what the question is.
  const newest = question.revisions.map(({ revision }) => revision).reduce(newer);
  const guessScore = guessScoreOf(newest);
  const facts = { ...figures, discriminationIndex, discriminativeEfficiency, guessScore, keys };
  return {
    ...{ questionId, position: newest.position, type: newest.type, promptHtml: newest.promptHtml, isDrawn },
    ...{ ...figures, guessScore, discriminationIndex, discriminativeEfficiency },
    problems: said(questionProblems(facts), reader),
    versions,
  };
}

function newer(one: AskedRevision, other: AskedRevision): AskedRevision {
  const later = other.versionNumber - one.versionNumber || other.keyNumber - one.keyNumber;
  return later > 0 ? other : one;
}

function guessScoreOf({ content, answerKey }: AskedRevision): string | null {
  const definition = wholeDefinition(content, answerKey);
  return questionTypeOf(definition).guessShare(definition)?.toPercent(FIGURE_PLACES) ?? null;
}

function versionsOf({ revisions }: MeasuredQuestion): VersionFiguresResponse[] {
  const versions = new Map<string, VersionFiguresResponse>();
  const ordered = revisions.toSorted(
    ({ revision: one }, { revision: other }) =>
      one.versionNumber - other.versionNumber || one.keyNumber - other.keyNumber,
  );
  for (const { revision, marks, most } of ordered) {
    const { versionId, versionNumber, keyRevisionId, keyNumber, points } = revision;
    const version = versions.get(versionId) ?? { versionId, number: versionNumber, keyRevisions: [] };
    versions.set(versionId, version);
    const figures = { count: marks.length, facility: facilityOf(marks, most) };
    version.keyRevisions.push({ keyRevisionId, number: keyNumber, points, ...figures });
  }
  return [...versions.values()];
}

function said<Rule extends string>(
  problems: Problem<Rule>[],
  reader: Pick<Caller, 'locale'>,
): { rule: Rule; message: string }[] {
  return problems.map(({ rule, message }) => ({ rule, message: sayTo(reader, message) }));
}
