import {
  DemoActivity,
  DemoAttempt,
  demoCourses,
  DemoCourse,
  DemoHappening,
  demoLearners,
  DemoQuestion,
  DemoQuiz,
  DemoResponse,
  TemperamentKind,
} from '../../../src/demo/content';
import { Rational } from '../../../src/shared/decimals/rational';

export const published = demoCourses.filter((course) => course.status === 'published');

export function activitiesOf(course: DemoCourse): DemoActivity[] {
  return course.sections.flatMap((section) => section.activities);
}

export function quizzesOf(course: DemoCourse): DemoQuiz[] {
  return activitiesOf(course).filter((activity): activity is DemoQuiz => activity.type === 'quiz');
}

export function courseOf(happening: DemoHappening): DemoCourse {
  return found(demoCourses.find((course) => course.key === happening.courseKey));
}

export function quizOf(attempt: DemoAttempt): DemoQuiz {
  return found(quizzesOf(courseOf(attempt)).find((quiz) => quiz.key === attempt.activityKey));
}

export function temperamentOf(username: string): TemperamentKind {
  return found(demoLearners.find((learner) => learner.username === username)).temperament.kind;
}

export function ofType<T extends DemoHappening['type']>(
  happenings: DemoHappening[],
  type: T,
): Extract<DemoHappening, { type: T }>[] {
  return happenings.filter((it): it is Extract<DemoHappening, { type: T }> => it.type === type);
}

/** Whether the response would earn the points, worked out apart from the quiz engine. */
export function isRight(question: DemoQuestion, response: DemoResponse): boolean {
  if (question.type === 'single_choice' && response.type === 'single_choice') {
    return response.value === question.answer;
  }
  if (question.type === 'multiple_choice' && response.type === 'multiple_choice') {
    return [...response.value].sort().join() === [...question.answers].sort().join();
  }
  if (question.type === 'true_false' && response.type === 'true_false')
    return response.value === question.answer;
  if (question.type === 'numeric' && response.type === 'numeric') {
    return Rational.of(response.value).minus(question.answer).abs().lte(question.tolerance);
  }
  if (question.type === 'short_text' && response.type === 'short_text') {
    const plain = (text: string) => text.trim().toLowerCase();
    return question.accepted.some((accepted) => plain(accepted) === plain(response.value));
  }
  throw new Error(`a ${response.type} response to a ${question.type} question`);
}

/** Share of a quiz's points that the attempt's responses earn, 0 to 1. */
export function earnedShare(attempt: DemoAttempt): number {
  const quiz = quizOf(attempt);
  let earned = Rational.ZERO;
  let possible = Rational.ZERO;
  for (const question of quiz.questions) {
    possible = possible.plus(question.points);
    const given = attempt.responses.find((response) => response.questionKey === question.key);
    if (given && isRight(question, given.response)) earned = earned.plus(question.points);
  }
  return Number(earned.over(possible).toDecimal(12));
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not in the demo school');
  return value;
}
