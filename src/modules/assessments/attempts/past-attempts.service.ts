import { Injectable } from '@nestjs/common';
import { Chance } from '../../../shared/chance/chance';
import { Transactions } from '../../../shared/database/transactions';
import { AttemptInProgressError, QuizHasNoQuestionsError, QuizNotFoundError } from '../assessments.errors';
import { AnswerFiles } from '../answer-files/answer-files.service';
import { behaviorNamed } from '../behaviors/registry';
import { effectiveTerms } from '../exceptions/effective-terms';
import { HandIns } from '../hand-marks/hand-ins';
import { gradedAnswers, nextAttempt, type Responses, withResponses } from './attempt-answers';
import { AttemptEnds } from './attempt-ends';
import {
  type Answer,
  type AttemptRecord,
  type InForce,
  settingsIn,
  type StartingTerms,
} from './attempt-records';
import { AttemptsRepository } from './attempts.repository';
import { DrawnQuestions } from './drawn-questions';
import { entriesOf, keptOrRefused } from './given-responses';
import { ENDLESS } from './lifecycle';
import type { PaperQuestion } from './paper';
import { rulesInForce, type RulesInForce } from './rules-in-force';
import { SubmissionsRepository } from './submissions.repository';

/** An attempt that was made already, for commands that fill a school. */
export interface PastAttempt {
  activityId: string;
  userId: string;
  startedAt: Date;
  /** Null: the attempt is still open, and the learner can continue it. */
  submittedAt: Date | null;
  /** Of one that nobody handed in: when its time was up. */
  abandonedAt?: Date;
  /** By question id. */
  responses: Responses;
  /** When a response was saved, by question id. The default is the instant of the submission, or of the start for an open attempt. */
  savedAt?: Readonly<Record<string, Date>>;
}

/** Putting attempts of the past on record. */
@Injectable()
export class PastAttempts {
  constructor(
    private readonly repository: AttemptsRepository,
    private readonly submissions: SubmissionsRepository,
    private readonly transactions: Transactions,
    private readonly drawn: DrawnQuestions,
    private readonly ends: AttemptEnds,
    private readonly handIns: HandIns,
    private readonly files: AnswerFiles,
    private readonly chance: Chance,
  ) {}

  /**
   * Stores an attempt of the past: graded and published like any other, but with its own instants, and without checking
   * whether the learner could have made it. Returns its id.
   *
   * Throws QuizNotFoundError, QuizHasNoQuestionsError, InvalidResponseError, and AttemptInProgressError where the
   * learner has an open attempt and this one would be open too.
   */
  async record({
    activityId,
    userId,
    startedAt,
    submittedAt,
    abandonedAt,
    responses,
    savedAt = {},
  }: PastAttempt): Promise<string> {
    return this.transactions.run(async () => {
      const quiz = await this.repository.startingTerms(activityId, userId);
      if (!quiz) throw new QuizNotFoundError();
      const seed = this.chance.seed();
      const terms = await this.drawn.complete(quiz, activityId, userId, seed);
      if (terms.questions.length === 0) throw new QuizHasNoQuestionsError();
      const kept = keptOrRefused(terms.questions, responses).responses;
      const next = nextAttempt(activityId, userId, terms, startedAt, ENDLESS, seed);
      const { paper, answers: blank } = next;
      const attempt = { ...next.attempt, inForce: rulesAt(terms, startedAt) };
      const answers = withResponses(blank, kept, submittedAt ?? startedAt).map((answer) => ({
        ...answer,
        savedAt: savedAt[answer.questionId] ?? answer.savedAt,
      }));
      if (submittedAt === null) {
        await this.add({ ...attempt, ...abandoned(abandonedAt) }, seed, paper, answers);
        await this.files.holdAll(attempt, terms.questions, kept);
      } else {
        const behavior = behaviorNamed(terms.behavior);
        const { answers: graded, ...marks } = gradedAnswers(terms.questions, answers, {
          ...{ behavior, tries: new Map(), isTimed: false },
        });
        const ended = { submittedAt, endedAt: submittedAt, endReason: 'submitted' as const };
        const submitted = { ...attempt, ...ended, ...marks };
        await this.add(submitted, seed, paper, graded);
        await this.files.holdAll(submitted, terms.questions, kept);
        await this.handIns.handIn(submitted, {
          ...{ questions: terms.questions, answers: graded, seed, isAgain: false },
        });
        const { timeZone } = terms.policy;
        const hasCompletionRule = await this.submissions.hasCompletionRule(activityId);
        await this.ends.tell(submitted, { ...terms, timeZone, hasCompletionRule }, terms.started > 0);
      }
      return attempt.id;
    });
  }

  private async add(
    attempt: AttemptRecord & InForce,
    seed: number,
    paper: PaperQuestion[],
    answers: Answer[],
  ): Promise<void> {
    if (!(await this.repository.insert(attempt, seed))) throw new AttemptInProgressError();
    await this.repository.insertPaper(attempt, paper, answers);
    await this.repository.insertEntries(attempt.id, entriesOf(answers));
  }
}

/** The end of an attempt that nobody handed in; nothing for one that goes on. */
function abandoned(at: Date | undefined): Partial<AttemptRecord> {
  if (at === undefined) return {};
  return { endsAt: at, handInBy: at, endsBecause: 'time_limit', endedAt: at, endReason: 'abandoned' };
}

function rulesAt(terms: StartingTerms, startedAt: Date): RulesInForce {
  const { policy, personal } = terms;
  const own = effectiveTerms({ policy, ...personal, since: startedAt, at: startedAt });
  return rulesInForce(settingsIn(terms), own, startedAt);
}
