import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { LateTerms } from '../lateness/kinds/late-kind';
import { lateKindNamed } from '../lateness/kinds/registry';
import type { GraceTokens, StoredLatePolicy } from '../lateness/late-policy';
import type { GraceTokensDto, LatePolicyDto } from './dto/late-policy.dto';

/** What a request says of lateness, as it is stored. Throws LatePolicyError for terms that its kind does not have. */
export function latePolicyIn(sent: LatePolicyDto | null): {
  latePolicy: StoredLatePolicy | null;
  lateGraceSeconds: number;
} {
  if (sent === null) return { latePolicy: null, lateGraceSeconds: 0 };
  const { kind, floorPercent = '0', graceSeconds = 0, graceTokens } = sent;
  const terms = lateKindNamed(kind).termsIn(given(sent));
  return {
    latePolicy: {
      ...{ kind, terms, floorPercent: plainDecimal(floorPercent) },
      // Without tokens it is stored as releases before them stored it.
      ...(graceTokens ? { tokens: tokensIn(graceTokens) } : {}),
    },
    lateGraceSeconds: graceSeconds,
  };
}

function tokensIn({ count, hours, mostPerItem = null, spending = 'automatic' }: GraceTokensDto): GraceTokens {
  return { count, hours, mostPerItem, spending };
}

/** Null, and no steps, are as good as left out. */
function given({ percent, interval, steps = [] }: LatePolicyDto): LateTerms {
  return {
    ...(percent ? { percent } : {}),
    ...(interval ? { interval } : {}),
    ...(steps.length > 0
      ? { steps: steps.map(({ untilHours = null, percent: taken }) => ({ untilHours, percent: taken })) }
      : {}),
  };
}
