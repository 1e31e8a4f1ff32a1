import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { LatePolicyError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import type { LateKind, LateStep } from './late-kind';

const SECONDS_AN_HOUR = 3600;

/** So much up to a day, so much up to three, and so on. The last step has no end, so that every lateness has one. */
export const steps: LateKind = {
  termsIn({ percent, interval, steps: sent }) {
    if (sent === undefined || sent.length === 0) throw new LatePolicyError('steps', sentences.stepsNeeded());
    if (percent !== undefined) throw new LatePolicyError('percent', sentences.stepsHaveNoRate());
    if (interval !== undefined) throw new LatePolicyError('interval', sentences.stepsHaveNoRate());
    const isInOrder = sent.every((step, index) => index === 0 || follows(step, sent[index - 1]!));
    if (!isInOrder || sent.at(-1)?.untilHours !== null)
      throw new LatePolicyError('steps', sentences.stepsMustRise());
    return {
      steps: sent.map(({ untilHours, percent: taken }) => ({ untilHours, percent: plainDecimal(taken) })),
    };
  },
  percentAfter({ steps: all = [] }, lateSeconds) {
    const step = all.find(
      ({ untilHours }) => untilHours === null || lateSeconds <= untilHours * SECONDS_AN_HOUR,
    );
    return step?.percent ?? '0';
  },
};

/** Whoever comes later never loses less. */
function follows(step: LateStep, before: LateStep): boolean {
  if (before.untilHours === null) return false;
  return (
    (step.untilHours === null || step.untilHours > before.untilHours) &&
    Rational.of(step.percent).gte(before.percent)
  );
}
