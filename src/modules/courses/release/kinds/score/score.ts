import { plainDecimal } from '../../../../../shared/decimals/plain-decimal';
import { Rational } from '../../../../../shared/decimals/rational';
import type { Sentence } from '../../../../../shared/sentences/sentence';
import { RESULTS, type ResultFact } from '../../learner-facts';
import type { ReasonValues, ReleaseReason } from '../../reasons';
import { sentences } from '../../release.sentences';
import type { StoredCondition } from '../../release-rule';
import { conditionKind, type PreparedCondition, type RuleFrame } from '../condition-kind';
import { TARGET_MISSING, WITHOUT_TARGET } from '../targets';
import { ScoreConditionDto } from './score.dto';

interface ScoreCondition extends StoredCondition {
  kind: 'score';
  /** One of both. */
  activityId: string | null;
  lineItemId: string | null;
  /** Decimals in percent, at least one of them. */
  min: string | null;
  max: string | null;
}

export const score = conditionKind<ScoreConditionDto, ScoreCondition>({
  name: 'score',
  Condition: ScoreConditionDto,
  shapeFaults: ({ activityId, lineItemId, min, max }) => [
    ...(!activityId === !lineItemId ? [{ field: '', rule: 'isTarget', says: oneTarget }] : []),
    ...(typeof min === 'string' || typeof max === 'string'
      ? []
      : [{ field: '', rule: 'isRange', says: minOrMax }]),
  ],
  kept: ({ activityId = null, lineItemId = null, min, max }) => ({
    kind: 'score',
    ...{ activityId, lineItemId, min: keptPercent(min), max: keptPercent(max) },
  }),
  asks: () => [RESULTS],
  targets: ({ activityId, lineItemId }) => [
    ...(activityId === null ? [] : [{ what: 'activity', id: activityId, field: 'activityId' }]),
    ...(lineItemId === null ? [] : [{ what: 'line_item', id: lineItemId, field: 'lineItemId' }]),
  ],
  prepare: (condition, frame) => prepared(condition, frame),
  faults: ({ min, max }) =>
    min !== null && max !== null && Rational.of(min).gte(max)
      ? [{ code: 'empty_scores', says: sentences.emptyScores }]
      : [],
  waitsFor: ({ activityId }) => (activityId === null ? [] : [activityId]),
  example: { kind: 'score', activityId: '01990000-0000-7000-8000-00000000ac02', min: '50' },
});

const oneTarget = (field: string) => sentences.oneTarget({ field });
const minOrMax = (field: string) => sentences.minOrMax({ field });

function keptPercent(sent: string | null | undefined): string | null {
  return typeof sent === 'string' ? plainDecimal(sent) : null;
}

function prepared(condition: ScoreCondition, { titleOf }: RuleFrame): PreparedCondition {
  const { activityId, lineItemId, min, max } = condition;
  const ownTitle = activityId === null ? undefined : titleOf(activityId);
  if (activityId !== null && ownTitle === undefined) return WITHOUT_TARGET;
  const ownReasons =
    ownTitle === undefined ? undefined : reasonsFor(condition, sentences.named({ title: ownTitle }));
  const targetId = (activityId ?? lineItemId) as string;
  const [least, below] = [min === null ? null : Rational.of(min), max === null ? null : Rational.of(max)];
  const isInRange = (percent: Rational): boolean =>
    (least === null || percent.gte(least)) && (below === null || percent.lt(below));
  return {
    holds: ({ results }) => {
      const result = results.get(targetId);
      if (!result) return undefined;
      if (result.isExcused) return true;
      return result.percent === null ? undefined : isInRange(result.percent);
    },
    reason: ({ results }, _now, isNegated) => {
      const result = results.get(targetId);
      if (!result && lineItemId !== null) return TARGET_MISSING;
      const told = ownReasons ?? reasonsFor(condition, lineItemTitle(result));
      if (result?.isExcused === true) return told.excused;
      if (!isNegated) return told.needed;
      return result?.percent ? told.outside : told.first;
    },
  };
}

function lineItemTitle(result: ResultFact | undefined): Sentence {
  return result?.title === undefined ? sentences.lineItem() : sentences.named({ title: result.title });
}

function reasonsFor(condition: ScoreCondition, activity: Sentence) {
  const { activityId, lineItemId, min, max } = condition;
  const target: ReasonValues = activityId === null ? { lineItemId: lineItemId ?? '' } : { activityId };
  const values = { ...target, ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
  const because = (code: string, sentence: Sentence): ReleaseReason => ({ code, values, sentence });
  return {
    excused: because('excused', sentences.excused({ activity })),
    first: because('result_first', sentences.attempt({ activity })),
    outside: because('score_outside', sentences.scoreOutside({ activity })),
    needed: because('score_needed', rangeNeeded(min, max, activity)),
  };
}

function rangeNeeded(least: string | null, below: string | null, activity: Sentence): Sentence {
  if (below === null) return sentences.scoreFrom({ least: least ?? '0', activity });
  if (least === null) return sentences.scoreBelow({ below, activity });
  return sentences.scoreBetween({ least, below, activity });
}
