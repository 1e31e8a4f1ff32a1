import { ConditionKinds } from '../../../../src/modules/courses/release/kinds/registry';
import {
  type LearnerFacts,
  noFacts,
  type ResultFact,
} from '../../../../src/modules/courses/release/learner-facts';
import {
  PreparedCourse,
  type RuledCourse,
  type RuledSection,
  type Verdict,
} from '../../../../src/modules/courses/release/prepared-course';
import type { StoredRule } from '../../../../src/modules/courses/release/release-rule';
import { Rational } from '../../../../src/shared/decimals/rational';

export const KINDS = new ConditionKinds();

/** A section `s` with a quiz, a page, and an activity `x` that has the rule. */
export function courseWith(
  release: StoredRule | null,
  { timeZone = 'Europe/Berlin', ...section }: Partial<RuledSection> & { timeZone?: string } = {},
): RuledCourse {
  const activities = [
    { id: 'quiz', title: 'Quiz', release: null },
    { id: 'page', title: 'Page', release: null },
    { id: 'x', title: 'Guarded', release },
  ];
  return {
    timeZone,
    sections: [{ id: 's', title: 'Week 1', isSequential: false, release: null, activities, ...section }],
  };
}

export function factsOf(told: Partial<LearnerFacts> = {}): LearnerFacts {
  return { ...noFacts('u'), ...told };
}

/** A result of the quiz; the percentage as a decimal. */
export function quizResult(
  told: { percent?: string; hasPassed?: boolean; isExcused?: boolean } = {},
): LearnerFacts {
  const { percent, hasPassed = null, isExcused = false } = told;
  const result: ResultFact = {
    ...{ hasPassed, isExcused },
    percent: percent === undefined ? null : Rational.of(percent),
  };
  return factsOf({ results: new Map([['quiz', result]]) });
}

export function verdictOn(course: RuledCourse, facts: LearnerFacts, now: string, id = 'x'): Verdict {
  return new PreparedCourse(course, KINDS).verdicts(facts, new Date(now)).get(id)!;
}

/** `open`, `hidden`, or the codes of the reasons. */
export function told({ isOpen, isHidden, reasons }: Verdict): string {
  if (isOpen) return 'open';
  return isHidden ? 'hidden' : reasons.map(({ code }) => code).join(', ');
}
