import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { ActivitySignal } from './activity-signal.entity';
import { ActivityUse } from './activity-use.entity';
import type { WatchedSignal } from './learner-signal';
import { SignalMeter } from './signal-meter.entity';
import { sessionKey, type SignalState } from './summed-signals';
import type { WatchMeter } from './watch-meter';
import { WatchSession } from './watch-session.entity';

const SIGNAL_COLUMNS = [
  ...(['userId', 'id', 'courseId', 'activityId', 'kind', 'occurredAt', 'recordedAt'] as const),
  ...(['watchSessionId', 'fromMs', 'toMs', 'playbackRate', 'acceptedSeconds', 'refusedSeconds'] as const),
] as const;
const SIGNALS = columnsOf(ActivitySignal, 's', SIGNAL_COLUMNS);
const INSERT_SIGNALS = insertOf(ActivitySignal, SIGNAL_COLUMNS);

const USE_FACTS = [
  ...(['firstViewedAt', 'lastViewedAt', 'visits', 'covered', 'coveredSeconds', 'plays'] as const),
  ...(['positionMs', 'positionAt', 'lastWatchedAt'] as const),
] as const;
const USE_COLUMNS = ['courseId', 'userId', 'activityId', ...USE_FACTS] as const;
const USES = columnsOf(ActivityUse, 'u', USE_COLUMNS);
const INSERT_USES = insertOf(ActivityUse, USE_COLUMNS);
const REPLACE_USES = INSERT_USES.columns
  .slice(3)
  .map((column) => `${column} = VALUES(${column})`)
  .join(', ');

const SESSIONS = columnsOf(WatchSession, 'w', ['activityId', 'id', 'lastBeatAt', 'spareMs']);
const INSERT_SESSIONS = insertOf(WatchSession, ['userId', 'activityId', 'id', 'lastBeatAt', 'spareMs']);

const METER = columnsOf(SignalMeter, 'm', ['lastBeatAt', 'spareMs', 'playSpareMs']);

/** A learner's meters, as they are stored. */
export type StoredMeter = RowOf<typeof METER>;

/** A learner in a course. */
export interface CourseLearnerKey {
  courseId: string;
  userId: string;
}

/** The signals of learners and what they sum up to. What is written needs the lock that `lock` takes. */
@Injectable()
export class SignalsRepository {
  constructor(private readonly database: Database) {}

  /** Locks the learner's meter in the course until the transaction ends, and makes it where there is none. Returns what it says. */
  async lock(learner: CourseLearnerKey): Promise<StoredMeter> {
    const known = await this.lockKnown(learner);
    if (known) return known;
    await this.database.run(
      'INSERT INTO signal_meters (course_id, user_id) VALUES (?, ?) ON DUPLICATE KEY UPDATE spare_ms = spare_ms',
      [toBinary(learner.courseId), toBinary(learner.userId)],
    );
    // Somebody else may have made it meanwhile, and written into it.
    return (await this.lockKnown(learner)) ?? { lastBeatAt: null, spareMs: 0, playSpareMs: 0 };
  }

  private async lockKnown({ courseId, userId }: CourseLearnerKey): Promise<StoredMeter | undefined> {
    return this.database.row(
      `SELECT ${METER.sql} FROM signal_meters m WHERE m.course_id = ? AND m.user_id = ? FOR UPDATE`,
      [toBinary(courseId), toBinary(userId)],
      METER,
    );
  }

  /** The learner's signals of these ids, of any course, by id. */
  async known(userId: string, ids: readonly string[]): Promise<Map<string, ActivitySignal>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${SIGNALS.sql} FROM activity_signals s WHERE s.user_id = ? AND s.id IN (?)`,
      [toBinary(userId), ids.map(toBinary)],
      SIGNALS,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async uses(
    { courseId, userId }: CourseLearnerKey,
    activityIds: readonly string[],
  ): Promise<Map<string, ActivityUse>> {
    if (activityIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${USES.sql} FROM activity_uses u
       WHERE u.course_id = ? AND u.user_id = ? AND u.activity_id IN (?)`,
      [toBinary(courseId), toBinary(userId), activityIds.map(toBinary)],
      USES,
    );
    return new Map(rows.map((row) => [row.activityId, row]));
  }

  /** The `plays` of everybody who has watched the video. */
  async playsOf(activityId: string): Promise<Buffer[]> {
    const rows = await this.database.rows<{ plays: Buffer }>(
      `SELECT u.plays FROM activity_uses u FORCE INDEX (ix_activity_uses_activity)
       WHERE u.activity_id = ? AND u.plays IS NOT NULL`,
      [toBinary(activityId)],
    );
    return rows.map(({ plays }) => plays);
  }

  /** The meters of the watch sessions of these signals, by `sessionKey`. */
  async sessions(userId: string, signals: readonly WatchedSignal[]): Promise<Map<string, WatchMeter>> {
    if (signals.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${SESSIONS.sql} FROM watch_sessions w
       WHERE w.user_id = ? AND w.activity_id IN (?) AND w.id IN (?)`,
      [
        toBinary(userId),
        unique(signals.map(({ activityId }) => activityId)).map(toBinary),
        unique(signals.map(({ watchSessionId }) => watchSessionId)).map(toBinary),
      ],
      SESSIONS,
    );
    return new Map(
      rows.map(({ activityId, id, lastBeatAt, spareMs }) => [
        sessionKey(activityId, id),
        { lastBeatAt, spareMs },
      ]),
    );
  }

  async add(signals: readonly ActivitySignal[]): Promise<void> {
    await this.database.insert(INSERT_SIGNALS, signals);
  }

  async writeUses(uses: readonly ActivityUse[]): Promise<void> {
    await this.database.insert(INSERT_USES, uses, REPLACE_USES);
  }

  /** Writes the meters after something was watched. Three statements at most, however many sessions there are. */
  async writeMeters(
    { courseId, userId }: CourseLearnerKey,
    { sessions, meter, playMeter }: SignalState,
    signals: readonly WatchedSignal[],
  ): Promise<void> {
    const keys = new Map(
      signals.map(({ activityId, watchSessionId: id }) => [sessionKey(activityId, id), { activityId, id }]),
    );
    const rows = [...keys].flatMap(([key, { activityId, id }]) => {
      const own = sessions.get(key);
      return own ? [{ userId, activityId, id, ...own }] : [];
    });
    await this.database.insert(
      INSERT_SESSIONS,
      rows,
      'last_beat_at = VALUES(last_beat_at), spare_ms = VALUES(spare_ms)',
    );
    if (!meter || !playMeter) return;
    await this.database.run(
      'UPDATE signal_meters SET last_beat_at = ?, spare_ms = ?, play_spare_ms = ? WHERE course_id = ? AND user_id = ?',
      [meter.lastBeatAt, meter.spareMs, playMeter.spareMs, toBinary(courseId), toBinary(userId)],
    );
  }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
