import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { withModules } from '../../../src/application';
import { loadSettings } from '../../../src/config/settings';
import { frontDoorsOf, ReplayClock, seedDemoSchool, StoreInUseError } from '../../../src/demo';
import { Database } from '../../../src/shared/database/database';
import type { ConnectionTarget } from '../../../src/shared/database/data-source';
import { sqlOf } from '../../support/query-counter';
import { workerDatabase } from '../../support/test-database';

const SEEDING_DAY = '2026-03-02';
/** The history of the school has completions before and after it. */
const HALF_WAY = '2026-02-16';

jest.setTimeout(60_000);

describe('seeding the demo school', () => {
  let first: ConnectionTarget;
  let school: Record<string, unknown[]>;

  it('seeding that fails half-way leaves the store empty', async () => {
    first = await workerDatabase('_first');
    await inModules(first, async (modules, clock) => {
      const database = modules.get(Database, { strict: false });
      await database.run(
        `ALTER TABLE activity_completions ADD CONSTRAINT half_way CHECK (completed_at < '${HALF_WAY}')`,
      );

      const statements = await sqlOf(async () => {
        const seeding = seedDemoSchool(frontDoorsOf(modules), { clock, seedingDay: SEEDING_DAY });
        await expect(seeding).rejects.toThrow('half_way');
      });

      const completions = statements.filter((sql) => sql.startsWith('INSERT INTO activity_completions'));
      expect(completions.length).toBeGreaterThan(50);
      expect(Object.values(await contentOf(modules)).flat()).toEqual([]);
      await database.run('ALTER TABLE activity_completions DROP CONSTRAINT half_way');
    });
  });

  it('seeding fills an empty store', async () => {
    await inModules(first, async (modules, clock) => {
      let starts = 0;

      const outcome = await seedDemoSchool(frontDoorsOf(modules), {
        clock,
        seedingDay: SEEDING_DAY,
        onStart: () => void (starts += 1),
      });

      expect(outcome).toBe('seeded');
      expect(starts).toBe(1);
      school = await contentOf(modules);
      expect(Object.values(school).map((rows) => rows.length > 0)).not.toContain(false);
    });
  });

  it('seeding changes nothing in a store that has the school, whatever the day', async () => {
    await inModules(first, async (modules, clock) => {
      let starts = 0;

      const outcome = await seedDemoSchool(frontDoorsOf(modules), {
        clock,
        seedingDay: '2026-04-01',
        onStart: () => void (starts += 1),
      });

      expect(outcome).toBe('there already');
      expect(starts).toBe(0);
      expect(await contentOf(modules)).toEqual(school);
    });
  });

  it('seeding makes the same school in another store on the same day', async () => {
    await inModules(await workerDatabase('_second'), async (modules, clock) => {
      await seedDemoSchool(frontDoorsOf(modules), { clock, seedingDay: SEEDING_DAY });

      expect(await contentOf(modules)).toEqual(school);
    });
  });

  it('seeding refuses a store in which somebody else has an account', async () => {
    await inModules(await workerDatabase(), async (modules, clock) => {
      const doors = frontDoorsOf(modules);
      await doors.identity.createMany([
        { username: 'ada', givenName: 'Ada', familyName: 'Byron', role: 'administrator' },
      ]);
      const before = await contentOf(modules);

      const seeding = seedDemoSchool(doors, { clock, seedingDay: SEEDING_DAY });

      await expect(seeding).rejects.toThrow(StoreInUseError);
      expect(await contentOf(modules)).toEqual(before);
    });
  });
});

function inModules(
  target: ConnectionTarget,
  work: (modules: INestApplicationContext, clock: ReplayClock) => Promise<void>,
): Promise<void> {
  const clock = new ReplayClock();
  const settings = loadSettings({
    NODE_ENV: 'test',
    DATA_DIRECTORY: join(tmpdir(), 'stoa-test-data'),
  });
  return withModules(settings, target, (modules) => work(modules, clock), clock);
}

/** What the store holds, without the ids that every seeding makes anew, and answers to the numbers that are drawn by them. */
async function contentOf(modules: INestApplicationContext): Promise<Record<string, unknown[]>> {
  const database = modules.get(Database, { strict: false });
  const queries: Record<string, string> = {
    users:
      'SELECT username, email, given_name, family_name, role, time_zone, created_at FROM users ORDER BY username',
    courses: `SELECT code, title, summary, status, time_zone, self_enrollment, start_date, end_date, published_at,
              created_at FROM courses ORDER BY code`,
    activities: `SELECT c.code, s.position AS section, s.title AS section_title, a.position, a.type, a.title,
              REGEXP_REPLACE(a.content_html, '/v1/files/[0-9a-f-]{36}/', '/v1/files/ID/') AS content_html,
              a.video_url FROM activities a JOIN sections s ON s.id = a.section_id JOIN courses c ON c.id = a.course_id
              ORDER BY c.code, s.position, a.position`,
    quizzes: `SELECT a.title, z.max_attempts, z.grading, z.due_at, z.pass_percentage, z.points_possible
              FROM quizzes z JOIN activities a ON a.id = z.activity_id JOIN courses c ON c.id = a.course_id
              ORDER BY c.code, a.title`,
    questions: `SELECT a.title, q.position, q.type, q.prompt_html, q.points, q.definition, q.feedback_html
              FROM questions q JOIN activities a ON a.id = q.activity_id JOIN courses c ON c.id = a.course_id
              ORDER BY c.code, a.title, q.position`,
    enrollments: `SELECT c.code, u.username, e.role, e.begin_date, e.end_date, e.created_at FROM enrollments e
              JOIN courses c ON c.id = e.course_id JOIN users u ON u.id = e.user_id ORDER BY c.code, u.username, e.role`,
    attempts: `SELECT a.title, u.username, t.number, t.started_at, t.submitted_at, t.score, t.max_score FROM attempts t
              JOIN activities a ON a.id = t.activity_id JOIN users u ON u.id = t.user_id
              ORDER BY a.title, u.username, t.number`,
    answers: `SELECT a.title, u.username, t.number, q.position, e.sequence,
              IF(q.type = 'calculated', NULL, e.response) AS response, e.standing, e.saved_at, w.points_awarded, w.correct
              FROM attempt_questions w JOIN attempts t ON t.id = w.attempt_id JOIN questions q ON q.id = w.question_id
              LEFT JOIN answer_entries e ON e.attempt_id = w.attempt_id AND e.question_id = w.question_id
              JOIN activities a ON a.id = t.activity_id JOIN users u ON u.id = t.user_id
              ORDER BY a.title, u.username, t.number, q.position, e.sequence`,
    marks: `SELECT a.title, q.type, u.username, s.standing, s.awaits, m.number, m.kind, m.turn, m.points, m.comment, m.cause,
              m.rubric_choices, m.marked_at FROM scripts s JOIN mark_revisions m ON m.script_id = s.id JOIN users u ON u.id = s.user_id
              JOIN questions q ON q.id = s.item_id JOIN activities a ON a.id = s.activity_id
              ORDER BY a.title, q.type, u.username, m.number`,
    remarks: `SELECT u.username, r.state, r.points_before, r.requested_at, m.text FROM remark_requests r
              JOIN remark_messages m ON m.request_id = r.id JOIN users u ON u.id = r.user_id ORDER BY m.sent_at`,
    operations: `SELECT kind, status, subject, dry_run, summary, created_at, finished_at FROM operations ORDER BY id`,
    lineItems: `SELECT c.code, li.title, li.description, li.due_at, li.result_value_max FROM line_items li
              JOIN courses c ON c.id = li.course_id ORDER BY c.code, li.title`,
    results: `SELECT li.title, u.username, r.score, r.score_status, r.score_date, r.comment, r.source, r.updated_at
              FROM results r JOIN line_items li ON li.id = r.line_item_id JOIN users u ON u.id = r.user_id
              ORDER BY li.title, u.username`,
    resultChanges: `SELECT li.title, u.username, h.cause, h.applied, h.old_score, h.new_score, h.changed_at FROM result_changes h
              JOIN results r ON r.id = h.result_id JOIN line_items li ON li.id = r.line_item_id
              JOIN users u ON u.id = r.user_id ORDER BY li.title, u.username, h.id`,
    completions: `SELECT a.title, u.username, p.completed_at, p.cause FROM activity_completions p
              JOIN activities a ON a.id = p.activity_id JOIN users u ON u.id = p.user_id ORDER BY a.title, u.username`,
  };
  const content: Record<string, unknown[]> = {};
  for (const [name, sql] of Object.entries(queries)) content[name] = await database.rows(sql);
  return content;
}
