import { newId } from '../../../shared/database/ids';
import type { FieldError } from '../../../shared/errors/domain-error';
import { Rational } from '../../../shared/decimals/rational';
import { atLeastNothing, type Behavior, type Certainty, type GivenAnswer } from '../behaviors/behavior';
import { behaviorNamed } from '../behaviors/registry';
import { triedQuestion } from '../behaviors/tried-question';
import { sentences } from '../assessments.sentences';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { shareOf } from '../../../shared/decimals/share-text';
import { gradeResponse, isSameResponse, needsMark, type ResponseGrade } from '../question-types/responses';
import type { AnsweredQuestion, Answer, AttemptRecord, LoggedAnswer, StartingTerms } from './attempt-records';
import { keptResponse } from './kept-response';
import type { Remark } from '../question-types/parts/answer-remarks';
import { type Ends, NEW_CLOCK } from './lifecycle';
import { type PaperQuestion, paperOf } from './paper';
import type { AskedQuestion } from './paper-records';

/** The marks of an attempt that is not over. */
const UNMARKED = { score: null, markedScore: null, needsMarks: 0 };

/** Responses by question id. The values come from requests: `keptResponses` makes of them what is kept. */
export type Responses = Record<string, unknown>;

/** Decimals of stored points and scores. */
const POINT_DECIMALS = 4;

/**
 * The learner's next attempt, open and without answers, and its paper.
 *
 * @param seed whatever is drawn for the attempt depends on it
 */
export function nextAttempt(
  activityId: string,
  userId: string,
  terms: StartingTerms,
  startedAt: Date,
  ends: Ends,
  seed: number,
): { attempt: AttemptRecord; paper: PaperQuestion[]; answers: LoggedAnswer[] } {
  const { courseId, lastNumber, questions } = terms;
  const paper = paperOf(questions, seed, terms);
  return {
    attempt: {
      id: newId(),
      activityId,
      courseId,
      userId,
      number: lastNumber + 1,
      reachedPosition: 1,
      startedAt,
      submittedAt: null,
      ...UNMARKED,
      ...{ maxScore: worthOf(paper), scoreBeforeRegrade: null },
      ...ends,
      ...NEW_CLOCK,
      ...{ isPreview: false, deletedAt: null },
      endedAt: null,
      endReason: null,
    },
    paper,
    answers: newAnswers(paper),
  };
}

function newAnswers(paper: PaperQuestion[]): LoggedAnswer[] {
  return paper.map(({ id, position }) => ({
    questionId: id,
    position,
    response: null,
    sequence: null,
    highest: 0,
    savedAt: null,
    standing: null,
    ...{ certainty: null, closedAt: null },
    ...{ pointsAwarded: null, correct: null, handPoints: null, handSequence: null },
    ...{ handShare: null, leastShare: null, leastSequence: null },
  }));
}

/** The responses of a request as they are kept, with the remarks about them by question id, or what is wrong with them. */
export interface KeptResponses {
  responses: Responses;
  remarks: ReadonlyMap<string, Remark[]>;
  /** Fields are paths such as `answers.<id>[1]`. */
  faults: FieldError[];
}

export function keptResponses(
  questions: readonly Pick<AskedQuestion, 'id' | 'definition'>[],
  sent: Responses,
): KeptResponses {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const responses: Responses = {};
  const remarks = new Map<string, Remark[]>();
  const faults: FieldError[] = [];
  for (const [id, response] of Object.entries(sent)) {
    const field = `answers.${id.slice(0, 64)}`;
    const question = byId.get(id);
    if (!question) {
      faults.push({ field, rule: 'isQuestion', message: sentences.notAQuestion({ field }) });
      continue;
    }
    const kept = keptResponse(question.definition, response, field);
    faults.push(...kept.faults);
    responses[id] = kept.response;
    if (kept.remarks.length > 0) remarks.set(id, kept.remarks);
  }
  return { responses, remarks, faults };
}

/** The ids of the questions whose given response differs from the graded one (`isSameResponse`). */
export function differingResponses(graded: AnsweredQuestion[], responses: Responses): string[] {
  return graded
    .filter(({ id }) => Object.hasOwn(responses, id))
    .filter(({ id, definition, response }) => !isSameResponse(definition, response, responses[id]))
    .map(({ id }) => id);
}

/** The answers with the given responses in place of those that were saved before, each as the next entry of its log. */
export function withResponses(
  answers: LoggedAnswer[],
  responses: Responses,
  savedAt: Date,
  certainties: Readonly<Record<string, Certainty>> = {},
): LoggedAnswer[] {
  return answers.map((answer) => {
    if (!Object.hasOwn(responses, answer.questionId)) return answer;
    const sequence = answer.highest + 1;
    return {
      ...answer,
      response: responses[answer.questionId] ?? null,
      sequence,
      highest: sequence,
      savedAt,
      certainty: certainties[answer.questionId] ?? null,
      standing: 'on_time',
    };
  });
}

/** What the answers of an ended attempt earn together. */
export interface AttemptMarks {
  /** Null as long as one of its questions waits for a person's mark. */
  score: string | null;
  /** What those earn that do not wait. */
  markedScore: string;
  /** How many questions wait. */
  needsMarks: number;
  /** What all questions are worth together. */
  maxScore: string;
}

/** What questions are worth together. */
export function worthOf(questions: readonly Pick<AskedQuestion, 'points'>[]): string {
  return plainDecimal(Rational.sum(questions.map(({ points }) => points)).toDecimal(POINT_DECIMALS));
}

/**
 * The answers with their marks, which are null only where a person has to mark them: an answer that is not there earns 0. A
 * score is the exact sum of what they earn, rounded once: three questions of 1 point of which two thirds are earned each make 2.
 */
export function gradedAnswers(
  questions: AskedQuestion[],
  answers: Answer[],
  conduct: Conduct = DEFERRED,
): AttemptMarks & { answers: Answer[] } {
  const graded = together(questions, answers).map(([question, answer]) => ({
    answer,
    grade: gradeOfAnswer(question, answer, conduct),
  }));
  const earned = graded.flatMap(({ grade }) => (grade ? [grade.earned] : []));
  const needsMarks = graded.length - earned.length;
  const markedScore = atLeastNothing(Rational.sum(earned)).toDecimal(POINT_DECIMALS);
  return {
    answers: graded.map(({ answer, grade }) => ({
      ...answer,
      pointsAwarded: grade && grade.earned.toDecimal(POINT_DECIMALS),
      correct: grade && grade.correct,
    })),
    ...{ score: needsMarks === 0 ? markedScore : null, markedScore, needsMarks },
    maxScore: worthOf(questions),
  };
}

type Earned = Omit<ResponseGrade, 'share'>;

/** What one answer earns, exactly; null while a person has to mark it. */
export function gradeOfAnswer(
  question: AskedQuestion,
  answer: Answer,
  conduct: Conduct = DEFERRED,
): Earned | null {
  const { definition, points, voided } = question;
  if (voided === 'taken_out') return { earned: Rational.ZERO, correct: null };
  if (voided === 'full_credit') return { earned: Rational.of(points), correct: true };
  const least = leastOf(answer, points);
  if (least?.correct) return least;
  const grade =
    handMark(answer, points) ??
    (needsMark(definition, answer.response, points) ? null : gradeOf(question, answer, conduct));
  return least && grade && grade.earned.lt(least.earned) ? least : grade;
}

/** What a regrade left to the answer that counts; null where it left nothing. */
function leastOf({ leastShare, leastSequence, sequence }: Answer, points: string): Earned | null {
  if (leastShare === null || leastSequence !== (sequence ?? 0)) return null;
  const share = shareOf(leastShare);
  return { earned: Rational.of(points).times(share), correct: share.equals(1) };
}

/**
 * What a person gave for the answer that counts; null where nobody marked it. It stands in place of what the program would give. A
 * question that was made worth less since earns no more than that, and a mark that is a part of what it is worth stays that part.
 */
function handMark({ handPoints, handShare, handSequence, sequence }: Answer, points: string): Earned | null {
  if (handPoints === null || handSequence !== (sequence ?? 0)) return null;
  const given = handShare === null ? handPoints : Rational.of(points).times(shareOf(handShare)).toDecimal(4);
  const earned = Rational.of(Rational.of(given).gt(points) ? points : given);
  return { earned, correct: earned.equals(points) };
}

/** How an attempt was conducted: the behavior, the tries by question id, and whether the clock ended it. */
export interface Conduct {
  behavior: Behavior;
  tries: ReadonlyMap<string, readonly GivenAnswer[]>;
  isTimed: boolean;
}

const DEFERRED: Conduct = { behavior: behaviorNamed('deferred'), tries: new Map(), isTimed: false };

function gradeOf(
  { id, definition, points, guidance }: AskedQuestion,
  { response, certainty }: Answer,
  { behavior, tries, isTimed }: Conduct,
): { earned: Rational; correct: boolean | null } {
  const plain = gradeResponse(definition, response, points);
  if (behavior.name === 'deferred' || plain.correct === null) return plain;
  const end = { response, certainty, isTimed };
  const history = { checks: tries.get(id) ?? [], end };
  const { share, isRight } = behavior.standingOf(triedQuestion(definition, guidance), history);
  return { earned: Rational.of(points).times(share ?? Rational.ZERO), correct: isRight ?? false };
}

/** Questions with their answers, in the order of the answers. */
export function answeredQuestions(questions: AskedQuestion[], answers: Answer[]): AnsweredQuestion[] {
  return together(questions, answers).map(
    ([question, { questionId: _id, position: _position, ...answer }]) => ({
      ...{ ...question, ...answer },
    }),
  );
}

function together(questions: AskedQuestion[], answers: Answer[]): [AskedQuestion, Answer][] {
  const byId = new Map(questions.map((question) => [question.id, question]));
  return answers.map((answer) => {
    const question = byId.get(answer.questionId);
    if (!question) throw new Error(`Question ${answer.questionId} is not part of its attempt's quiz.`);
    return [question, answer];
  });
}
