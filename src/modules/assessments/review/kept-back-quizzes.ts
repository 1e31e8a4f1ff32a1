import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { KeptBack, type KeptBackIds } from '../../../shared/personal-data/kept-back';
import { reviewRulesOf } from '../quizzes/quiz-settings';
import { KeptBackQuizzesRepository, type TriedQuiz } from './kept-back-quizzes.repository';
import { lastCloseOf } from './last-close';
import { isPosted, type PostingFacts } from './posting';
import { type ReviewPhase, shownFacts, showsGrade, showsQuestionMarks } from './review-rules';

/** Which quizzes tell a person nothing yet of what they scored, or of what was right: exports leave that out as well. */
@Injectable()
export class KeptBackQuizzes implements OnModuleInit {
  constructor(
    private readonly quizzes: KeptBackQuizzesRepository,
    private readonly keptBack: KeptBack,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.keptBack.provide((userId) => this.of(userId));
  }

  async of(userId: string): Promise<KeptBackIds> {
    const now = this.clock.now();
    const tried = await this.quizzes.triedBy(userId);
    const idsWhere = (isKept: (quiz: TriedQuiz, now: Date) => boolean): ReadonlySet<string> =>
      new Set(tried.filter((quiz) => isKept(quiz, now)).map(({ activityId }) => activityId));
    return { quiz_grades: idsWhere(keepsGrades), quiz_marks: idsWhere(keepsMarks) };
  }
}

/** Whether the person sees no grade in the quiz now; also while an answer of theirs waits for a mark that is not posted before. */
export function keepsGrades(quiz: TriedQuiz, now: Date): boolean {
  if (quiz.posting === 'when_all_marked' && quiz.unmarkedAttempts > 0) return true;
  return !showsGrade(reviewRulesOf(quiz), factsOf(quiz), now);
}

/** Whether some phase in which an attempt of theirs can be hides what single questions earned. */
export function keepsMarks(quiz: TriedQuiz, now: Date): boolean {
  const facts = factsOf(quiz);
  if (keepsGrades(quiz, now) || !isPosted(facts, undefined, now)) return true;
  const hasClosed = facts.lastClosesAt !== null && now >= facts.lastClosesAt;
  const phases: ReviewPhase[] = hasClosed ? ['afterClose'] : ['immediatelyAfter', 'laterWhileOpen'];
  if (quiz.openAttempts > 0) phases.push('during');
  const rules = reviewRulesOf(quiz);
  return !phases.every((phase) => showsQuestionMarks(shownFacts(rules, phase)));
}

function factsOf(quiz: TriedQuiz): PostingFacts {
  const { posting, postsAt } = quiz;
  return { posting, postsAt, awaitsMarks: Number(quiz.awaitsMarks) === 1, lastClosesAt: lastCloseOf(quiz) };
}
