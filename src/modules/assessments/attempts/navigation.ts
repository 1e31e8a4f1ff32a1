import type { QuizSettings } from '../quizzes/quiz-settings';

/*
 * Quizzes that ask one question after another, without a way back: which question is whose turn. Learners see the questions up
 * to the current one, and only the answer to the current one can change. Going on is a step of its own, since an answer is saved
 * while it is being written.
 */

/** Where the learner stands, from 1; null where the quiz lets them go as they like. */
export function currentPosition(
  { reachedPosition }: { reachedPosition: number },
  { navigation }: Pick<QuizSettings, 'navigation'>,
): number | null {
  return navigation === 'sequential' ? reachedPosition : null;
}

/** Of a question at a place of the paper: `passed` can be seen, and not be changed; what is `ahead` cannot be seen. */
export function turnOf(position: number, current: number | null): 'passed' | 'current' | 'ahead' {
  if (current === null || position === current) return 'current';
  return position < current ? 'passed' : 'ahead';
}

/** Of questions in the order of the paper, those that the learner has come to. */
export function reached<Question>(questions: readonly Question[], current: number | null): Question[] {
  return questions.filter((_, index) => turnOf(index + 1, current) !== 'ahead');
}

/**
 * What going to a place means. `there`: it is the current one, so two tabs can say the same. `refused`: it is not the next one, or
 * there is none.
 */
export function stepTo(wanted: number, current: number, count: number): 'there' | 'next' | 'refused' {
  if (wanted === current) return 'there';
  return wanted === current + 1 && wanted <= count ? 'next' : 'refused';
}
