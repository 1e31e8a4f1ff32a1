import { isDeepStrictEqual } from 'node:util';
import type { SurveyQuestion } from '../courses';
import type { GivenAnswer, GivenAnswers, QuestionFigures } from './question-kinds/question-kind';
import { kindOf } from './question-kinds/registry';

/** What one learner has answered, with the questions as they were asked then. */
export interface AskedAnswers {
  questions: readonly SurveyQuestion[];
  answers: GivenAnswers;
}

/** A question as it was asked, and what was answered to it. */
export interface QuestionResult {
  question: SurveyQuestion;
  /** Whether the survey asks it so now. */
  isAsked: boolean;
  /** How many have answered it. */
  answers: number;
  figures: QuestionFigures;
}

/**
 * The results of each question as it was asked: one that was changed has a result for each wording that somebody has answered, since answers to
 * another question, or to other options, say something else. Those that are asked now come first, in their order.
 */
export function resultsOf(
  asked: readonly SurveyQuestion[],
  given: readonly AskedAnswers[],
): QuestionResult[] {
  const found: { question: SurveyQuestion; isAsked: boolean; answers: GivenAnswer[] }[] = asked.map(
    (question) => ({ question, isAsked: true, answers: [] }),
  );
  /** By the list of a version, which many answers share. */
  const places = new Map<readonly SurveyQuestion[], Map<string, number>>();
  for (const { questions, answers } of given) {
    const known = places.get(questions) ?? new Map<string, number>();
    places.set(questions, known);
    for (const question of questions) {
      const answer = answers[question.id];
      if (answer === undefined) continue;
      let place = known.get(question.id);
      if (place === undefined) {
        place = found.findIndex((each) => isSame(each.question, question));
        if (place === -1) place = found.push({ question, isAsked: false, answers: [] }) - 1;
        known.set(question.id, place);
      }
      found[place]?.answers.push(answer);
    }
  }
  return found.map(({ question, isAsked, answers }) => ({
    ...{ question, isAsked, answers: answers.length },
    figures: kindOf(question).figures(question, answers),
  }));
}

/** Whether two questions ask the same: whether an answer is needed is no part of it. */
function isSame(
  { isRequired: _, ...one }: SurveyQuestion,
  { isRequired: __, ...other }: SurveyQuestion,
): boolean {
  return isDeepStrictEqual(plain(one), plain(other));
}

function plain(question: object): unknown {
  return JSON.parse(JSON.stringify(question));
}
