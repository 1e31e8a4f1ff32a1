import { newId } from '../../../shared/database/ids';
import { nullablePlainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import {
  CategoryInUseError,
  MissingDeductionError,
  NoSuchCategoryError,
  RulesDoNotFitError,
  WeightsOverHundredError,
} from '../gradebook.errors';
import { AGGREGATIONS, type Aggregation } from '../totals/aggregations';
import type { TotalParts } from '../totals/grade-rules';
import type { GradeRulesDto } from './dto/grade-rules.dto';
import type { CategoryRow, RulesRow, WantedCategory } from './grade-rules.repository';
import { latePolicyIn } from './late-policy-in';
import { schemeIn } from '../schemes/grading-scheme';
import { toFullScheme } from './dto/grading-scheme.dto';
import { STANDARD_RULES } from './stored-rules';

/** The categories of a course by what is sent, and those that go. */
export function categoriesIn(
  { categories: sent = [] }: GradeRulesDto,
  stored: readonly CategoryRow[],
): { categories: WantedCategory[]; removed: CategoryRow[] } {
  const sentIds = sent.flatMap(({ id }) => id ?? []);
  if (new Set(sentIds).size < sentIds.length) throw new NoSuchCategoryError('categories');
  const categories = sent.map((category) => categoryIn(category, stored));
  const kept = new Set(categories.map(({ id }) => id));
  const removed = stored.filter(({ id }) => !kept.has(id));
  refuseInUse(removed);
  return { categories, removed };
}

export function refuseInUse(removed: readonly CategoryRow[]): void {
  const inUse = removed.find(({ lineItems }) => lineItems > 0);
  if (inUse) throw new CategoryInUseError(inUse.title, inUse.lineItems);
}

/** What items, and categories, can be combined by to a total. */
const FITTING: Record<TotalParts, ReadonlySet<Aggregation>> = {
  items: new Set(['mean', 'points', 'natural']),
  categories: new Set(AGGREGATIONS.filter((name) => name !== 'points' && name !== 'natural')),
};

export function rulesIn({
  parts = STANDARD_RULES.parts,
  aggregation = STANDARD_RULES.aggregation,
  missing = STANDARD_RULES.missing,
  allowsOverHundred = false,
  missingDeduction = null,
  scheme = null,
  latePolicy = null,
  categories = [],
  periods = [],
}: GradeRulesDto): Omit<RulesRow, 'version' | 'updatedAt'> {
  if (!FITTING[parts].has(aggregation)) throw new RulesDoNotFitError(parts, aggregation);
  const weights = Rational.sum(categories.map(({ weight = '0' }) => weight));
  if (!allowsOverHundred && weights.gt(100))
    throw new WeightsOverHundredError(weights.toDecimal(4), 'categories');
  const ofPeriods = Rational.sum(periods.map(({ weight }) => weight ?? '0'));
  if (!allowsOverHundred && ofPeriods.gt(100))
    throw new WeightsOverHundredError(ofPeriods.toDecimal(4), 'periods');
  if ((missing === 'deducted') !== (missingDeduction !== null)) throw new MissingDeductionError();
  return {
    ...{ parts, aggregation, missing, allowsOverHundred, scheme: scheme && schemeIn(toFullScheme(scheme)) },
    ...latePolicyIn(latePolicy),
    missingDeduction: nullablePlainDecimal(missingDeduction),
  };
}

function categoryIn(
  { id, ...dto }: NonNullable<GradeRulesDto['categories']>[number],
  stored: readonly CategoryRow[],
): WantedCategory {
  if (id !== undefined && !stored.some((category) => category.id === id))
    throw new NoSuchCategoryError('categories');
  return wantedCategory(id ?? newId(), dto);
}

export function wantedCategory(
  id: string,
  dto: Omit<NonNullable<GradeRulesDto['categories']>[number], 'id'>,
): WantedCategory {
  const { title, weight = '0', aggregation = 'points' } = dto;
  const { dropLowest = 0, dropHighest = 0, keepHighest = null, ignoresLateness = false } = dto;
  return { id, title, weight, aggregation, dropLowest, dropHighest, keepHighest, ignoresLateness };
}
