import type { Language, Sentence } from '../../../shared/sentences/sentence';
import { say } from '../../../shared/sentences/say';
import { Rational } from '../../../shared/decimals/rational';
import { sentences } from '../gradebook.sentences';
import type { TokensView } from '../lateness/grace-tokens';
import type { CourseRules } from '../rules/stored-rules';
import type { CategoryPart, ItemPart } from '../totals/category-part';
import type { CourseTotal } from '../totals/course-total';
import type { ItemLateness } from '../totals/standing';
import { type ExplainedCategory, explained, isLatenessTold } from '../totals/explanation';
import { aggregationOf } from '../totals/grade-rules';
import { nameOf, percentageOf } from '../totals/totals-view';
import type { PeriodPart } from '../totals/period-parts';
import type { TotalKind } from '../totals/total-kind';
import type { ExplainedCategoryResponse, ExplanationResponse } from './dto/explanation.response';

/** Decimals of points and percentages in sentences. */
const PLACES = 4;
const PERCENT_PLACES = 2;
const SECONDS_AN_HOUR = 3600;

/** What the sentences name besides. */
export interface NamedInSentences {
  /** Of the line items, by id. */
  titles: ReadonlyMap<string, string>;
  /** Undefined where the course gives none. */
  tokens: TokensView | undefined;
}

/** The tree of a total with a sentence for each of its nodes. */
export function toldExplanation(
  rules: CourseRules,
  total: CourseTotal,
  { titles, tokens }: NamedInSentences,
  language: Language,
): Omit<ExplanationResponse, 'courseId' | 'userId' | 'total' | 'periodId'> {
  const tree = explained(rules, total);
  const told = (
    categories: readonly ExplainedCategory[],
    parts: readonly CategoryPart[],
  ): ExplainedCategoryResponse[] =>
    categories.map((category, index) => {
      const part = parts[index]!;
      return {
        ...category,
        sentence: say(ofCategory(rules, part), language),
        items: category.items.map((item, place) => {
          const title = titles.get(item.lineItemId) ?? '';
          return { ...item, title, sentence: say(ofItem(title, part.items[place]!), language) };
        }),
      };
    });
  return {
    ...tree,
    percentage: percentageOf(total.share),
    grade: nameOf(total.share, rules.scheme),
    gradeSentence: rules.scheme && total.share && say(rules.scheme.told(total.share), language),
    sentence: say(ofTotal(rules, total), language),
    graceTokens: tokens ? { ...tokens, sentence: say(ofTokens(tokens, titles), language) } : null,
    periods: tree.periods.map((period, index) => {
      const part = total.periods![index]!;
      const categories = told(period.categories, part.categories);
      return { ...period, sentence: say(ofPeriod(rules, part, total.kind), language), categories };
    }),
    categories: total.periods
      ? tree.categories.map((category, index) => ({
          ...{ ...category, items: [] },
          sentence: say(ofCategoryOverall(rules, total.categories[index]!), language),
        }))
      : told(tree.categories, total.categories),
  };
}

function ofTotal(rules: CourseRules, total: CourseTotal): Sentence {
  const { parts, aggregation } = rules;
  if (total.share === null) return sentences.totalOfNothing();
  const percentage = percentOf(total.share);
  const grade = nameOf(total.share, rules.scheme);
  if (total.periods)
    return grade === null
      ? sentences.totalOfPeriods({ percentage })
      : sentences.totalOfPeriodsNamed({ percentage, grade });
  return grade === null
    ? sentences.totalIs({ percentage, aggregation, parts })
    : sentences.totalIsNamed({ percentage, aggregation, parts, grade });
}

function ofTokens({ count, left, spent }: TokensView, titles: ReadonlyMap<string, string>): Sentence {
  if (spent.length === 0) return sentences.noTokenSpent({ count });
  const where = spent.map(({ lineItemId, tokens }) =>
    sentences.tokensOn({ tokens, title: titles.get(lineItemId) ?? '' }),
  );
  return sentences.tokensSpent({ spent: count - left, count, left, where });
}

function ofPeriod(
  rules: CourseRules,
  { period, share, countedWeight }: PeriodPart,
  kind: TotalKind,
): Sentence {
  if (period === null) return sentences.noPeriodCounts();
  const { title } = period;
  const weight = (period.weight ?? Rational.ZERO).toDecimal(PERCENT_PLACES);
  const counted = countedWeight.toDecimal(PERCENT_PLACES);
  if (share === null)
    return kind.moment === 'final' && !countedWeight.isZero()
      ? sentences.periodOfZero({ title, counted })
      : sentences.periodOfNothing({ title });
  const { parts, aggregation } = rules;
  const made = { title, percentage: percentOf(share), parts, aggregation, weight };
  return countedWeight.equals(period.weight ?? Rational.ZERO)
    ? sentences.periodWeighs(made)
    : sentences.periodIsScaled({ ...made, counted });
}

/** Over all periods. */
function ofCategoryOverall(rules: CourseRules, { category, share }: CategoryPart): Sentence {
  const title = category?.title;
  if (title === undefined) return sentences.itemsWithoutCategoryOverall();
  if (share === null) return sentences.categoryOfNothingOverall({ title });
  const aggregation = aggregationOf(rules, category);
  return sentences.categoryIsOverall({ title, percentage: percentOf(share), aggregation });
}

function ofCategory(rules: CourseRules, { category, share, countedWeight }: CategoryPart): Sentence {
  const aggregation = aggregationOf(rules, category);
  if (category === null)
    return rules.parts === 'items' ? sentences.itemsWithoutCategory() : sentences.noCategoryCounts();
  const { title } = category;
  if (share === null) return sentences.categoryOfNothing({ title });
  const percentage = percentOf(share);
  if (countedWeight === null) return sentences.categoryIs({ title, percentage, aggregation });
  const weight = category.weight.toDecimal(PERCENT_PLACES);
  const counted = countedWeight.toDecimal(PERCENT_PLACES);
  return countedWeight.equals(category.weight)
    ? sentences.categoryWeighs({ title, percentage, aggregation, weight })
    : sentences.categoryIsScaled({ title, percentage, aggregation, weight, counted });
}

function ofItem(title: string, part: ItemPart): Sentence {
  const item = ofItemAlone(title, part);
  const { lateness } = part.item;
  const told = lateness && isLatenessTold(part) ? withTokens(lateness, ofLateness(lateness)) : null;
  return told ? sentences.itemWithLateness({ item, lateness: told }) : item;
}

/** Null where the sentence of the item says it: what is missing. */
function ofLateness(lateness: ItemLateness): Sentence | null {
  const { status, isByHand, isWaived, isAtFloor, lateSeconds, entered, deducted } = lateness;
  if (status === 'extended') return sentences.moreTimeWasGiven();
  if (status === 'none') return isByHand ? sentences.calledOnTime() : null;
  if (status === 'missing') return isByHand ? sentences.calledMissing() : null;
  const by = lateBy(lateSeconds);
  if (isWaived) return sentences.latenessWaived({ by });
  if (entered === null || deducted.isZero()) return sentences.lateWithoutDeduction({ by });
  return sentences.lateWithDeduction({
    by,
    deducted: deducted.toDecimal(PLACES),
    entered: entered.toDecimal(PLACES),
    isAtFloor: isAtFloor ? 'yes' : 'no',
  });
}

function withTokens(
  { tokens, entered, countedSeconds }: ItemLateness,
  late: Sentence | null,
): Sentence | null {
  if (tokens === 0 || late === null) return late;
  if (entered === null) return sentences.lateWithKeptTokens({ late, tokens });
  return countedSeconds === 0
    ? sentences.tokensLeaveNothing({ late, tokens })
    : sentences.tokensLeave({ late, tokens, by: lateBy(countedSeconds) });
}

/** In days and hours, or in minutes below an hour; begun ones. */
function lateBy(seconds: number): Sentence {
  if (seconds < SECONDS_AN_HOUR) return sentences.byMinutes({ minutes: Math.ceil(seconds / 60) });
  const hours = Math.ceil(seconds / SECONDS_AN_HOUR);
  if (hours < 24) return sentences.byHours({ hours });
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  return rest === 0 ? sentences.byDays({ days }) : sentences.byDaysAndHours({ days, hours: rest });
}

function ofItemAlone(title: string, { item, outcome, element }: ItemPart): Sentence {
  const { possible, score, awaitsMarks } = item;
  // What was dropped would have counted 0 without a score.
  const judged = score === null || awaitsMarks ? Rational.ZERO : score;
  const shown = element?.earned ?? (outcome.startsWith('dropped_') ? judged : null);
  const points = shown?.toDecimal(PLACES) ?? '–';
  if (outcome === 'counts' && possible.isZero()) return sentences.itemOnTop({ title, points });
  const share = shown && possible.gt(0) ? percentOf(shown.over(possible)) : '–';
  return sentences.itemStands({
    ...{ title, outcome, points, share, possible: possible.toDecimal(PLACES) },
    isExtra: item.isExtra ? 'yes' : 'no',
  });
}

function percentOf(share: Rational): string {
  return share.toPercent(PERCENT_PLACES);
}
