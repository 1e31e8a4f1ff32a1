/**
 * A slow computation of totals that imports nothing from the application: fractions of BigInt, and drops by trying every choice.
 */

export type Fraction = readonly [upper: bigint, lower: bigint];

export interface SlowItem {
  id: string;
  categoryId: string | null;
  /** In ten-thousandths of a point. */
  possible: bigint;
  score: bigint | null;
  weight: bigint;
  /** In percent; null: by points. */
  fixedWeight: bigint | null;
  isExtra: boolean;
  neverDropped: boolean;
  isOmitted: boolean;
  isExcused: boolean;
  isMissing: boolean;
  awaitsMarks: boolean;
  isPosted: boolean;
  /** From due to submission; 0: not late. */
  lateSeconds: bigint;
  isWaived: boolean;
  /** In any unit; null where nobody knows. */
  cameAt: number | null;
  /** At most so many, as staff say. */
  saidTokens: number | null;
  /** The period that it names. */
  named: string | null;
  /** `YYYY-MM-DD`. */
  dueDay: string | null;
}

/** So much percent up to so many seconds; the last has no end. Or so much for each interval begun. */
export type SlowLate = { floor: bigint } & (
  { every: bigint; percent: bigint } | { upTo: { seconds: bigint | null; percent: bigint }[] }
);

export interface SlowTokens {
  count: number;
  seconds: bigint;
  /** What is left of lateness up to it counts nothing. */
  grace: bigint;
  most: number | null;
  isByStaff: boolean;
}

export interface SlowCategory {
  id: string;
  weight: bigint;
  aggregation: string;
  dropLowest: number;
  dropHighest: number;
  keepHighest: number | null;
  ignoresLateness: boolean;
}

/** Days as `YYYY-MM-DD`. */
export interface SlowPeriod {
  id: string;
  first: string;
  last: string;
  weight: bigint | null;
}

export interface SlowRules {
  parts: 'items' | 'categories';
  aggregation: string;
  missing: 'left_out' | 'zero' | 'deducted';
  /** In percent. */
  missingDeduction: bigint;
  late: SlowLate | null;
  tokens: SlowTokens | null;
  categories: SlowCategory[];
  /** In any order. */
  periods: SlowPeriod[];
}

interface Counting extends SlowItem {
  earned: bigint;
  natural: Fraction;
}

const less = (one: Fraction, other: Fraction): boolean => one[0] * other[1] < other[0] * one[1];
const same = (one: Fraction, other: Fraction): boolean => one[0] * other[1] === other[0] * one[1];
const plus = (one: Fraction, other: Fraction): Fraction => [
  one[0] * other[1] + other[0] * one[1],
  one[1] * other[1],
];
const times = (one: Fraction, other: Fraction): Fraction => [one[0] * other[0], one[1] * other[1]];
const sum = (all: Fraction[]): Fraction => all.reduce(plus, [0n, 1n]);

type Moment = 'current' | 'final';
type Scores = 'posted' | 'all';

/** In which period an item counts. */
export function slowPeriod({ periods }: SlowRules, { named, dueDay }: SlowItem): string | null {
  if (named !== null) return named;
  if (dueDay !== null)
    return periods.find(({ first, last }) => !(dueDay < first || last < dueDay))?.id ?? null;
  let found: SlowPeriod | undefined;
  for (const period of periods) if (!found || found.last < period.last) found = period;
  return found?.id ?? null;
}

/** Of a period, or of the course. */
export function slowTotal(
  rules: SlowRules,
  items: SlowItem[],
  moment: Moment,
  scores: Scores,
  period?: string,
): Fraction | null {
  const of = (id: string): SlowItem[] => items.filter((item) => slowPeriod(rules, item) === id);
  if (period !== undefined) return slowShare(rules, of(period), moment, scores);
  if (rules.periods.every(({ weight }) => weight === null)) return slowShare(rules, items, moment, scores);
  let [sum, weights, hasAny]: [Fraction, bigint, boolean] = [[0n, 1n], 0n, false];
  for (const { id, weight } of rules.periods) {
    const share = slowShare(rules, of(id), moment, scores);
    hasAny ||= share !== null;
    const isKeptOut = of(id).some(
      ({ isOmitted, isExcused, score, isPosted }) =>
        !isOmitted && (isExcused || (scores === 'posted' && score !== null && !isPosted)),
    );
    if (share === null && (moment === 'current' || isKeptOut)) continue;
    weights += weight ?? 0n;
    sum = plus(sum, times(share ?? [0n, 1n], [weight ?? 0n, 1n]));
  }
  if (!hasAny || weights === 0n) return null;
  return times(sum, [1n, weights < 100n ? weights : 100n]);
}

function slowShare(rules: SlowRules, entered: SlowItem[], moment: Moment, scores: Scores): Fraction | null {
  const items = entered.map((item) => ({
    ...item,
    score: counted(rules, item),
    natural: naturalWeight(
      item,
      rules.parts === 'items' ? entered : entered.filter(({ categoryId }) => categoryId === item.categoryId),
    ),
  }));
  const counting = items.flatMap((item): Counting[] => {
    if (item.isOmitted || item.isExcused) return [];
    if (scores === 'posted' && item.score !== null && !item.isPosted) return [];
    if (item.score !== null && !item.awaitsMarks) return [{ ...item, earned: item.score }];
    if (item.isMissing && rules.missing === 'deducted')
      return [{ ...item, earned: (item.possible * (100n - rules.missingDeduction)) / 100n }];
    if (moment === 'final' || (item.isMissing && rules.missing === 'zero')) return [{ ...item, earned: 0n }];
    return [];
  });
  const kept = rules.categories.map((category) => {
    const name = rules.parts === 'items' ? rules.aggregation : category.aggregation;
    const own = counting.filter(({ categoryId }) => categoryId === category.id);
    return {
      category,
      name,
      kept: withoutDropped(
        own.filter((item) => counts(name, item)),
        category,
        name,
      ),
    };
  });
  if (rules.parts === 'items') {
    const others = counting.filter((item) => item.categoryId === null && counts(rules.aggregation, item));
    return combined(rules.aggregation, [...kept.flatMap((one) => one.kept), ...others]);
  }
  const shares = kept.flatMap(({ category, name, kept: own }) => {
    const share = combined(name, own);
    return share ? [{ share, weight: category.weight }] : [];
  });
  if (shares.length === 0) return null;
  if (rules.aggregation !== 'weighted_mean')
    return ranked(
      rules.aggregation,
      shares.map(({ share }) => share),
    );
  const together = shares.reduce((all, { weight }) => all + weight, 0n);
  if (together === 0n) return null;
  const whole = together < 100n ? together : 100n;
  return sum(shares.map(({ share, weight }) => times(share, [weight, whole])));
}

/** Among these: out of 100 first, then of what is fixed together. */
function naturalWeight(item: SlowItem, among: SlowItem[]): Fraction {
  const all = among.filter(({ isOmitted, possible, isExtra }) => !isOmitted && possible > 0n && !isExtra);
  const pointsOf = (these: SlowItem[]): bigint => these.reduce((total, { possible }) => total + possible, 0n);
  const fixed = all.reduce((total, { fixedWeight }) => total + (fixedWeight ?? 0n), 0n);
  const free = all.filter(({ fixedWeight }) => fixedWeight === null);
  if (item.isExtra) {
    if (item.fixedWeight !== null) return [item.fixedWeight, 100n];
    return pointsOf(all) === 0n ? [0n, 1n] : [item.possible, pointsOf(all)];
  }
  const whole = fixed > 100n || (free.length === 0 && fixed > 0n) ? fixed : 100n;
  if (item.fixedWeight !== null) return [item.fixedWeight, whole];
  return pointsOf(free) === 0n ? [0n, 1n] : times([whole - fixed, whole], [item.possible, pointsOf(free)]);
}

/** The score without what lateness takes. */
export function counted(
  { late, categories }: Pick<SlowRules, 'late' | 'categories'>,
  { score, possible, categoryId, lateSeconds, isWaived }: SlowItem,
): bigint | null {
  if (score === null || late === null || lateSeconds === 0n || isWaived || possible === 0n) return score;
  if (categories.some(({ id, ignoresLateness }) => id === categoryId && ignoresLateness)) return score;
  let percent = 0n;
  if ('every' in late)
    for (let passed = 0n; passed < lateSeconds; passed += late.every) percent += late.percent;
  else
    for (const step of [...late.upTo].reverse())
      if (step.seconds === null || lateSeconds <= step.seconds) percent = step.percent;
  const floor = (possible * late.floor) / 100n;
  const left = score - (possible * percent) / 100n;
  if (left >= floor) return left;
  return score < floor ? score : floor;
}

/**
 * How many tokens each item takes, by its place. Tries every way to give them: the right one has the least penalty for who comes first, with
 * the fewest tokens that does it, then for the second, and so on.
 */
export function slowTokens(rules: SlowRules, items: SlowItem[]): number[] {
  const { tokens, late } = rules;
  if (tokens === null || late === null) return items.map(() => 0);
  const order = items
    .map((_, place) => place)
    .filter((place) => {
      const item = items[place]!;
      return item.lateSeconds > 0n && !item.isWaived && !item.isOmitted && !item.isExcused;
    })
    .sort((one, other) => (isBefore(items[one]!, items[other]!) ? -1 : 1));
  const most = (place: number): number =>
    items[place]!.saidTokens ?? (tokens.isByStaff ? 0 : (tokens.most ?? tokens.count));
  let best: { given: number[]; losses: bigint[] } | undefined;
  for (const given of waysToGive(order.map(most), tokens.count)) {
    const losses = order.map((place, turn) => lossOf(rules, items[place]!, given[turn]!));
    if (!best || isBetterWay({ given, losses }, best)) best = { given, losses };
  }
  return items.map((_, place) => best?.given[order.indexOf(place)] ?? 0);
}

/** The items as if what came late had come so much earlier. */
export function afterSlowTokens(rules: SlowRules, items: SlowItem[]): SlowItem[] {
  const spent = slowTokens(rules, items);
  return items.map((item, place) => ({ ...item, lateSeconds: slowLeft(rules, item, spent[place]!) }));
}

function slowLeft({ tokens }: SlowRules, { lateSeconds }: SlowItem, spent: number): bigint {
  if (spent === 0 || tokens === null) return lateSeconds;
  const left = lateSeconds - BigInt(spent) * tokens.seconds;
  return left <= tokens.grace || left < 0n ? 0n : left;
}

function isBefore(one: SlowItem, other: SlowItem): boolean {
  if (one.isPosted !== other.isPosted) return one.isPosted;
  if ((one.saidTokens === null) !== (other.saidTokens === null)) return one.saidTokens !== null;
  if (one.cameAt !== other.cameAt)
    return other.cameAt === null || (one.cameAt !== null && one.cameAt < other.cameAt);
  return one.id < other.id;
}

/** Of what has no final score, as much as it would be of any score: the floor is far away. */
function lossOf(rules: SlowRules, item: SlowItem, spent: number): bigint {
  const lateSeconds = slowLeft(rules, item, spent);
  const score = item.score === null || item.awaitsMarks ? item.possible * 1000n : item.score;
  return score - counted(rules, { ...item, score, lateSeconds })!;
}

function* waysToGive(most: number[], count: number): Generator<number[]> {
  const [first, ...others] = most;
  if (first === undefined) return yield [];
  for (let given = 0; given <= Math.min(first, count); given += 1)
    for (const rest of waysToGive(others, count - given)) yield [given, ...rest];
}

function isBetterWay(
  one: { given: number[]; losses: bigint[] },
  other: { given: number[]; losses: bigint[] },
): boolean {
  for (const [turn, loss] of one.losses.entries()) {
    if (loss !== other.losses[turn]) return loss < other.losses[turn]!;
    if (one.given[turn] !== other.given[turn]) return one.given[turn]! < other.given[turn]!;
  }
  return false;
}

function counts(name: string, { possible }: SlowItem): boolean {
  return name === 'points' || possible > 0n;
}

function combined(name: string, items: Counting[]): Fraction | null {
  if (['points', 'weighted_mean', 'mean', 'natural'].includes(name)) {
    const parts = items.map((item) => partOf(name, item));
    return over(parts);
  }
  return items.length === 0
    ? null
    : ranked(
        name,
        items.map(({ earned, possible }) => [earned, possible]),
      );
}

function partOf(
  name: string,
  { earned, possible, weight, natural, isExtra }: Counting,
): [Fraction, Fraction] {
  const nothing: Fraction = [0n, 1n];
  if (name === 'points') return [[earned, 1n], isExtra ? nothing : [possible, 1n]];
  if (name === 'natural') return [times([earned, possible], natural), isExtra ? nothing : natural];
  if (name === 'weighted_mean') return [[earned * weight, possible], isExtra ? nothing : [weight, 1n]];
  return [[earned, possible], isExtra ? nothing : [1n, 1n]];
}

function over(parts: [Fraction, Fraction][]): Fraction | null {
  const lower = sum(parts.map(([, one]) => one));
  if (lower[0] === 0n) return null;
  const upper = sum(parts.map(([one]) => one));
  return [upper[0] * lower[1], upper[1] * lower[0]];
}

function ranked(name: string, shares: Fraction[]): Fraction {
  const sorted = [...shares].sort((one, other) => (less(one, other) ? -1 : same(one, other) ? 0 : 1));
  const count = sorted.length;
  if (name === 'lowest') return sorted[0]!;
  if (name === 'highest') return sorted[count - 1]!;
  if (name === 'mean') return times(sum(sorted), [1n, BigInt(count)]);
  if (name === 'median')
    return count % 2 === 1
      ? sorted[(count - 1) / 2]!
      : times(plus(sorted[count / 2 - 1]!, sorted[count / 2]!), [1n, 2n]);
  const frequency = (share: Fraction): number => sorted.filter((other) => same(share, other)).length;
  const most = Math.max(...sorted.map(frequency));
  return sorted.filter((share) => frequency(share) === most).at(-1)!;
}

function withoutDropped(items: Counting[], rules: SlowCategory, name: string): Counting[] {
  const isFraction = ['points', 'mean', 'weighted_mean', 'natural'].includes(name);
  const part = (item: Counting): [Fraction, Fraction] => partOf(isFraction ? name : 'mean', item);
  const mayGo = (item: Counting): boolean => !item.isExtra && !item.neverDropped && part(item)[1][0] > 0n;
  const fixed = items.filter((item) => !mayGo(item));
  const from = items.filter(mayGo);
  const count = from.length;
  if (count === 0) return items;
  const wanted = rules.keepHighest === null ? rules.dropLowest : Math.max(count - rules.keepHighest, 0);
  const lowest = Math.min(wanted, count - 1);
  const highest = lowest + rules.dropHighest >= count ? 0 : rules.dropHighest;
  const value = (choice: Counting[]): Fraction => over([...fixed, ...choice].map(part))!;
  const first = best(from, count - lowest, (one, other) => less(value(other), value(one)), value);
  return [
    ...fixed,
    ...best(first, count - lowest - highest, (one, other) => less(value(one), value(other)), value),
  ];
}

/** Of all choices of so many the best; of equal ones that with the lower ids. */
function best(
  from: Counting[],
  count: number,
  isBetter: (one: Counting[], other: Counting[]) => boolean,
  value: (choice: Counting[]) => Fraction,
): Counting[] {
  let found: Counting[] | undefined;
  for (const choice of choices(
    [...from].sort((one, other) => (one.id < other.id ? -1 : 1)),
    count,
  )) {
    const isFirst = found === undefined || isBetter(choice, found);
    const isEqual = found !== undefined && same(value(choice), value(found));
    if (isFirst || (isEqual && ids(choice) < ids(found!))) found = choice;
  }
  return found ?? [];
}

const ids = (items: Counting[]): string => items.map(({ id }) => id).join();

function* choices<T>(from: T[], count: number): Generator<T[]> {
  if (count === 0) return yield [];
  for (let first = 0; first <= from.length - count; first += 1)
    for (const rest of choices(from.slice(first + 1), count - 1)) yield [from[first]!, ...rest];
}

interface Tree {
  parts: 'items' | 'categories';
  aggregation: string;
  share: string | null;
  periods: {
    periodId: string | null;
    share: string | null;
    countedWeight: string;
    categories: Branch[];
  }[];
  categories: Branch[];
}

interface Branch {
  categoryId: string | null;
  aggregation: string;
  share: string | null;
  countedWeight: string | null;
  items: {
    earned: string | null;
    possible: string | null;
    weight: string | null;
    isExtraCredit: boolean;
    lateness: { entered: string | null; deducted: string } | null;
  }[];
}

/** What an explanation says, computed from its leaves: the shares of its nodes are what they are made of. */
export function evaluated(tree: Tree): { share: Fraction | null; areNodesRight: boolean } {
  if (tree.periods.length === 0) return evaluatedParts(tree);
  const parts = tree.periods.map((period) => ({
    ...{ period, ...evaluatedParts({ ...tree, ...period }) },
    weight: read(period.countedWeight),
  }));
  const areNodesRight = parts.every(({ period, share, areNodesRight: areRight }) => {
    // What is due in no period gives nothing, whatever its items are.
    if (period.periodId === null) return period.share === null && read(period.countedWeight)[0] === 0n;
    if (period.share === null || share === null) return areRight && period.share === share;
    return areRight && same(read(period.share), share);
  });
  const hasAny = parts.some(({ share }) => share !== null);
  const isNothing = !hasAny || parts.every(({ weight }) => weight[0] === 0n);
  if (isNothing) return { share: null, areNodesRight };
  const weighed = parts.map(({ share, weight }) => times(times(share ?? [0n, 1n], weight), [1n, 100n]));
  return { share: sum(weighed), areNodesRight };
}

function evaluatedParts(tree: Pick<Tree, 'parts' | 'aggregation' | 'categories'>): {
  share: Fraction | null;
  areNodesRight: boolean;
} {
  const categories = tree.categories.map((category) => {
    const counting = category.items.flatMap(({ earned, possible, weight, isExtraCredit }): Leaf[] =>
      earned === null || possible === null || weight === null
        ? []
        : [
            {
              earned: read(earned),
              possible: read(possible),
              weight: read(weight),
              isExtra: isExtraCredit,
            },
          ],
    );
    return { category, counting, share: ofLeaves(category.aggregation, counting) };
  });
  const areLeavesRight = tree.categories.every(({ items }) =>
    items.every(({ earned, lateness }) => {
      if (earned === null || lateness === null || lateness.entered === null) return true;
      return same(plus(read(earned), read(lateness.deducted)), read(lateness.entered));
    }),
  );
  const areNodesRight =
    areLeavesRight &&
    categories.every(({ category, share }) =>
      category.share === null || share === null
        ? category.share === share
        : same(read(category.share), share),
    );
  if (tree.parts === 'items')
    return {
      share: ofLeaves(
        tree.aggregation,
        categories.flatMap(({ counting }) => counting),
      ),
      areNodesRight,
    };
  const shares = categories.flatMap(({ category, share }) =>
    share && category.categoryId !== null ? [{ share, weight: category.countedWeight }] : [],
  );
  if (shares.length === 0) return { share: null, areNodesRight };
  if (tree.aggregation !== 'weighted_mean')
    return {
      share: ranked(
        tree.aggregation,
        shares.map(({ share }) => share),
      ),
      areNodesRight,
    };
  const weighed = shares.map(({ share, weight }) => times(times(share, read(weight ?? '0/1')), [1n, 100n]));
  const isNothing = shares.every(({ weight }) => read(weight ?? '0/1')[0] === 0n);
  return { share: isNothing ? null : sum(weighed), areNodesRight };
}

interface Leaf {
  earned: Fraction;
  possible: Fraction;
  weight: Fraction;
  isExtra: boolean;
}

function ofLeaves(name: string, leaves: Leaf[]): Fraction | null {
  const divided = ({ earned, possible }: Leaf): Fraction => times(earned, [possible[1], possible[0]]);
  const nothing: Fraction = [0n, 1n];
  if (name === 'points')
    return over(leaves.map((leaf) => [leaf.earned, leaf.isExtra ? nothing : leaf.possible]));
  if (name === 'mean') return over(leaves.map((leaf) => [divided(leaf), leaf.isExtra ? nothing : [1n, 1n]]));
  if (name === 'weighted_mean' || name === 'natural')
    return over(
      leaves.map((leaf) => [times(divided(leaf), leaf.weight), leaf.isExtra ? nothing : leaf.weight]),
    );
  return leaves.length === 0 ? null : ranked(name, leaves.map(divided));
}

function read(text: string): Fraction {
  const [upper = '0', lower = '1'] = text.split('/');
  return [BigInt(upper), BigInt(lower)];
}
