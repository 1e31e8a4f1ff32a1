import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { newId, toBinary } from '../shared/database/ids';
import { addColumn, createTable, dropColumn, dropTable } from '../shared/database/schema-steps';

/**
 * `sections` and `activities` become the drafts of authors. What learners see is a published version: its outline is one row,
 * the bodies of activities are rows that never change, and `published_activities` says what is in the version that is
 * published now. Courses that were published have a version 1, which is what their learners saw, and go on to publish each
 * change at once.
 */
export class CoursesVersions1790000093000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'course_versions',
      `id BINARY(16) NOT NULL, course_id BINARY(16) NOT NULL, number INT NOT NULL, cause VARCHAR(20) NOT NULL, published_by BINARY(16) NULL,
       published_at DATETIME(3) NOT NULL, note VARCHAR(1000) NOT NULL DEFAULT '', restored_number INT NULL,
       digest BINARY(32) NOT NULL, outline MEDIUMTEXT NOT NULL,
       PRIMARY KEY (id), UNIQUE INDEX uq_course_versions_number (course_id, number),
       CONSTRAINT fk_course_versions_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'activity_bodies',
      `activity_id BINARY(16) NOT NULL, digest BINARY(32) NOT NULL, content MEDIUMTEXT NULL,
       content_html MEDIUMTEXT NULL, video_url VARCHAR(2000) NULL, own_fields MEDIUMTEXT NULL,
       PRIMARY KEY (activity_id, digest),
       CONSTRAINT fk_activity_bodies_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE`,
    );
    await createTable(
      runner,
      'published_activities',
      `activity_id BINARY(16) NOT NULL, course_id BINARY(16) NOT NULL, section_id BINARY(16) NOT NULL,
       place INT NOT NULL, type VARCHAR(20) NOT NULL, title VARCHAR(255) NOT NULL, version INT NOT NULL,
       digest BINARY(32) NOT NULL, updated_at DATETIME(3) NOT NULL,
       PRIMARY KEY (activity_id), INDEX ix_published_activities_course (course_id, place),
       CONSTRAINT fk_published_activities_activity FOREIGN KEY (activity_id) REFERENCES activities (id) ON DELETE CASCADE,
       CONSTRAINT fk_published_activities_course FOREIGN KEY (course_id) REFERENCES courses (id) ON DELETE CASCADE`,
    );
    await addColumn(runner, 'courses', 'publishing', "VARCHAR(20) NOT NULL DEFAULT 'automatic'");
    await addColumn(runner, 'courses', 'published_version', 'INT NULL');
    await addColumn(runner, 'activities', 'archived_at', 'DATETIME(3) NULL');
    await addColumn(runner, 'activity_files', 'is_drafted', 'TINYINT NOT NULL DEFAULT 1');
    await addColumn(runner, 'activity_files', 'is_published', 'TINYINT NOT NULL DEFAULT 0');
    await addColumn(runner, 'activity_files', 'is_shown', 'TINYINT NOT NULL DEFAULT 0');
    const courses = (await runner.query(
      "SELECT id FROM courses WHERE published_version IS NULL AND status <> 'draft'",
    )) as { id: Buffer }[];
    for (const { id } of courses) await publishFirst(runner, id);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropColumn(runner, 'activity_files', 'is_shown');
    await dropColumn(runner, 'activity_files', 'is_published');
    await dropColumn(runner, 'activity_files', 'is_drafted');
    await dropColumn(runner, 'activities', 'archived_at');
    await dropColumn(runner, 'courses', 'published_version');
    await dropColumn(runner, 'courses', 'publishing');
    await dropTable(runner, 'published_activities');
    await dropTable(runner, 'activity_bodies');
    await dropTable(runner, 'course_versions');
  }
}

interface Row {
  sectionId: Buffer;
  sectionTitle: string;
  summary: string;
  sectionVersion: number;
  id: Buffer | null;
  type: string;
  title: string;
  version: number;
  digest: Buffer;
  videoUrl: string | null;
  ownFields: string | null;
}

const hashed = (column: string): string => `SHA2(COALESCE(a.${column}, ''), 256)`;
const DIGEST = `UNHEX(SHA2(CONCAT(a.content IS NULL, ${hashed('content')}, ${hashed('content_html')},
  ${hashed('video_url')}, ${hashed('own_fields')}), 256))`;

/** Each step does nothing if it was done before. */
async function publishFirst(runner: QueryRunner, course: Buffer): Promise<void> {
  await runner.query(
    `INSERT INTO activity_bodies (activity_id, digest, content, content_html, video_url, own_fields)
     SELECT a.id, ${DIGEST}, a.content, a.content_html, a.video_url, a.own_fields FROM activities a
     WHERE a.course_id = ? ON DUPLICATE KEY UPDATE activity_id = activity_bodies.activity_id`,
    [course],
  );
  const rows = (await runner.query(
    `SELECT s.id AS sectionId, s.title AS sectionTitle, s.summary, s.version AS sectionVersion, a.id, a.type, a.title,
            a.version, ${DIGEST} AS digest, a.video_url AS videoUrl, a.own_fields AS ownFields
     FROM sections s LEFT JOIN activities a ON a.section_id = s.id
     WHERE s.course_id = ? ORDER BY s.position, s.id, a.position, a.id`,
    [course],
  )) as Row[];
  const sections = new Map<string, { id: string; activities: object[] }>();
  for (const row of rows) {
    const section = sections.get(row.sectionId.toString('hex')) ?? {
      ...{ id: uuid(row.sectionId), title: row.sectionTitle, summary: row.summary },
      ...{ version: row.sectionVersion, activities: [] },
    };
    sections.set(row.sectionId.toString('hex'), section);
    if (row.id === null) continue;
    const { type, title, version, digest, videoUrl, ownFields } = row;
    section.activities.push({
      ...{ id: uuid(row.id), type, title, version, digest: digest.toString('hex') },
      fields: {
        ...((ownFields === null ? {} : JSON.parse(ownFields)) as object),
        ...(videoUrl === null ? {} : { videoUrl }),
      },
    });
  }
  const outline = { sections: [...sections.values()] };
  // How often something was changed is no content.
  const content = JSON.stringify(outline, (key, value: unknown) => (key === 'version' ? undefined : value));
  const digest = createHash('sha256').update(content).digest();
  await runner.query(
    `INSERT INTO published_activities
       (activity_id, course_id, section_id, place, type, title, version, digest, updated_at)
     SELECT a.id, a.course_id, a.section_id, ROW_NUMBER() OVER (ORDER BY s.position, s.id, a.position, a.id), a.type,
            a.title, a.version, ${DIGEST}, a.updated_at
     FROM sections s JOIN activities a ON a.section_id = s.id WHERE s.course_id = ?
     ON DUPLICATE KEY UPDATE place = VALUES(place)`,
    [course],
  );
  await runner.query(
    `UPDATE activity_files SET is_published = 1, is_shown = 1
     WHERE activity_id IN (SELECT a.id FROM activities a WHERE a.course_id = ?)`,
    [course],
  );
  await runner.query(
    `INSERT INTO course_versions (id, course_id, number, cause, published_at, digest, outline)
     SELECT ?, id, 1, 'migration', COALESCE(published_at, created_at), ?, ? FROM courses WHERE id = ?
     ON DUPLICATE KEY UPDATE number = course_versions.number`,
    [toBinary(newId()), digest, JSON.stringify(outline), course],
  );
  await runner.query('UPDATE courses SET published_version = 1 WHERE id = ? AND published_version IS NULL', [
    course,
  ]);
}

function uuid(id: Buffer): string {
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
