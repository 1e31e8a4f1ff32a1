import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from './exchange.sentences';
import { readItemHead, readMarkHead, SHEET_COLUMNS } from './gradebook-sheet';
import { fault, SheetFault, type SheetRemark } from './sheet-faults';

/** By what a sheet may name learners; the first one that a line has decides. */
export const LEARNER_KEYS = ['id', 'username', 'email', 'number'] as const;
export type LearnerKey = (typeof LEARNER_KEYS)[number];

const KEY_HEADS: Record<LearnerKey, readonly string[]> = {
  id: [SHEET_COLUMNS.learner.toLowerCase(), 'learner_id', 'user id', 'user_id', 'id'],
  username: [SHEET_COLUMNS.username.toLowerCase(), 'user name', 'user_name', 'login'],
  email: ['email', 'e-mail', 'email address', 'email_address'],
  number: [SHEET_COLUMNS.number.toLowerCase(), 'student number', 'student_number', 'identifier'],
};
const TOTALS: readonly string[] = [SHEET_COLUMNS.current, SHEET_COLUMNS.final];
/** What a sheet has for people to read. */
const READ_BY_PEOPLE = new Set(
  Object.values(SHEET_COLUMNS)
    .filter((head) => !TOTALS.includes(head))
    .map((head) => head.toLowerCase()),
);

/** A line item as the head of a column may name it. */
export interface SheetItem {
  id: string;
  title: string;
  /** Decimals. */
  min: string;
  max: string;
  isQuiz: boolean;
  isArchived: boolean;
}

/** A column of scores. */
export interface ItemColumn {
  index: number;
  head: string;
  item: SheetItem;
  /** Where the mark of a line has what was exported; undefined where it does not. */
  markIndex: number | undefined;
}

/** What the columns of a sheet are. */
export interface SheetColumns {
  keys: { key: LearnerKey; index: number; head: string }[];
  items: ItemColumn[];
  mark: { index: number; head: string } | undefined;
  /** Columns of totals, which are computed, with their place in the marks. */
  totals: { index: number; head: string; markIndex: number | undefined }[];
  remarks: SheetRemark[];
}

/** What the first line of a sheet says, for a course with these line items. */
export function readColumns(
  { line, fields }: { line: number; fields: readonly string[] },
  courseId: string,
  items: readonly SheetItem[],
): SheetColumns | SheetFault {
  const heads = fields.map((head) => withoutApostrophe(head.trim()));
  const columns: SheetColumns = { keys: [], items: [], mark: undefined, totals: [], remarks: [] };
  const mark = heads.map(readMarkHead).find((read) => read !== undefined);
  if (mark && mark.courseId !== courseId)
    return new SheetFault('gradebook.sheet_of_other_course', sentences.otherCourse());
  const marked = new Map(mark?.itemIds.map((id, index) => [id, index]));
  const find = itemFinder(items);
  const seen = new Set<string>();
  for (const [index, head] of heads.entries()) {
    const lower = head.toLowerCase();
    const key = LEARNER_KEYS.find((name) => KEY_HEADS[name].includes(lower));
    const total = TOTALS.findIndex((name) => name.toLowerCase() === lower);
    if (readMarkHead(head)) columns.mark ??= { index, head };
    else if (key !== undefined) columns.keys.push({ key, index, head });
    else if (total >= 0) columns.totals.push({ index, head, markIndex: mark && mark.itemIds.length + total });
    else if (head !== '' && !READ_BY_PEOPLE.has(lower)) {
      const found = find(head);
      if ('item' in found && seen.has(found.item.id))
        columns.remarks.push(fault({ line, column: head }, 'column_twice', sentences.columnTwice(), null));
      else if ('item' in found) {
        seen.add(found.item.id);
        columns.items.push({ index, head, item: found.item, markIndex: marked.get(found.item.id) });
      } else
        columns.remarks.push({ ...fault({ line, column: head }, found.code, found.why, null), ...found.as });
    }
  }
  if (columns.keys.length === 0)
    return new SheetFault('gradebook.sheet_unreadable', sentences.learnerColumnNeeded());
  columns.keys.sort((one, other) => LEARNER_KEYS.indexOf(one.key) - LEARNER_KEYS.indexOf(other.key));
  const [first] = columns.keys;
  if (first && first.key !== 'id')
    columns.remarks.push({
      ...fault(
        { line, column: first.head },
        'learners_matched',
        sentences.matchedBy({ by: first.key }),
        null,
      ),
      severity: 'warning',
    });
  return columns;
}

type Found =
  { item: SheetItem } | { code: string; why: Sentence; as?: Partial<Pick<SheetRemark, 'severity'>> };

function itemFinder(items: readonly SheetItem[]): (head: string) => Found {
  const byId = new Map(items.map((item) => [item.id, item]));
  const byTitle = Map.groupBy(
    items.filter(({ isArchived }) => !isArchived),
    ({ title }) => title.trim(),
  );
  return (head) => {
    const read = readItemHead(head);
    if (read === 'counted')
      return { code: 'scores_as_counted', why: sentences.asCounted(), as: { severity: 'warning' } };
    if ('itemId' in read) {
      const item = byId.get(read.itemId);
      if (!item) return { code: 'line_item_unknown', why: sentences.unknownLineItem() };
      if (item.isArchived) return { code: 'line_item_archived', why: sentences.archivedLineItem() };
      return { item };
    }
    const found = byTitle.get(read.title) ?? byTitle.get(read.shortTitle) ?? [];
    const [item, other] = found;
    if (!item)
      return { code: 'column_not_read', why: sentences.columnNotRead(), as: { severity: 'warning' } };
    if (other) return { code: 'title_ambiguous', why: sentences.titleAmbiguous({ lineItems: found.length }) };
    return { item };
  };
}

/** A sheet has one before what a spreadsheet would take for a formula. */
export function withoutApostrophe(text: string): string {
  return /^'[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? text.slice(1) : text;
}
