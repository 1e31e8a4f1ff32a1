import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { SchemeTermsError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import { numbersInOrder } from './numbers';
import type { GradeRounding, SchemeKind, SchemeTerms } from './scheme-kind';

/** As many as a step has. */
const PLACES = 2;
const SHOWN_PLACES = 4;

interface Corner {
  percent: Rational;
  grade: Rational;
}

/**
 * Numbers along a line with corners: between two breakpoints the grade changes evenly, and is rounded once to a multiple of the step.
 * The best grade may be the smallest number. Source: OpenOLAT, `modules/grade/manager/GradeCalculator.java`.
 */
export const breakpoints: SchemeKind = {
  takes: ['breakpoints', 'step', 'rounding'],
  termsIn(sent) {
    const plain = sent.breakpoints.map(({ percent, grade }) => ({
      ...{ percent: plainDecimal(percent), grade: plainDecimal(grade) },
    }));
    const corners = cornersOf(plain);
    if (corners.length < 2 || !corners[0]!.percent.isZero())
      throw new SchemeTermsError('breakpoints', sentences.breakpointsNeeded());
    const isRising = corners.every(({ percent }, at) => at === 0 || percent.gt(corners[at - 1]!.percent));
    const turns = new Set(
      corners.flatMap(({ grade }, at) =>
        at === 0 ? [] : Math.sign(grade.compare(corners[at - 1]!.grade)) || [],
      ),
    );
    if (!isRising || turns.size !== 1) throw new SchemeTermsError('breakpoints', sentences.breakpointsTurn());
    return { ...sent, breakpoints: plain, step: sent.step ?? '0.1', rounding: sent.rounding ?? 'nearest' };
  },
  grader({ breakpoints: stored, step, rounding }) {
    const corners = cornersOf(stored);
    const isHighBest = corners.at(-1)!.grade.gt(corners[0]!.grade);
    const by = step ?? '0.1';
    const way = rounding ?? 'nearest';
    const gradeOf = (share: Rational): string =>
      rounded(onLine(corners, share.times(100)), by, way, isHighBest).toDecimal(PLACES);
    return {
      gradeOf,
      told: (share) => {
        const exact = onLine(corners, share.times(100)).toDecimal(SHOWN_PLACES);
        return sentences.gradeIsOnLine({ grade: gradeOf(share), exact, step: by, rounding: way });
      },
      inOrder: (given) => numbersInOrder(given, isHighBest),
    };
  },
};

function cornersOf(stored: SchemeTerms['breakpoints']): Corner[] {
  return stored.map(({ percent, grade }) => ({ percent: Rational.of(percent), grade: Rational.of(grade) }));
}

/** Below the first breakpoint and above the last one the line is level. */
function onLine(corners: readonly Corner[], percent: Rational): Rational {
  const above = corners.findIndex((corner) => corner.percent.gt(percent));
  if (above === 0) return corners[0]!.grade;
  if (above === -1) return corners.at(-1)!.grade;
  const [from, to] = [corners[above - 1]!, corners[above]!];
  const part = percent.minus(from.percent).over(to.percent.minus(from.percent));
  return from.grade.plus(to.grade.minus(from.grade).times(part));
}

/** Counted in steps to the better side, so that one rule serves both directions. */
function rounded(exact: Rational, step: string, rounding: GradeRounding, isHighBest: boolean): Rational {
  const sign = isHighBest ? 1 : -1;
  const steps = exact.over(step).times(sign);
  const whole = {
    nearest: () => steps.plus('0.5').floor(),
    better: () => -steps.times(-1).floor(),
    worse: () => steps.floor(),
  }[rounding]();
  return Rational.of(whole.toString()).times(step).times(sign);
}
