import { Injectable } from '@nestjs/common';
import { Database, type TextValue } from '../../../../shared/database/database';
import { fromBinary, newId, toBinary } from '../../../../shared/database/ids';

/** The rules of a course `r`, joined to whoever is in their group or has their tag: `m.user_id`, since `m.since`. */
const MEMBERS = `label_accommodations r JOIN (
    SELECT 'group' AS kind, p.group_id AS label, p.user_id, p.joined_at AS since FROM group_memberships p
      JOIN group_sets s ON s.id = p.set_id WHERE s.course_id = ? AND p.is_standing = 1 AND #people#
    UNION ALL
    SELECT 'tag', p.tag_id, p.user_id, p.tagged_at FROM tagged_learners p
      JOIN learner_tags l ON l.id = p.tag_id WHERE l.course_id = ? AND #people#
  ) m ON m.kind = r.label_kind AND m.label = r.label_id`;
/** What learners have of a rule, in the order of the columns. */
const NEEDS = [
  ...['course_id', 'time_factor', 'minutes_added', 'extra_attempts', 'days_added', 'rest_break_minutes'],
  ...['presentation', 'reason', 'approved_by'],
];
/** So many rows go into one INSERT. */
const ROWS_AT_ONCE = 500;

/** Which learners to look at: all of a course, or these of it. */
export interface Whom {
  courseId: string;
  userIds?: readonly string[];
}

/**
 * The accommodations that follow from those of groups and tags: one for each learner who is in the group or has the tag, from the instant on at
 * which both are so. Statements for all learners at once.
 */
@Injectable()
export class LabelledLearnersRepository {
  constructor(private readonly database: Database) {}

  /** Whether the course has any accommodations of groups or tags. */
  async hasRules(courseId: string): Promise<boolean> {
    const found = await this.database.row('SELECT 1 FROM label_accommodations WHERE course_id = ? LIMIT 1', [
      toBinary(courseId),
    ]);
    return found !== undefined;
  }

  /** Ends the rows of whoever is no longer in the group or has the tag no more. Returns whose they were. */
  async endOfOthers({ courseId, userIds }: Whom, now: Date): Promise<string[]> {
    const left = await this.database.query<{ id: Buffer; userId: Buffer }>(
      `SELECT a.id, a.user_id AS userId FROM label_accommodations r
         JOIN accommodations a ON a.label_accommodation_id = r.id AND a.label_standing = 1
         LEFT JOIN group_memberships g ON r.label_kind = 'group' AND g.group_id = r.label_id
           AND g.user_id = a.user_id AND g.is_standing = 1
         LEFT JOIN tagged_learners t ON r.label_kind = 'tag' AND t.tag_id = r.label_id AND t.user_id = a.user_id
       WHERE r.course_id = ? AND g.id IS NULL AND t.id IS NULL ${userIds ? 'AND a.user_id IN (?)' : ''}
       ORDER BY a.id`,
      [toBinary(courseId), ...peopleOf(userIds)],
    );
    if (left.length === 0) return [];
    await this.database.execute(
      `UPDATE accommodations SET label_standing = NULL, version = version + 1, updated_at = GREATEST(updated_at, ?),
         valid_until = LEAST(COALESCE(valid_until, GREATEST(valid_from, ?)), GREATEST(valid_from, ?))
       WHERE id IN (?) AND label_standing = 1`,
      [now, now, now, left.map(({ id }) => id)],
    );
    return left.map(({ userId }) => fromBinary(userId));
  }

  /** Gives rows to whoever is in the group or has the tag, and has none of the rule. Returns to whom. */
  async addMissing({ courseId, userIds }: Whom, now: Date): Promise<string[]> {
    const course = toBinary(courseId);
    const chosen = userIds ? 'p.user_id IN (?)' : 'TRUE';
    const rows = await this.database.query<Record<string, Buffer & string> & { validFrom: Date }>(
      `SELECT r.id AS ruleId, m.user_id AS userId, ${NEEDS.map((name) => `r.${name}`).join(', ')},
         GREATEST(r.valid_from, m.since) AS validFrom, r.valid_until AS validUntil
       FROM ${MEMBERS.replaceAll('#people#', chosen)}
         LEFT JOIN accommodations a ON a.label_accommodation_id = r.id AND a.user_id = m.user_id AND a.label_standing = 1
       WHERE r.course_id = ? AND a.id IS NULL AND (r.valid_until IS NULL OR r.valid_until > ?)`,
      [course, ...peopleOf(userIds), course, ...peopleOf(userIds), course, now],
    );
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
      await this.database.insertMany(
        'accommodations',
        [
          ...['id', 'label_accommodation_id', 'user_id', 'label_standing', ...NEEDS],
          ...['valid_from', 'valid_until', 'version', 'created_at', 'updated_at'],
        ],
        rows
          .slice(first, first + ROWS_AT_ONCE)
          .map((row) => [
            ...[toBinary(newId()), row['ruleId']!, row['userId']!, 1, ...NEEDS.map((name) => row[name]!)],
            ...[row.validFrom, row['validUntil'] ?? null, 1, now, now],
          ]),
      );
    return rows.map((row) => fromBinary(row['userId']!));
  }

  /** Brings the rows of a rule that has changed up to it. Returns whose they are. */
  async renew(ruleId: string, now: Date): Promise<string[]> {
    const id = toBinary(ruleId);
    const had = await this.database.query<{ userId: Buffer }>(
      `SELECT a.user_id AS userId FROM accommodations a WHERE a.label_accommodation_id = ? AND a.label_standing = 1
       ORDER BY a.user_id FOR UPDATE`,
      [id],
    );
    await this.database.execute(
      `UPDATE accommodations a JOIN label_accommodations r ON r.id = a.label_accommodation_id
         LEFT JOIN group_memberships g ON r.label_kind = 'group' AND g.group_id = r.label_id
           AND g.user_id = a.user_id AND g.is_standing = 1
         LEFT JOIN tagged_learners t ON r.label_kind = 'tag' AND t.tag_id = r.label_id AND t.user_id = a.user_id
       SET ${NEEDS.map((name) => `a.${name} = r.${name}`).join(', ')},
         a.valid_from = GREATEST(r.valid_from, COALESCE(g.joined_at, t.tagged_at, a.valid_from)),
         a.valid_until = IF(r.valid_until IS NULL, NULL,
           GREATEST(r.valid_until, r.valid_from, COALESCE(g.joined_at, t.tagged_at, a.valid_from))),
         a.version = a.version + 1, a.updated_at = GREATEST(a.updated_at, ?)
       WHERE a.label_accommodation_id = ? AND a.label_standing = 1`,
      [now, id],
    );
    return had.map(({ userId }) => fromBinary(userId));
  }
}

function peopleOf(userIds: readonly string[] | undefined): TextValue[] {
  return userIds ? [userIds.map(toBinary)] : [];
}
