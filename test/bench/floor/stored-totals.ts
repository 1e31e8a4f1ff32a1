import type { FloorTransaction, SqlValue } from './floor-database';
import { type Graded, readShare, type Share, shares, shareText, totals } from './numbers';
import { Refusal } from './standing';

/** Stored totals of a learner, and the structure of the course. */
export interface StoredRow {
  currentOfAll: string | null;
  finalOfAll: string | null;
  structureVersion: number | null;
  holdsUntil: Date | null;
  version: number | null;
}

interface ItemRow extends Graded {
  category: Buffer | null;
  dueAt: Date | null;
  closesAt: Date | null;
  revision: number | null;
  version: number | null;
  hasRules: number;
  accommodationChange: Date | null;
}

/** Of the totals `t` and the structure `s`. */
export const STORED = `t.current_of_all AS currentOfAll, t.final_of_all AS finalOfAll,
  t.structure_version AS structureVersion, t.holds_until AS holdsUntil, s.version`;
/** Takes the learner; of the course of `li`. */
export const JOIN_STORED = `LEFT JOIN stored_totals t ON t.course_id = li.course_id AND t.user_id = ?
    AND t.scope_kind = 'course' AND t.scope_id = li.course_id
  LEFT JOIN grade_structures s ON s.course_id = li.course_id`;

/** What is stored where it holds; otherwise computed. */
export function presentTotals(
  stored: StoredRow | undefined,
  items: () => readonly Graded[],
): Record<string, string | null> {
  const { structureVersion = null, version = null, holdsUntil = null } = stored ?? {};
  const isOfPresent = version !== null && structureVersion === version;
  const holds = isOfPresent && (holdsUntil === null || holdsUntil > new Date());
  if (!holds) return totals(shares(items()));
  return totals({ current: readShare(stored?.currentOfAll), final: readShare(stored?.finalOfAll) });
}

const COLUMNS = [
  ...['course_id', 'user_id', 'scope_kind', 'scope_id', 'structure_version', 'revision', 'computed_at'],
  ...['holds_until', 'posted_current', 'posted_final', 'current_of_all', 'final_of_all', 'sort_key'],
];
const IS_NEXT = 'revision = VALUES(revision) - 1';
const OVERWRITE = `${COLUMNS.slice(4)
  .filter((column) => column !== 'revision')
  .map((column) => `${column} = IF(${IS_NEXT}, VALUES(${column}), ${column})`)
  .join(
    ', ',
  )}, revision = IF(VALUES(revision) = 1, revision + 1, IF(${IS_NEXT}, VALUES(revision), revision))`;

/**
 * Stores the totals of a learner after a result of theirs has changed: two statements. Where somebody else has stored them since they were
 * read, the transaction is run again, as after a deadlock.
 */
export async function storeTotals(
  transaction: FloorTransaction,
  course: Buffer,
  user: Buffer,
  now: Date,
): Promise<void> {
  const items = await transaction.rows<ItemRow>(
    `SELECT li.result_value_min AS min, li.result_value_max AS max, li.grade_category_id AS category,
            COALESCE(q.due_at, li.due_at) AS dueAt, q.last_closes_at AS closesAt, r.score, r.score_status AS scoreStatus,
            t.revision, s.version, (SELECT COUNT(*) FROM grade_rules g WHERE g.course_id = li.course_id) AS hasRules,
            (SELECT MIN(IF(n.valid_from > ?, n.valid_from, n.valid_until)) FROM accommodations n WHERE n.user_id = ?
               AND (n.course_id IS NULL OR n.course_id = ?) AND (n.valid_from > ? OR n.valid_until > ?)) AS accommodationChange
     FROM line_items li LEFT JOIN quizzes q ON q.activity_id = li.activity_id
     LEFT JOIN results r ON r.line_item_id = li.id AND r.user_id = ? AND r.deleted_at IS NULL
     ${JOIN_STORED} WHERE li.course_id = ? AND li.deleted_at IS NULL`,
    [now, user, course, now, now, user, user, course],
  );
  const [first] = items;
  if (!first || first.version === null || first.hasRules > 0) throw new Refusal(409);
  const { revision, version } = first;
  const head = [version, (revision ?? 0) + 1, now, holdsUntil(items, now)];
  const categories = Map.groupBy(items, ({ category }) => category?.toString('latin1') ?? null);
  const rows: SqlValue[][] = [[course, user, 'course', course, ...head, ...texts(shares(items))]];
  for (const [category, own] of categories)
    if (category !== null)
      rows.push([course, user, 'category', Buffer.from(category, 'latin1'), ...head, ...texts(shares(own))]);
  const marks = `(${COLUMNS.map(() => '?').join(', ')})`;
  const written = await transaction.write(
    `INSERT INTO stored_totals (${COLUMNS.join(', ')}) VALUES ${rows.map(() => marks).join(', ')}
     ON DUPLICATE KEY UPDATE ${OVERWRITE}`,
    rows.flat(),
  );
  if (written !== rows.length * (revision === null ? 1 : 2))
    throw Object.assign(new Error('Others have stored the totals'), { errno: 1213 });
}

function texts({ current, final }: { current: Share | null; final: Share | null }): SqlValue[] {
  const [currently, finally_] = [shareText(current), shareText(final)];
  return [currently, finally_, currently, finally_, current && decimal(current)];
}

/** With 20 decimals, rounded half up. */
function decimal({ upper, lower }: Share): string {
  const size = BigInt(Math.abs(upper)) * 10n ** 20n;
  const divisor = BigInt(lower);
  const [quotient, twice] = [size / divisor, 2n * (size % divisor)];
  const digits = String(twice >= divisor ? quotient + 1n : quotient).padStart(21, '0');
  return `${upper < 0 ? '-' : ''}${digits.slice(0, -20)}.${digits.slice(-20)}`;
}

function holdsUntil(items: readonly ItemRow[], now: Date): Date | null {
  let first = Infinity;
  const consider = (instant: number | undefined): void => {
    if (instant !== undefined && instant > now.getTime() && instant < first) first = instant;
  };
  for (const { score, scoreStatus, dueAt, closesAt, accommodationChange } of items) {
    if (score === null && scoreStatus !== 'exempt' && dueAt) consider(dueAt.getTime() + 1);
    consider(closesAt?.getTime());
    consider(accommodationChange?.getTime());
  }
  return first === Infinity ? null : new Date(first);
}
