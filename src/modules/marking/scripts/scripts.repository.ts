import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../shared/auth/permissions';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { restrictTo } from '../../enrollments';
import { MarkRevision } from '../marks/mark-revision.entity';
import { QuestionRubricRevision } from '../rubrics/question-rubric-revision.entity';
import {
  LOCKED_SCRIPT,
  type LockedScript,
  OF_ITS_HEAD,
  SCRIPT_WITH_HEAD,
  type ScriptWithHead,
} from './script-records';
import { IS_UNCLAIMED, type ScriptStanding } from './script-standing';
import type { AwaitedMark } from '../second-marking/marking-rule';
import { Script } from './script.entity';

/** Which scripts of a course. */
export interface ScriptFilter {
  courseId: string;
  standing: ScriptStanding;
  awaits?: AwaitedMark | undefined;
  /** Whose mark it waits for may be given by this person. */
  waitingFor?: string | undefined;
  activityId?: string | undefined;
  itemId?: string | undefined;
  userId?: string | undefined;
  /** Learners with whom the caller has to do. */
  scope: Scope;
}

type QueueKeys = Pick<Script, 'activityId' | 'itemId' | 'place' | 'id'>;

/** One item after another, and its scripts in the order of `placeOf`. */
export const QUEUE_ORDER = ListOrder.by<QueueKeys>('ix_scripts_queue', {
  ...{ activityId: 'id', itemId: 'id', place: 'text', id: 'id' },
});

export type NewScript = Pick<
  Script,
  | 'id'
  | 'courseId'
  | 'activityId'
  | 'itemId'
  | 'workId'
  | 'userId'
  | 'maxPoints'
  | 'answerNumber'
  | 'handedInAt'
  | 'standing'
  | 'seed'
  | 'place'
>;
const NEW_SCRIPT = insertOf(Script, [
  ...(['id', 'courseId', 'activityId', 'itemId', 'workId', 'userId', 'maxPoints', 'answerNumber'] as const),
  ...(['handedInAt', 'standing', 'seed', 'place'] as const),
]);
/** A script that comes again keeps its mark where the answer is the one that was marked. */
const AGAIN = `max_points = VALUES(max_points), handed_in_at = VALUES(handed_in_at), version = version + 1,
  standing = IF(given_revision IS NULL, 'waiting', VALUES(standing)),
  awaits = IF(answer_number = VALUES(answer_number), awaits, 'first'),
  first_revision = IF(answer_number = VALUES(answer_number), first_revision, NULL),
  second_revision = IF(answer_number = VALUES(answer_number), second_revision, NULL),
  third_revision = IF(answer_number = VALUES(answer_number), third_revision, NULL),
  decision_revision = IF(answer_number = VALUES(answer_number), decision_revision, NULL),
  answer_number = VALUES(answer_number)`;

@Injectable()
export class ScriptsRepository {
  constructor(private readonly database: Database) {}

  /** In `QUEUE_ORDER`, from the given place on; one more than `limit` if there are more. */
  async page(filter: ScriptFilter, limit: number, after?: Place): Promise<ScriptWithHead[]> {
    const order = orderOf(filter);
    const chosen = conditionsOf(filter);
    if (after) order.behind('s', after, chosen);
    return this.database.rows(
      `SELECT ${SCRIPT_WITH_HEAD.sql} FROM scripts s FORCE INDEX (${order.index}) ${OF_ITS_HEAD}
       WHERE ${chosen.sql} ORDER BY ${order.sql('s')} LIMIT ?`,
      [...chosen.params, limit + 1],
      SCRIPT_WITH_HEAD,
    );
  }

  async count(filter: ScriptFilter, most: number): Promise<number> {
    const chosen = conditionsOf(filter);
    const all = `SELECT s.id FROM scripts s FORCE INDEX (${orderOf(filter).index}) WHERE ${chosen.sql}`;
    return countUpTo(this.database, most, all, chosen.params);
  }

  async find(scriptId: string): Promise<ScriptWithHead | undefined> {
    return this.database.row(
      `SELECT ${SCRIPT_WITH_HEAD.sql} FROM scripts s ${OF_ITS_HEAD} WHERE s.id = ?`,
      [toBinary(scriptId)],
      SCRIPT_WITH_HEAD,
    );
  }

  async ofWork(workId: string, itemId: string): Promise<LockedScript | undefined> {
    return this.database.row(
      `SELECT ${LOCKED_SCRIPT.sql} FROM scripts s WHERE s.work_id = ? AND s.item_id = ?`,
      [toBinary(workId), toBinary(itemId)],
      LOCKED_SCRIPT,
    );
  }

  /** Locks a script until the transaction ends. */
  async lock(scriptId: string): Promise<LockedScript | undefined> {
    return this.database.row(
      `SELECT ${LOCKED_SCRIPT.sql} FROM scripts s WHERE s.id = ? FOR UPDATE`,
      [toBinary(scriptId)],
      LOCKED_SCRIPT,
    );
  }

  /** Scripts in the order of their ids, locked where it is said. */
  async locked(scriptIds: readonly string[], isLocked: boolean): Promise<LockedScript[]> {
    if (scriptIds.length === 0) return [];
    return this.database.query(
      `SELECT ${LOCKED_SCRIPT.sql} FROM scripts s WHERE s.id IN (?) ORDER BY s.id ${isLocked ? 'FOR UPDATE' : ''}`,
      [scriptIds.map(toBinary)],
      LOCKED_SCRIPT,
    );
  }

  /**
   * The first script that nobody has claimed, locked; undefined where there is none. Those that others are claiming or marking in
   * this moment are passed over, so nobody waits; and those that this marker has marked, which wait for another, and those that an
   * instructor must decide.
   */
  async lockNext(filter: ScriptFilter, marker: string, now: Date): Promise<string | undefined> {
    const order = orderOf(filter);
    const chosen = conditionsOf({ ...filter, waitingFor: marker }).add(IS_UNCLAIMED, now);
    const row = await this.database.row<{ id: Buffer }>(
      `SELECT s.id FROM scripts s FORCE INDEX (${order.index})
       WHERE ${chosen.sql} ORDER BY ${order.sql('s')} LIMIT 1 FOR UPDATE SKIP LOCKED`,
      chosen.params,
    );
    return row && fromBinary(row.id);
  }

  /** False where somebody else has claimed it, or it was taken back. */
  async claim(scriptId: string, marker: string, now: Date, until: Date): Promise<boolean> {
    const { affectedRows } = await this.database.run(
      `UPDATE scripts s SET s.claimed_by = ?, s.claimed_until = ?
       WHERE s.id = ? AND s.standing <> 'taken_back' AND (${IS_UNCLAIMED} OR s.claimed_by = ?)`,
      [toBinary(marker), until, toBinary(scriptId), now, toBinary(marker)],
    );
    return affectedRows > 0;
  }

  /** Does nothing to what the marker has not claimed. */
  async release(scriptId: string, marker: string): Promise<void> {
    await this.database.run(
      'UPDATE scripts SET claimed_by = NULL, claimed_until = NULL WHERE id = ? AND claimed_by = ?',
      [toBinary(scriptId), toBinary(marker)],
    );
  }

  /** Writes a script that this transaction has locked, with its mark. */
  async change(script: LockedScript): Promise<void> {
    const { id, standing, awaits, givenRevision, draftRevision, version, claimedBy, claimedUntil } = script;
    const { firstRevision, secondRevision, thirdRevision, decisionRevision } = script;
    await this.database.run(
      `UPDATE scripts SET standing = ?, awaits = ?, given_revision = ?, draft_revision = ?, version = ?, claimed_by = ?,
         claimed_until = ?, first_revision = ?, second_revision = ?, third_revision = ?, decision_revision = ? WHERE id = ?`,
      [
        ...[standing, awaits, givenRevision, draftRevision, version],
        ...[claimedBy === null ? null : toBinary(claimedBy), claimedUntil],
        ...[firstRevision, secondRevision, thirdRevision, decisionRevision, toBinary(id)],
      ],
    );
  }

  /** Adds scripts, or brings them back, with one statement. */
  async handIn(scripts: readonly NewScript[]): Promise<void> {
    await this.database.insert(NEW_SCRIPT, scripts, AGAIN);
  }

  /** All of a piece of work, which is not handed in any more. */
  async takeBack(workId: string): Promise<void> {
    await this.database.run(
      `UPDATE scripts SET standing = 'taken_back', claimed_by = NULL, claimed_until = NULL, version = version + 1
       WHERE work_id = ? AND standing <> 'taken_back'`,
      [toBinary(workId)],
    );
  }

  /** Parts of several pieces of work. */
  async takeBackParts(parts: readonly { workId: string; itemId: string }[]): Promise<void> {
    if (parts.length === 0) return;
    await this.database.execute(
      `UPDATE scripts SET standing = 'taken_back', claimed_by = NULL, claimed_until = NULL, version = version + 1
       WHERE (work_id, item_id) IN (?) AND standing <> 'taken_back'`,
      [parts.map(({ workId, itemId }) => [toBinary(workId), toBinary(itemId)])],
    );
  }

  /** What markers said to the learner by the marks that count in a piece of work, with their rubrics unless learners never see them. */
  async sayings(workId: string): Promise<SayingRow[]> {
    return this.database.rows(
      `SELECT ${SAYING.sql} FROM scripts s JOIN mark_revisions g ON g.script_id = s.id AND g.number = s.given_revision
         LEFT JOIN question_rubrics q ON q.activity_id = s.activity_id AND q.item_id = s.item_id AND q.shown <> 'never'
         LEFT JOIN question_rubric_revisions v
           ON v.activity_id = q.activity_id AND v.item_id = q.item_id AND v.number = g.rubric_revision
         LEFT JOIN mark_revisions m ON g.cause = 'rule' AND m.script_id = s.id
           AND m.number IN (s.first_revision, s.second_revision, s.third_revision)
       WHERE s.work_id = ? AND s.standing = 'marked' ORDER BY s.id, m.turn = 'third', m.turn = 'second'`,
      [toBinary(workId)],
      SAYING,
    );
  }
}

/** That this person has not given one of the marks of the script `s`, which waits for others. */
const HAS_NOT_MARKED = `NOT EXISTS (SELECT 1 FROM mark_revisions m WHERE m.script_id = s.id
  AND m.number IN (s.first_revision, s.second_revision, s.third_revision) AND m.marked_by = ?)`;

const SAYING = columnsOf(Script, 's', ['itemId', 'maxPoints'])
  .and(
    columnsOf(MarkRevision, 'g', [
      ...([
        'points',
        'comment',
        'fileIds',
        'rubricRevision',
        'rubricChoices',
        'rubricPoints',
        'share',
      ] as const),
    ]),
  )
  .and(columnsOf(QuestionRubricRevision, 'v', ['title', 'definition']).orNull())
  .and(columnsOf(MarkRevision, 'm', { markersComment: 'comment', markersFileIds: 'fileIds' }).orNull());
export type SayingRow = RowOf<typeof SAYING>;

function orderOf({ userId }: ScriptFilter): ListOrder<QueueKeys> {
  return userId === undefined ? QUEUE_ORDER : QUEUE_ORDER.within('ix_scripts_learner');
}

function conditionsOf({
  courseId,
  standing,
  awaits,
  waitingFor,
  activityId,
  itemId,
  userId,
  scope,
}: ScriptFilter): Conditions {
  const chosen = new Conditions().add('s.course_id = ? AND s.standing = ?', toBinary(courseId), standing);
  if (awaits !== undefined) chosen.add('s.awaits = ?', awaits);
  if (activityId !== undefined) chosen.add('s.activity_id = ?', toBinary(activityId));
  if (itemId !== undefined) chosen.add('s.item_id = ?', toBinary(itemId));
  if (userId !== undefined) chosen.add('s.user_id = ?', toBinary(userId));
  if (waitingFor !== undefined)
    chosen
      .add("s.user_id <> ? AND s.awaits <> 'decision'", toBinary(waitingFor))
      .add(HAS_NOT_MARKED, toBinary(waitingFor));
  return restrictTo(scope, 's.user_id', chosen);
}
