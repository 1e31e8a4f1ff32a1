import type { NewQuestion } from '../../../../src/modules/assessments';
import type { Answer } from '../../../support/test-app';
import { type Sign, SIGNS } from './oracle';

/*
 * Every quiz of the table has texts and numbers that nothing else has, so that whatever shows one tells of which quiz and which
 * fact, be it a list, a page of the gradebook, a file or an error.
 */

const OPTIONS = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Option ${id}` }));
/** In ten-thousandths, so that all of this is whole numbers. */
const decimal = (tenThousandths: number): string => {
  const digits = String(tenThousandths).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/0+$/, '');
};

/** What shows a fact of a quiz. */
interface Canaries {
  texts: Partial<Record<Sign, string>>;
  numbers: Partial<Record<Sign, string[]>>;
  /** What there is to earn in all. Line items say it to everybody, an attempt only as its `maxScore`. */
  possible: string;
}

export interface CanaryQuiz extends Canaries {
  questions: NewQuestion[];
  responses: unknown[];
}

/** Two of three right ones are 2/3 of the points of the first question, one of three is 1/3 of those of the second. */
export function canaryQuiz(number: number): CanaryQuiz {
  const tag = String(number).padStart(2, '0');
  const [third, other, text] = [10_101 + 611 * number, 43_003 - 293 * number, 11_007 + 2 * number];
  const possible = 3 * third + 3 * other + text;
  const score = 2 * third + other;
  const percentage = (Math.round((score * 10_000) / possible) / 100).toFixed(2).replace(/\.?0+$/, '');
  return {
    questions: [
      ...[3 * third, 3 * other].map((points) => ({
        ...{ type: 'multiple_choice' as const, prompt: 'Which?', points: decimal(points) },
        definition: { options: OPTIONS, key: ['a', 'b', 'c'], scoring: 'partial' },
      })),
      {
        ...{ type: 'short_text', prompt: 'Say it.', points: decimal(text) },
        definition: { accepted: [`heliotrope-${tag}`], caseSensitive: true },
        feedback: `quokka-${tag}`,
      },
    ],
    responses: [['a', 'b'], ['a'], `my-own-words-${tag}`],
    texts: {
      ownWords: `my-own-words-${tag}`,
      generalFeedback: `quokka-${tag}`,
      rightAnswer: `heliotrope-${tag}`,
    },
    numbers: {
      maxMarks: [3 * third, 3 * other, text].map(decimal),
      score: [decimal(score), percentage],
      questionMarks: [2 * third, other].map(decimal),
    },
    possible: decimal(possible),
  };
}

/** Finds out what texts tell of which quiz. */
export class Detector {
  private readonly numbers = new Map<string, { quiz: number; sign: Sign }>();

  constructor(private readonly quizzes: readonly Canaries[]) {
    for (const [quiz, { numbers }] of quizzes.entries())
      for (const [sign, values] of Object.entries(numbers) as [Sign, string[]][])
        for (const value of new Set(values)) {
          if (this.numbers.has(value)) throw new Error(`${value} tells of two facts`);
          this.numbers.set(value, { quiz, sign });
        }
  }

  /** By quiz, what an answer tells, its headers included. */
  toldBy({ text, headers, body }: Answer): Map<number, Set<Sign>> {
    const all = `${text}\n${JSON.stringify(headers)}`;
    const told = new Map<number, Set<Sign>>();
    const add = (quiz: number, sign: Sign): void => {
      told.set(quiz, (told.get(quiz) ?? new Set<Sign>()).add(sign));
    };
    for (const [, name, tag] of all.matchAll(/\b(my-own-words|quokka|heliotrope)-(\d\d)\b/g)) {
      const { texts } = this.quizzes[Number(tag)] ?? { texts: {} };
      for (const [sign, canary] of Object.entries(texts) as [Sign, string][])
        if (canary === `${name}-${tag}`) add(Number(tag), sign);
    }
    for (const [number] of all.matchAll(/\d+\.\d+/g)) {
      const fact = this.numbers.get(number);
      if (fact) add(fact.quiz, fact.sign);
    }
    for (const [quiz, { possible }] of this.quizzes.entries())
      if (all.includes(`"maxScore":"${possible}"`)) add(quiz, 'maxMarks');
    // Of one attempt: these fields tell, whatever stands in them.
    const { activityId, questions } = (body ?? {}) as { activityId?: string; questions?: object[] };
    const quiz = this.quizzes.findIndex((each) => 'quizId' in each && each.quizId === activityId);
    for (const question of quiz === -1 ? [] : (questions ?? [])) {
      if ('correct' in question) add(quiz, 'correctness');
      if ('key' in question) add(quiz, 'rightAnswer');
      if ('pointsAwarded' in question && question.pointsAwarded !== null) add(quiz, 'questionMarks');
    }
    return told;
  }
}

/** In the order of the table of signs. */
export function inOrder(signs: Iterable<Sign>): Sign[] {
  const set = new Set(signs);
  return SIGNS.filter((sign) => set.has(sign));
}
