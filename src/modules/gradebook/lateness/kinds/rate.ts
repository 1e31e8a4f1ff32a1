import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { LatePolicyError } from '../../gradebook.errors';
import { sentences } from '../../gradebook.sentences';
import type { LateInterval, LateKind } from './late-kind';

const SECONDS: Record<LateInterval, number> = { hour: 3600, day: 86_400 };

/** So much for each hour or day begun. */
export const rate: LateKind = {
  termsIn({ percent, interval, steps }) {
    if (percent === undefined) throw new LatePolicyError('percent', sentences.rateNeedsPercent());
    if (interval === undefined) throw new LatePolicyError('interval', sentences.rateNeedsInterval());
    if (steps !== undefined) throw new LatePolicyError('steps', sentences.rateHasNoSteps());
    return { percent: plainDecimal(percent), interval };
  },
  percentAfter({ percent = '0', interval = 'day' }, lateSeconds) {
    return Rational.of(percent)
      .times(Math.ceil(lateSeconds / SECONDS[interval]))
      .toDecimal(PLACES);
  },
};

/** A percentage has no more. */
const PLACES = 4;
