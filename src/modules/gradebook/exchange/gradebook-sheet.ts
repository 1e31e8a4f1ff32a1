import { nullablePlainDecimal, plainDecimal } from '../../../shared/decimals/plain-decimal';
import { Rational } from '../../../shared/decimals/rational';
import type { ResultValue, ScoreStatus } from '../results/result-value';

/** What a sheet of the gradebook has before and after its line items. */
export const SHEET_COLUMNS = {
  ...{ familyName: 'Family name', givenName: 'Given name', number: 'Number', suspended: 'Suspended' },
  ...{ username: 'Username', learner: 'Learner id' },
  ...{ current: 'Total (%)', final: 'Final total (%)', grade: 'Grade' },
  mark: 'As exported',
} as const;
const COUNTED = { byPolicy: 'after lateness', withoutPolicy: 'as counted' } as const;

/** Words in the place of a score, with what each says. The first one of each status is the one that a sheet has. */
export const STATUS_WORDS = [
  ['excused', 'exempt'],
  ['exempt', 'exempt'],
  ['ex', 'exempt'],
  ['not submitted', 'not submitted'],
  ['missing', 'not submitted'],
  ['submitted', 'submitted'],
] as const satisfies (readonly [string, ScoreStatus])[];

/** Which scores a sheet has. Only `entered` ones can be taken in again. */
export const SHEET_SCORES = ['entered', 'counted'] as const;
export type SheetScores = (typeof SHEET_SCORES)[number];

/** A line item as the heads of a sheet name it. */
interface NamedItem {
  id: string;
  title: string;
  max: string;
}

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const ITEM_HEAD = new RegExp(`\\[(${ID})\\]$`, 'i');
const BARE_ID = new RegExp(`^(${ID})$`, 'i');
const MARK_HEAD = new RegExp(`\\[(${ID}):((?: ${ID})*)\\]$`, 'i');
const MARK = new RegExp(`^\\[(${ID})\\|(.*)\\]$`, 'i');
const COUNTED_HEAD = new RegExp(`\\(of [^()]*, (?:${Object.values(COUNTED).join('|')})\\)$`);
const OF_POINTS = / \(of [^()]*\)$/;

/** The id keeps it the same column when somebody renames the line item, and where two have the same title. */
export function itemHead({ id, title, max }: NamedItem): string {
  return `${title} (of ${plainDecimal(max)}) [${id}]`;
}

/** Says that the scores are not those that were entered, so that nobody takes off for lateness twice. */
export function countedHead({ title, max }: NamedItem, hasLatePolicy: boolean): string {
  const how = hasLatePolicy ? COUNTED.byPolicy : COUNTED.withoutPolicy;
  return `${title} (of ${plainDecimal(max)}, ${how})`;
}

/** Of the two totals of a grading period; only a sheet of scores that count has them. */
export function periodHeads({ title }: { title: string }): string[] {
  return [SHEET_COLUMNS.current, SHEET_COLUMNS.final].map((head) => `${title}: ${head}`);
}

/** The head of the last column, which says what the sheet was made from. */
export function markHead(courseId: string, itemIds: readonly string[]): string {
  return `${SHEET_COLUMNS.mark} [${[`${courseId}:`, ...itemIds].join(' ')}]`;
}

/**
 * What a line had when it was exported: whose it is, its cells and its two totals. An import sees by it which cells somebody has changed since,
 * and whether the gradebook has changed meanwhile. Begins with a bracket, so that no spreadsheet takes it for a number or a date.
 */
export function lineMark(userId: string, cells: readonly string[], totals: readonly string[]): string {
  return `[${[userId, ...cells, ...totals].join('|')}]`;
}

/** The course and the line items of the sheet, in the order of the marks; undefined for another column. */
export function readMarkHead(head: string): { courseId: string; itemIds: string[] } | undefined {
  const [, courseId, itemIds] = MARK_HEAD.exec(head.trim()) ?? [];
  if (courseId === undefined || itemIds === undefined) return undefined;
  return { courseId: courseId.toLowerCase(), itemIds: itemIds.toLowerCase().split(' ').slice(1) };
}

/** Undefined for what is no mark. */
export function readLineMark(mark: string): { userId: string; cells: string[] } | undefined {
  const [, userId, cells] = MARK.exec(mark.trim()) ?? [];
  return userId === undefined || cells === undefined
    ? undefined
    : { userId: userId.toLowerCase(), cells: cells.split('|') };
}

/** What the head of a column says of its line item. */
export type ReadHead = { itemId: string } | { title: string; shortTitle: string } | 'counted';

export function readItemHead(head: string): ReadHead {
  const [, itemId] = ITEM_HEAD.exec(head) ?? BARE_ID.exec(head) ?? [];
  if (itemId !== undefined) return { itemId: itemId.toLowerCase() };
  if (COUNTED_HEAD.test(head)) return 'counted';
  return { title: head, shortTitle: head.replace(OF_POINTS, '') };
}

/** A cell as a sheet has it: the entered score, or a word where there is none. Empty: no result, or nothing to say of it. */
export function shownCell(value: Pick<ResultValue, 'score' | 'scoreStatus'> | undefined): string {
  if (!value) return '';
  return (
    nullablePlainDecimal(value.score) ??
    STATUS_WORDS.find(([, status]) => status === value.scoreStatus)?.[0] ??
    ''
  );
}

/** Whether two cells say the same: `7.50` and `7.5` do. */
export function isSameCell(one: string, other: string): boolean {
  return one === other || (isNumber(one) && isNumber(other) && Rational.of(one).equals(other));
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
