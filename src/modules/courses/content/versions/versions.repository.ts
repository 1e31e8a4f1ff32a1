import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, insertOf, type RowOf } from '../../../../shared/database/columns-of';
import { Conditions } from '../../../../shared/database/conditions';
import { countUpTo } from '../../../../shared/database/count-up-to';
import { Database } from '../../../../shared/database/database';
import { toBinary } from '../../../../shared/database/ids';
import { type Author, AUTHOR, type AuthorRow, withAuthor } from '../../../identity';
import type { CompletionRule } from '../../completion/completion-rule';
import { Course } from '../../course.entity';
import { Activity } from '../activity.entity';
import { ActivityBody, bodyDigest } from './activity-body.entity';
import { type CompiledOutline, countedIn, guardedIn, placedActivities } from './compiled-outline';
import { CourseVersion } from './course-version.entity';
import { PublishedActivity } from './published-activity.entity';

/** A version without its outline. */
export type VersionFacts = Omit<CourseVersion, 'course' | 'outline'>;

/** A version with who published it. */
export type VersionRecord = Omit<VersionFacts, 'publishedBy' | 'digest'> & { author: Author };

const FACTS = [
  ...([
    'id',
    'courseId',
    'number',
    'cause',
    'publishedBy',
    'publishedAt',
    'note',
    'restoredNumber',
    'digest',
  ] as const),
] as const;
const RECORD = columnsOf(CourseVersion, 'v', [
  ...(['id', 'courseId', 'number', 'cause', 'publishedAt', 'note', 'restoredNumber'] as const),
]).andExpressions<AuthorRow>(AUTHOR);
const BODY = columnsOf(ActivityBody, 'b', ['activityId', 'content']);
const DRAFT = columnsOf(Activity, 'a', { activityId: 'id', content: 'content' });
const STANDING = columnsOf(Course, 'c', [
  'status',
  'publishing',
  'contentCheck',
  'publishedVersion',
  'timeZone',
  'contentDueAt',
]).andExpressions<{
  digest: Buffer | null;
  newest: number | null;
}>({
  digest:
    '(SELECT v.digest FROM course_versions v WHERE v.course_id = c.id AND v.number = c.published_version)',
  newest: '(SELECT MAX(v.number) FROM course_versions v WHERE v.course_id = c.id)',
});
const VERSION = insertOf(CourseVersion, [...FACTS, 'outline']);
const PUBLISHED = columnsOf(PublishedActivity, 'p', ['activityId', 'title', 'digest', 'completionRule']);
const NEW_PUBLISHED = insertOf(PublishedActivity, [
  ...([
    'activityId',
    'courseId',
    'sectionId',
    'place',
    'type',
    'title',
    'version',
    'digest',
    'isGuarded',
    'completionRule',
    'isCounted',
    'expectedBy',
    'updatedAt',
  ] as const),
]);

/** How a course publishes, and what it has published. */
export type PublishingStanding = RowOf<typeof STANDING>;

/** An activity as it is published before the next version is: its title, the digest of its body, and what completes it. */
export interface PublishedBefore {
  title: string;
  digest: string;
  completionRule: CompletionRule | null;
}

/** The versions of courses, and what of them is published now. Writers hold the course's row. */
@Injectable()
export class VersionsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(CourseVersion) private readonly versions: Repository<CourseVersion>,
  ) {}

  async standing(courseId: string): Promise<PublishingStanding | undefined> {
    return this.database.row(
      `SELECT ${STANDING.sql} FROM courses c WHERE c.id = ?`,
      [toBinary(courseId)],
      STANDING,
    );
  }

  async outline(courseId: string, number: number): Promise<CompiledOutline | undefined> {
    const version = await this.versions.findOne({ where: { courseId, number }, select: { outline: true } });
    return version?.outline;
  }

  async find(versionId: string): Promise<VersionRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${RECORD.sql} FROM course_versions v LEFT JOIN users u ON u.id = v.published_by WHERE v.id = ?`,
      [toBinary(versionId)],
      RECORD,
    );
    return row && withAuthor(row);
  }

  async findByNumber(courseId: string, number: number): Promise<VersionRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${RECORD.sql} FROM course_versions v LEFT JOIN users u ON u.id = v.published_by
       WHERE v.course_id = ? AND v.number = ?`,
      [toBinary(courseId), number],
      RECORD,
    );
    return row && withAuthor(row);
  }

  /** The newest first, up to `limit` + 1 of those before the number. */
  async page(courseId: string, before: number | undefined, limit: number): Promise<VersionRecord[]> {
    const chosen = chosenBy(courseId);
    if (before !== undefined) chosen.add('v.number < ?', before);
    const rows = await this.database.query(
      `SELECT ${RECORD.sql}
       FROM course_versions v FORCE INDEX (uq_course_versions_number) LEFT JOIN users u ON u.id = v.published_by
       WHERE ${chosen.sql} ORDER BY v.number DESC LIMIT ?`,
      [...chosen.params, limit + 1],
      RECORD,
    );
    return rows.map(withAuthor);
  }

  /** How many there are; counted up to `most`. */
  async count(courseId: string, most: number): Promise<number> {
    const { sql, params } = chosenBy(courseId);
    return countUpTo(this.database, most, `SELECT v.id FROM course_versions v WHERE ${sql}`, params);
  }

  /** The Markdown of published bodies, by the ids of their activities. Each activity once. */
  async contents(bodies: readonly { activityId: string; digest: string }[]): Promise<Map<string, string>> {
    if (bodies.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${BODY.sql} FROM activity_bodies b WHERE (b.activity_id, b.digest) IN (?)`,
      [bodies.map(({ activityId, digest }) => [toBinary(activityId), Buffer.from(digest, 'hex')])],
      BODY,
    );
    return new Map(rows.map(({ activityId, content }) => [activityId, content ?? '']));
  }

  /** The Markdown of drafts. */
  async draftContents(activityIds: readonly string[]): Promise<Map<string, string>> {
    if (activityIds.length === 0) return new Map();
    const rows = await this.database.query(
      `SELECT ${DRAFT.sql} FROM activities a WHERE a.id IN (?)`,
      [activityIds.map(toBinary)],
      DRAFT,
    );
    return new Map(rows.map(({ activityId, content }) => [activityId, content ?? '']));
  }

  async insert(version: VersionFacts & { outline: CompiledOutline }): Promise<void> {
    await this.database.insert(VERSION, [version]);
  }

  /** Keeps the bodies of these drafts, of which a version may have some already. The texts do not leave the server. */
  async keepBodies(activityIds: readonly string[]): Promise<void> {
    if (activityIds.length === 0) return;
    const digest = bodyDigest('a');
    await this.database.execute(
      `INSERT INTO activity_bodies (activity_id, digest, content, content_html, video_url, own_fields)
       SELECT a.id, ${digest}, a.content, a.content_html, a.video_url, a.own_fields FROM activities a
       WHERE a.id IN (?) AND NOT EXISTS (
         SELECT 1 FROM activity_bodies b WHERE b.activity_id = a.id AND b.digest = ${digest})`,
      [activityIds.map(toBinary)],
    );
  }

  /** What is published, by the ids of the activities. */
  async published(courseId: string): Promise<Map<string, PublishedBefore>> {
    const rows = await this.database.rows(
      `SELECT ${PUBLISHED.sql} FROM published_activities p WHERE p.course_id = ?`,
      [toBinary(courseId)],
      PUBLISHED,
    );
    return new Map(
      rows.map(({ activityId, title, digest, completionRule }) => [
        activityId,
        { title, digest: digest.toString('hex'), completionRule },
      ]),
    );
  }

  /** Makes the outline, which is that of the drafts, what is published. */
  async publish(courseId: string, outline: CompiledOutline, number: number, now: Date): Promise<void> {
    const activities = placedActivities(outline);
    const guarded = guardedIn(outline);
    const counted = countedIn(outline);
    await this.database.insert(
      NEW_PUBLISHED,
      activities.map(({ id: activityId, digest, ...activity }) => ({
        ...{
          activityId,
          courseId,
          sectionId: activity.sectionId,
          place: activity.place,
          type: activity.type,
        },
        ...{
          title: activity.title,
          version: activity.version,
          digest: Buffer.from(digest, 'hex'),
          isGuarded: guarded.has(activityId),
          completionRule: activity.completion ?? null,
          isCounted: counted.has(activityId),
          expectedBy: activity.expectedBy ?? null,
          updatedAt: now,
        },
      })),
      `updated_at = CASE WHEN digest = VALUES(digest) AND title = VALUES(title) THEN updated_at ELSE VALUES(updated_at) END,
       section_id = VALUES(section_id), place = VALUES(place), title = VALUES(title), version = VALUES(version),
       digest = VALUES(digest), is_guarded = VALUES(is_guarded), completion_rule = VALUES(completion_rule),
       is_counted = VALUES(is_counted), expected_by = VALUES(expected_by)`,
    );
    await this.database.run('UPDATE courses SET published_version = ? WHERE id = ?', [
      number,
      toBinary(courseId),
    ]);
  }

  /** What the present version no longer has. */
  async withdraw(activityIds: readonly string[]): Promise<void> {
    if (activityIds.length === 0) return;
    await this.database.execute('DELETE FROM published_activities WHERE activity_id IN (?)', [
      activityIds.map(toBinary),
    ]);
  }
}

function chosenBy(courseId: string): Conditions {
  return new Conditions().add('v.course_id = ?', toBinary(courseId));
}
