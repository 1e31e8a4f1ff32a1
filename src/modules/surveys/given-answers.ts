import type { FieldError } from '../../shared/errors/domain-error';
import type { SurveyQuestion } from '../courses';
import type { GivenAnswer, GivenAnswers } from './question-kinds/question-kind';
import { kindOf } from './question-kinds/registry';
import { sentences } from './surveys.sentences';

/**
 * The answers of one learner as they are stored, or everything that is wrong with them: answers to questions that there are not, those that are
 * none to theirs, and those that are needed and missing. An answer of null is none.
 *
 * @param sent by the ids of the questions
 */
export function readAnswers(
  questions: readonly SurveyQuestion[],
  sent: Readonly<Record<string, unknown>>,
): { answers: GivenAnswers; faults: FieldError[] } {
  const known = new Set(questions.map(({ id }) => id));
  const faults: FieldError[] = Object.keys(sent)
    .filter((id) => !known.has(id))
    .map((id) => ({
      field: fieldOf(id),
      rule: 'exists',
      message: sentences.noQuestion({ field: fieldOf(id) }),
    }));
  const answers: [string, GivenAnswer][] = [];
  for (const question of questions) {
    const { id, isRequired = false } = question;
    const [field, value] = [fieldOf(id), Object.hasOwn(sent, id) ? sent[id] : undefined];
    if (value === undefined || value === null) {
      if (isRequired) faults.push({ field, rule: 'isRequired', message: sentences.answerNeeded({ field }) });
      continue;
    }
    const read = kindOf(question).read(question, value, field);
    if ('fault' in read) faults.push({ field, rule: 'isAnswer', message: read.fault });
    else answers.push([id, read.answer]);
  }
  return { answers: Object.fromEntries(answers), faults };
}

function fieldOf(questionId: string): string {
  return `answers.${questionId}`;
}
