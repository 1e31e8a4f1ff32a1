import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { packIds, toBinary } from '../../../shared/database/ids';
import { valuesById } from '../../../shared/database/values-by-id';
import { Enrollment } from '../enrollment.entity';
import type { Reach } from '../reach/reach';
import { EnrollmentMove } from './enrollment-move.entity';
import type { Origin } from './enrollment-sources';
import type { Standing } from './moves';

const MOVABLE = columnsOf(Enrollment, 'e', [
  ...(['id', 'courseId', 'userId', 'role', 'state', 'beginDate', 'endDate', 'spell', 'version'] as const),
  ...(['isOwner', 'groupIds'] as const),
]);

/** An enrollment as far as moves go by it. */
export type Movable = RowOf<typeof MOVABLE>;

/** An enrollment as it is stored, and as it is to be. */
export interface Move {
  before: Movable;
  after: Standing;
  /** Left out: it stays. */
  reach?: Reach | undefined;
}

export interface HowWritten {
  now: Date;
  reason?: string | null;
  /** The enrollments have their new days already. */
  areWritten?: boolean;
}

const NEW_MOVE = insertOf(EnrollmentMove, [
  ...(['enrollmentId', 'number', 'spell', 'fromState', 'toState', 'fromBeginDate', 'toBeginDate'] as const),
  ...(['fromEndDate', 'toEndDate', 'movedAt', 'movedBy', 'source', 'reason'] as const),
  ...(['fromIsOwner', 'toIsOwner', 'fromGroupIds', 'toGroupIds'] as const),
]);

/** Writes changes of states and days, and of the reach of roles, and what becomes their history. */
@Injectable()
export class EnrollmentMovesRepository {
  constructor(private readonly database: Database) {}

  /** As they are now, locked until the transaction ends; in the order of their ids. */
  async lock(ids: readonly string[]): Promise<Movable[]> {
    if (ids.length === 0) return [];
    return this.database.query(
      `SELECT ${MOVABLE.sql} FROM enrollments e WHERE e.id IN (?) ORDER BY e.id FOR UPDATE`,
      [ids.map(toBinary)],
      MOVABLE,
    );
  }

  /**
   * Two statements, of enrollments that are locked. `updatedAt` never goes back, even if the clock was set back.
   * Call EnrollmentChanges.write, which tells of it.
   */
  async write(
    moves: readonly Move[],
    { source, userId }: Origin,
    { now, reason = null, areWritten = false }: HowWritten,
  ): Promise<void> {
    if (moves.length === 0) return;
    const value = (field: keyof Standing) =>
      moves.map(({ before, after }) => ({ id: before.id, value: after[field] }));
    const set = [
      { column: 'state', ...valuesById('id', 'state', value('state')) },
      ...(areWritten
        ? []
        : [
            { column: 'begin_date', ...valuesById('id', 'begin_date', value('beginDate')) },
            { column: 'end_date', ...valuesById('id', 'end_date', value('endDate')) },
          ]),
      ...(moves.some(({ reach }) => reach) ? reachColumns(moves) : []),
    ];
    await this.database.execute(
      `UPDATE enrollments SET ${set.map(({ column, sql }) => `${column} = ${sql}`).join(', ')},
         version = version + 1, updated_at = GREATEST(updated_at, ?) WHERE id IN (?)`,
      [...set.flatMap(({ values }) => values), now, moves.map(({ before }) => toBinary(before.id))],
    );
    await this.database.insert(
      NEW_MOVE,
      moves.map(({ before, after, reach }) => ({
        ...{ enrollmentId: before.id, number: before.version + 1, spell: before.spell },
        ...{ fromState: before.state, fromBeginDate: before.beginDate, fromEndDate: before.endDate },
        ...{ toState: after.state, toBeginDate: after.beginDate, toEndDate: after.endDate },
        ...{ fromIsOwner: before.isOwner, fromGroupIds: before.groupIds, ...reachOf({ before, reach }) },
        ...{ movedAt: now, movedBy: userId, source, reason },
      })),
    );
  }
}

function reachOf({ before, reach = before }: Pick<Move, 'before' | 'reach'>) {
  const { isOwner, groupIds } = reach;
  return { toIsOwner: isOwner, toGroupIds: groupIds === null ? null : [...groupIds] };
}

function reachColumns(moves: readonly Move[]) {
  const after = moves.map((move) => ({ id: move.before.id, ...reachOf(move) }));
  const owners = after.map(({ id, toIsOwner }) => ({ id, value: Number(toIsOwner) }));
  const groups = after.map(({ id, toGroupIds }) => ({ id, value: toGroupIds && packIds(toGroupIds) }));
  return [
    { column: 'is_owner', ...valuesById('id', 'is_owner', owners) },
    { column: 'group_ids', ...valuesById('id', 'group_ids', groups) },
  ];
}
