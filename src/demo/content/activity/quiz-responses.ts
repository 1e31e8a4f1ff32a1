import { Random } from '../random';
import { DemoMultipleChoice, DemoQuestion } from '../types';
import { DemoResponse } from './happenings';

/** How sharply a question tells able from less able learners. */
const DISCRIMINATION = 1.5;

/**
 * Probability of a right response, by the three-parameter logistic model of item response theory:
 * c + (1 - c) / (1 + e^(-a (ability - difficulty))), with one discrimination a for all questions and c the
 * chance of guessing right.
 */
export function chanceOfSuccess(question: DemoQuestion, ability: number): number {
  const guessing = guessingChance(question);
  return guessing + (1 - guessing) / (1 + Math.exp(-DISCRIMINATION * (ability - question.difficulty)));
}

/** A right response, or one of the wrong ones that learners give. */
export function respond(question: DemoQuestion, right: boolean, random: Random): DemoResponse {
  switch (question.type) {
    case 'single_choice': {
      const wrong = question.options.map((option) => option.key).filter((key) => key !== question.answer);
      return { type: 'single_choice', value: right ? question.answer : random.pick(wrong) };
    }
    case 'multiple_choice':
      return {
        type: 'multiple_choice',
        value: right ? [...question.answers] : wrongSelection(question, random),
      };
    case 'true_false':
      return { type: 'true_false', value: right ? question.answer : !question.answer };
    case 'numeric':
      return {
        type: 'numeric',
        value: right ? question.answer : earlierMoreOften(question.mistakes, random),
      };
    case 'short_text':
      return {
        type: 'short_text',
        value: right
          ? earlierMoreOften(question.accepted, random)
          : earlierMoreOften(question.mistakes, random),
      };
  }
}

function guessingChance(question: DemoQuestion): number {
  if (question.type === 'single_choice') return 1 / question.options.length;
  return question.type === 'true_false' ? 0.5 : 0;
}

/** Leaves out a right option, or ticks a wrong one, or both; never all empty. */
function wrongSelection(question: DemoMultipleChoice, random: Random): string[] {
  const keys = question.options.map((option) => option.key);
  const missed = random.pick(question.answers);
  const extra = random.pick(keys.filter((key) => !question.answers.includes(key)));
  const mistake = random.pick(question.answers.length > 1 ? ['missed', 'extra', 'both'] : ['extra', 'both']);
  return keys.filter((key) => {
    if (key === missed) return mistake === 'extra';
    if (key === extra) return mistake !== 'missed';
    return question.answers.includes(key);
  });
}

/** Content lists the commonest answer and the most tempting mistake first. */
function earlierMoreOften(items: readonly string[], random: Random): string {
  return random.weighted(items, (_, index) => 1 / (index + 1));
}
