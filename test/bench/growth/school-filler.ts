import { MOST_OF_A_COURSE } from '../../../src/modules/enrollments/accommodations/labels/label-accommodations.service';
import { MOST_OF_A_PERSON } from '../../../src/modules/enrollments/accommodations/accommodation-fields';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { writeSearchTexts } from '../data/search-texts';
import {
  type GrowthSize,
  idSql,
  LINE_ITEMS,
  PAGES,
  PEOPLE,
  PER_COURSE,
  QUESTIONS,
  SAME_COURSE,
  STAFF,
} from './growth-world';

/** The same instant for all rows: a list by age then has as many equal values as rows. */
const THEN = "'2026-01-05 09:00:00.000'";
const STAMPS = `${THEN}, ${THEN}`;
const COUNTED_TO = 1000;

/** An index or a foreign key, on its line of `SHOW CREATE TABLE`. */
const INDEX_OR_FOREIGN_KEY =
  /^ *(?<definition>(?:(?:UNIQUE )?KEY|(?<foreign>CONSTRAINT)) `(?<name>\w+)` (?!CHECK).*?),?$/;

const LARGE_TABLES = ['users', 'enrollments', 'results', 'attempts', 'activity_completions'];

const GIVEN =
  "'Amara','Bao','Chloe','Dev','Emil','Farah','Gus','Hana','Ivo','Jun','Kofi','Lena','Mira','Nils','Omar','Pia','Quin','Rosa','Sami','Tove'";
const FAMILY =
  "'Abebe','Bello','Castro','Diaz','Eriksen','Fischer','Garcia','Haddad','Ito','Jensen','Khan','Lima','Martin','Nguyen','Okafor','Petrov','Quist','Rao','Sato','Tanaka'";
const ENDINGS = "'son','sen','ez','ov','ini','escu','berg','lund','man','wicz'";

/** Of a hundred learners, how many have this name: searches for the first find few, for the second many. */
export const NAMES = { few: 'Xylander', many: 'Amara' } as const;

// Rows are told by the course and the place in it, which the last six bytes of an enrollment's id hold.
const NUMBER = 'CAST(CONV(HEX(SUBSTRING(e.id, 11)), 16, 10) AS UNSIGNED)';
const COURSE = `FLOOR(${NUMBER} / ${PER_COURSE})`;

const VIDEO = `HEX(${idSql('activity', `(c.n * ${PAGES + 1} + 2)`)})`;
const VIDEO_TEXT = `LOWER(CONCAT_WS('-', ${[
  [1, 8],
  [9, 4],
  [13, 4],
  [17, 4],
  [21, 12],
]
  .map(([from, length]) => `SUBSTRING(${VIDEO}, ${from}, ${length})`)
  .join(', ')}))`;
/** A version with the video of a course alone. */
const OUTLINE = `CONCAT('{"sections":[{"id":"1","title":"Week 1","summary":"","version":1,"activities":[{"id":"', ${VIDEO_TEXT},
  '","type":"video","title":"Watch","version":1,"digest":"","fields":{"durationSeconds":600}}]}]}')`;

/** Fills a migrated, empty store with a school, in a few statements for each table. */
export class SchoolFiller {
  constructor(
    private readonly connection: Connection,
    private readonly size: GrowthSize,
    private readonly say: (message: string) => void,
  ) {}

  async fill(): Promise<void> {
    // The rows are consistent by construction; checking each of a million would take most of the time.
    await this.connection.query('SET SESSION foreign_key_checks = 0, unique_checks = 0');
    await this.numbers();
    const indexes = await this.takeIndexes(LARGE_TABLES);
    await this.people();
    await this.courses();
    await this.enrollments();
    await this.gradebook();
    await this.exceptions();
    await this.longLists();
    for (const [table, definitions] of indexes)
      await this.send(`ALTER TABLE ${table} ${definitions.map((each) => `ADD ${each}`).join(', ')}`);
    await this.connection.query('DROP TABLE growth_numbers');
    await this.connection.query('SET SESSION foreign_key_checks = 1, unique_checks = 1');
    await writeSearchTexts(this.connection);
    const [tables] = await this.connection.query<RowDataPacket[]>('SHOW TABLES');
    const names = tables.map((row) => String(Object.values(row)[0]));
    await this.connection.query(`ANALYZE TABLE ${names.join(', ')}`);
  }

  /**
   * Drops the indexes but the primary key, and the foreign keys that need them. Returns what makes both again: an index is
   * built fastest from all rows at once.
   */
  private async takeIndexes(tables: readonly string[]): Promise<Map<string, string[]>> {
    const taken = new Map<string, string[]>();
    for (const table of tables) {
      const [rows] = await this.connection.query<RowDataPacket[]>(`SHOW CREATE TABLE ${table}`);
      const lines = String(rows[0]?.['Create Table']).split('\n');
      const found = lines
        .map((line) => INDEX_OR_FOREIGN_KEY.exec(line)?.groups)
        .filter((groups) => groups !== undefined);
      const drops = found.map(({ foreign, name }) =>
        foreign === undefined ? `DROP INDEX ${name}` : `DROP FOREIGN KEY ${name}`,
      );
      await this.send(`ALTER TABLE ${table} ${drops.join(', ')}`);
      taken.set(
        table,
        found.map(({ definition = '' }) => definition),
      );
    }
    return taken;
  }

  /** A table of numbers from zero, by which all others are made. */
  private async numbers(): Promise<void> {
    const { people, entries, largeCourse } = this.size;
    await this.send('CREATE TABLE growth_numbers (n INT NOT NULL PRIMARY KEY)');
    const first = Array.from({ length: COUNTED_TO }, (_, n) => [n]);
    await this.connection.query('INSERT INTO growth_numbers VALUES ?', [first]);
    const most = Math.max(people, entries, largeCourse, COUNTED_TO);
    await this.send(
      `INSERT INTO growth_numbers SELECT a.n + ${COUNTED_TO} * b.n FROM growth_numbers a JOIN growth_numbers b
       WHERE b.n BETWEEN 1 AND ${Math.ceil(most / COUNTED_TO) - 1}`,
    );
  }

  /** The callers first. One account is suspended. */
  private async people(): Promise<void> {
    const { people } = this.size;
    await this.send(
      `INSERT INTO users (id, username, email, given_name, family_name, role, disabled_at, created_at, updated_at)
       SELECT ${idSql('user', 'n')}, CONCAT('p', LOWER(CONV(n + 100000, 10, 36))), CONCAT('p', n, '@school.example'),
              ELT(1 + n % 20, ${GIVEN}),
              IF(n % ${Math.ceil(people / 5)} = 7, '${NAMES.few}',
                 CONCAT(ELT(1 + FLOOR(n / 20) % 20, ${FAMILY}), ELT(1 + n % 10, ${ENDINGS}))),
              CASE n WHEN ${PEOPLE.administrator} THEN 'administrator' WHEN ${PEOPLE.instructor} THEN 'instructor'
                     ELSE 'learner' END,
              IF(n = ${people - 1}, ${THEN}, NULL), ${STAMPS}
       FROM growth_numbers WHERE n < ${people} ORDER BY n`,
    );
    const { entries } = this.size;
    const approved = `FROM growth_numbers WHERE n < ${entries}`;
    // One learner has as many as a person can have, and every tenth of the others one.
    for (const [first, person, many] of [
      [0, idSql('user', String(PEOPLE.learner)), Math.min(entries, MOST_OF_A_PERSON)],
      [entries, idSql('user', `(n * 10 % ${people})`), entries],
    ] as const)
      await this.send(
        `INSERT INTO accommodations (id, user_id, time_factor, minutes_added, extra_attempts, days_added, rest_break_minutes,
                                     presentation, reason, approved_by, valid_from, created_at, updated_at)
         SELECT ${idSql('accommodation', `(n + ${first})`)}, ${person}, 1.5, 0, 0, 0, 0, '[]', 'Needed',
                ${idSql('user', String(PEOPLE.administrator))}, ${THEN}, ${STAMPS} FROM growth_numbers WHERE n < ${many}`,
      );
    await this.send(
      `INSERT INTO accommodation_changes (id, accommodation_id, kind, after_state, changed_by, changed_at)
       SELECT ${idSql('change', '(n + 2000000)')}, ${idSql('accommodation', '0')}, 'created',
              '{"validFrom":"2026-01-01T00:00:00.000Z","validUntil":null}',
              ${idSql('user', String(PEOPLE.administrator))}, ${THEN} ${approved}`,
    );
    await this.send(
      `INSERT INTO observer_links (id, observer_id, learner_id, standing, source, since, linked_by)
       VALUES (${idSql('observerLink', '0')}, ${idSql('user', String(PEOPLE.administrator))},
               ${idSql('user', String(PEOPLE.learner))}, 1, 'administrator', ${THEN},
               ${idSql('user', String(PEOPLE.administrator))})`,
    );
    await this.session('n', `n IN (${Object.values(PEOPLE).join(', ')})`, idSql('user', 'n'));
    this.say(`${people} people`);
  }

  private session(number: string, which: string, user: string): Promise<void> {
    return this.send(
      `INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at)
       SELECT ${idSql('session', number)}, ${user}, ${STAMPS}, '2100-01-01' FROM growth_numbers WHERE ${which}`,
    );
  }

  /** One in ten is a draft and one is archived. Each has a quiz, pages and line items. */
  private async courses(): Promise<void> {
    const { courses } = this.size;
    const ofCourses = `FROM growth_numbers c WHERE c.n < ${courses} ORDER BY c.n`;
    await this.send(
      `INSERT INTO orgs (id, open_catalog, name, type)
       SELECT ${idSql('school', 'c.n')}, c.n < 2, CONCAT('School ', c.n), ELT(1 + c.n % 3, 'school', 'department', 'district') ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO academic_sessions (id, title, type, start_date, end_date, school_year)
       SELECT ${idSql('term', 'c.n')}, CONCAT('Term ', c.n), ELT(1 + c.n % 3, 'term', 'semester', 'schoolYear'), '2026-01-05', '2026-12-20',
              2025 + c.n % 2 ${ofCourses}`,
    );
    const each = (rows: number): string =>
      `FROM growth_numbers c JOIN growth_numbers k WHERE c.n < ${courses} AND k.n < ${rows} ORDER BY c.n, k.n`;
    const [course, section] = [idSql('course', 'c.n'), idSql('section', 'c.n')];
    const activity = idSql('activity', `(c.n * ${PAGES + 1} + k.n)`);
    const quiz = idSql('activity', `(c.n * ${PAGES + 1})`);
    await this.send(
      `INSERT INTO courses (visibility, org_id, academic_session_id, language, level, category, tags, id, code, title, time_zone,
          status, published_version, start_date, created_by, published_at, created_at, updated_at)
       SELECT ELT(1 + c.n % 5, 'public', 'public', 'signed_in', 'members', 'signed_in'), ${idSql('school', '(c.n % 7)')},
              ${idSql('term', '(c.n % 5)')}, ELT(1 + c.n % 3, 'en', 'en', 'nb'), ELT(1 + c.n % 2, 'introductory', 'advanced'),
              IF(c.n % 4 = 0, 'Mathematics', CONCAT('Category ', c.n % 50)), '["Exam"]', ${course}, CONCAT('C-', c.n), CONCAT('Measuring and counting ', c.n), 'Europe/London',
              CASE c.n % 10 WHEN 8 THEN 'draft' WHEN 9 THEN 'archived' ELSE 'published' END, 1, '2026-01-05',
              ${idSql('user', String(PEOPLE.instructor))}, ${THEN}, ${STAMPS} ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO course_tags (course_id, form, label) SELECT id, 'exam', 'Exam' FROM courses`,
    );
    await this.send(
      `INSERT INTO sections (id, course_id, title, position, created_at, updated_at)
       SELECT ${section}, ${course}, 'Week 1', 1, ${STAMPS} ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO activities (id, course_id, section_id, position, type, title, created_at, updated_at)
       SELECT ${activity}, ${course}, ${section}, k.n + 1, ELT(k.n + 1, 'quiz', 'page', 'video', 'page'), CONCAT('Activity ', k.n), ${STAMPS}
       ${each(PAGES + 1)}`,
    );
    // What is published is read as one row, whatever is in it; a video is looked for there.
    await this.send(
      `INSERT INTO course_versions (id, course_id, number, cause, published_at, digest, outline)
       SELECT ${idSql('courseVersion', 'c.n')}, ${course}, 1, 'course', ${THEN}, UNHEX(SHA2(c.n, 256)), ${OUTLINE}
       ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO activity_bodies (activity_id, digest)
       SELECT ${activity}, UNHEX(SHA2('', 256)) ${each(PAGES + 1)}`,
    );
    await this.send(
      `INSERT INTO published_activities
         (activity_id, course_id, section_id, place, type, title, version, digest, updated_at)
       SELECT ${activity}, ${course}, ${section}, k.n + 1, ELT(k.n + 1, 'quiz', 'page', 'video', 'page'), CONCAT('Activity ', k.n), 1,
              UNHEX(SHA2('', 256)), ${THEN} ${each(PAGES + 1)}`,
    );
    // A picture on the first page of each course.
    const file = idSql('file', 'c.n');
    await this.send(
      `INSERT INTO file_contents (id, sha256, bytes, media_type, stored_at)
       SELECT ${file}, UNHEX(SHA2(c.n, 256)), 1000, 'image/png', ${THEN} ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO files (id, content_id, name, purpose, bytes, uploaded_by, uploaded_at, look_at)
       SELECT ${file}, ${file}, 'picture.png', 'activity', 1000, ${idSql('user', String(PEOPLE.instructor))}, ${STAMPS} ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO activity_files (activity_id, file_id, is_published, is_shown)
       SELECT ${idSql('activity', `(c.n * ${PAGES + 1} + 1)`)}, ${file}, 1, 1 ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO quizzes (activity_id, course_id, grading, shuffle_questions, feedback, points_possible, created_at, updated_at)
       SELECT ${quiz}, ${course}, 'highest', 0, 'after_submission', ${QUESTIONS}, ${STAMPS} ${ofCourses}`,
    );
    await this.send(
      `INSERT INTO question_banks (id, course_id, created_at) SELECT ${course}, ${course}, ${THEN} ${ofCourses}`,
    );
    const folder = idSql('folder', 'c.n');
    await this.send(
      `INSERT INTO question_folders (id, bank_id, title, created_at, updated_at) SELECT ${folder}, ${course}, 'All', ${STAMPS} ${ofCourses}`,
    );
    const question = idSql('question', `(c.n * ${QUESTIONS} + k.n)`);
    await this.send(
      `INSERT INTO questions (id, bank_id, latest_version_id, edits, activity_id, position, type, prompt, prompt_html, points, definition, folder_id, tags, created_at, updated_at)
       SELECT ${question}, ${course}, ${question}, 1, ${quiz}, k.n + 1, 'true_false', 'Is it?', '<p>Is it?</p>', 1,
              '{"type":"true_false","key":true}', ${folder}, '["Exam"]', ${STAMPS} ${each(QUESTIONS)}`,
    );
    await this.send(
      `INSERT INTO question_tags (question_id, form, bank_id, label) SELECT id, 'exam', bank_id, 'Exam' FROM questions`,
    );
    await this.send(
      `INSERT INTO question_versions (id, question_id, number, type, prompt, prompt_html, content, key_revision_id, created_at)
       SELECT id, id, 1, type, prompt, prompt_html, '{"type":"true_false"}', id, created_at FROM questions`,
    );
    await this.send(
      `INSERT INTO key_revisions (id, version_id, number, answer_key, points, created_at)
       SELECT id, id, 1, '{"key":true}', points, created_at FROM questions`,
    );
    await this.send(
      `INSERT INTO quiz_slots (id, activity_id, position, kind, question_id)
       SELECT id, activity_id, position, 'question', id FROM questions`,
    );
    await this.send(
      `INSERT INTO line_items (id, course_id, activity_id, title, due_at, result_value_max, created_at, updated_at)
       SELECT ${idSql('lineItem', `(c.n * ${LINE_ITEMS} + k.n)`)}, ${course}, IF(k.n = 0, ${quiz}, NULL),
              CONCAT('Assignment ', k.n), IF(k.n = 1, '2026-06-01', NULL), 10, ${STAMPS} ${each(LINE_ITEMS)}`,
    );
    await this.send(
      `INSERT INTO grading_periods (id, course_id, title, start_date, end_date)
       SELECT ${idSql('gradingPeriod', 'c.n')}, ${course}, 'All year', '2026-01-05', '2026-12-20' ${ofCourses}`,
    );
    this.say(`${courses} courses`);
  }

  /**
   * The learner who calls is the first of the first courses, and the instructor who calls is in all of these; the
   * other learners are spread over the school.
   */
  private async enrollments(): Promise<void> {
    const { people, courses, learners, largeCourse, ownCourses } = this.size;
    const others = people - STAFF - 1;
    const person = `IF(k.n = 0 AND c.n < ${ownCourses}, ${PEOPLE.learner}, ${STAFF + 1} + (c.n * 97 + k.n) % ${others})`;
    await this.enroll(
      person,
      'learner',
      'k.n',
      `c.n < ${courses} AND k.n < ${Math.max(learners, largeCourse, SAME_COURSE)} AND k.n < CASE c.n WHEN 0 THEN ${SAME_COURSE} WHEN 1 THEN ${largeCourse} ELSE ${learners} END`,
    );
    const last = String(PER_COURSE - 1);
    await this.enroll(String(PEOPLE.instructor), 'instructor', last, `c.n < ${ownCourses} AND k.n = 0`);
    this.say('enrollments');
  }

  private enroll(person: string, role: string, place: string, which: string): Promise<void> {
    return this.send(
      `INSERT INTO enrollments (id, course_id, user_id, role, family_name, given_name, begin_date, created_at, updated_at)
       SELECT ${idSql('enrollment', `(w.course * ${PER_COURSE} + w.place)`)}, ${idSql('course', 'w.course')}, u.id, '${role}',
              u.family_name, u.given_name, '2026-01-05', ${STAMPS}
       FROM (SELECT c.n AS course, ${place} AS place, ${person} AS person
             FROM growth_numbers c JOIN growth_numbers k WHERE ${which}) w
       STRAIGHT_JOIN users u ON u.id = ${idSql('user', 'w.person')} ORDER BY w.course, w.place`,
    );
  }

  /** For each learner five results, one completed page, and two or three attempts at the quiz. */
  private async gradebook(): Promise<void> {
    const learners = `FROM enrollments e JOIN growth_numbers k WHERE e.role = 'learner'`;
    await this.send(
      `INSERT INTO results (id, line_item_id, user_id, score, score_status, score_date, source, updated_at)
       SELECT ${idSql('result', `(${NUMBER} * 8 + k.n)`)}, ${idSql('lineItem', `(${COURSE} * ${LINE_ITEMS} + k.n)`)}, e.user_id,
              ${NUMBER} * 7 % 11, 'fully graded', '2026-02-01', 'instructor', ${THEN}
       ${learners} AND k.n < ${LINE_ITEMS} ORDER BY e.id, k.n`,
    );
    this.say('results');
    await this.send(
      `INSERT INTO attempts (id, activity_id, course_id, user_id, number, seed, started_at, submitted_at, score, max_score)
       SELECT ${idSql('attempt', `(${NUMBER} * 4 + k.n)`)}, ${idSql('activity', `(${COURSE} * ${PAGES + 1})`)}, e.course_id,
              e.user_id, k.n + 1, 1, ${STAMPS}, 1, ${QUESTIONS}
       ${learners} AND k.n < 3 AND k.n < 2 + ${NUMBER} % 2 ORDER BY e.id, k.n`,
    );
    this.say('attempts');
    await this.send(
      `INSERT INTO activity_completions (user_id, activity_id, course_id, completed_at, cause)
       SELECT e.user_id, ${idSql('activity', `(${COURSE} * ${PAGES + 1} + 1)`)}, e.course_id, ${THEN}, 'manual'
       FROM enrollments e WHERE e.role = 'learner' ORDER BY e.user_id, e.course_id`,
    );
    await this.send(
      `INSERT INTO activity_uses (course_id, user_id, activity_id, first_viewed_at, last_viewed_at, visits, covered,
         covered_seconds, plays, position_ms, position_at, last_watched_at)
       SELECT e.course_id, e.user_id, ${idSql('activity', `(${COURSE} * ${PAGES + 1} + 2)`)}, ${THEN}, ${THEN}, 1, UNHEX('FF'), 8,
              UNHEX('0101'), 8000, ${THEN}, ${THEN}
       FROM enrollments e WHERE e.role = 'learner' ORDER BY e.course_id, e.user_id`,
    );
    await this.send(
      `INSERT INTO attempt_questions (attempt_id, question_id, position, points_awarded, correct)
       SELECT ${idSql('attempt', `(4 * ${PER_COURSE} * c.n)`)}, ${idSql('question', `(c.n * ${QUESTIONS} + k.n)`)}, k.n + 1,
              1, 1
       FROM growth_numbers c JOIN growth_numbers k WHERE c.n < 2 AND k.n < ${QUESTIONS}`,
    );
    await this.send(
      `INSERT INTO answer_entries (attempt_id, question_id, sequence, response, standing, saved_at)
       SELECT attempt_id, question_id, 1, 'true', 'on_time', ${THEN} FROM attempt_questions`,
    );
  }

  /** In the first two courses everybody has an exception in the quiz; that of the learner who calls has a history. */
  private async exceptions(): Promise<void> {
    await this.send(
      `INSERT INTO quiz_exceptions (id, activity_id, course_id, user_id, granted, max_attempts, password_waived, reason,
                                    version, created_at, updated_at)
       SELECT ${idSql('exception', NUMBER)}, ${idSql('activity', `(${COURSE} * ${PAGES + 1})`)}, e.course_id, e.user_id,
              'maxAttempts', 9, 0, 'Needed', 1, ${STAMPS}
       FROM enrollments e WHERE e.role = 'learner' AND e.course_id IN (${idSql('course', '0')}, ${idSql('course', '1')})
       ORDER BY e.id`,
    );
    for (const [course, steps] of [SAME_COURSE, this.size.entries].entries())
      await this.send(
        `INSERT INTO quiz_exception_changes (id, activity_id, user_id, after_state, changed_by, changed_at)
         SELECT ${idSql('change', `(n + ${(course + 4) * 1_000_000})`)}, ${idSql('activity', String(course * (PAGES + 1)))},
                ${idSql('user', String(PEOPLE.learner))}, '{"maxAttempts":9,"passwordWaived":false,"reason":"Needed"}',
                ${idSql('user', String(PEOPLE.instructor))}, ${THEN} FROM growth_numbers WHERE n < ${steps}`,
      );
  }

  /** Sessions and operations of the administrator, and the history of one result in each of the two courses. */
  private async longLists(): Promise<void> {
    const { entries } = this.size;
    const administrator = idSql('user', String(PEOPLE.administrator));
    const some = `FROM growth_numbers WHERE n < ${entries}`;
    await this.session('(n + 1000)', `n < ${entries}`, administrator);
    const operation = idSql('operation', '0');
    await this.send(
      `INSERT INTO operations (id, kind, status, subject, requested_by, dry_run, confirmed, input, summary, issue_count,
                               created_at, finished_at, heartbeat_at)
       SELECT ${idSql('operation', 'n')}, 'roster_import', 'succeeded', 'school.zip', ${administrator}, 0, 0, '{}', '[]',
              IF(n = 0, ${entries}, 0), ${STAMPS}, ${THEN} ${some}`,
    );
    await this.send(
      `INSERT INTO operation_issues (operation_id, seq, severity, code, message)
       SELECT ${operation}, n + 1, 'warning', 'x', 'x' ${some}`,
    );
    await this.send(
      `INSERT INTO operation_changes (operation_id, seq, part, row_id, action, after_state)
       SELECT ${operation}, n + 1, 'users.csv', ${idSql('user', 'n')}, 'added', '{}' ${some}`,
    );
    await this.send(
      `INSERT INTO scheduled_publications (course_id, state, publish_at, scheduled_by, scheduled_at)
       SELECT c.id, 'waiting', '2040-01-09', ${idSql('user', String(PEOPLE.instructor))}, ${THEN} FROM courses c`,
    );
    await this.send(
      `INSERT INTO surveys (activity_id, course_id, updated_at)
       SELECT a.id, a.course_id, ${THEN} FROM activities a WHERE a.type = 'page' AND a.position = 2`,
    );
    await this.send(
      `INSERT INTO live_sessions (activity_id, course_id, starts_at, ends_at, updated_at)
       SELECT a.id, a.course_id, ${THEN}, ADDTIME(${THEN}, '01:00:00'), ${THEN} FROM activities a
       WHERE a.type = 'page' AND a.position = 2`,
    );
    for (const [course, steps] of [SAME_COURSE, entries].entries())
      await this.send(
        `INSERT INTO live_session_changes (id, activity_id, field, cause, changed_at)
         SELECT ${idSql('change', `(n + ${course * 1_000_000})`)}, ${idSql('activity', `${course * (PAGES + 1) + 1}`)},
                'location', 'settings', ${THEN} FROM growth_numbers WHERE n < ${steps}`,
      );
    for (const [course, steps] of [SAME_COURSE, entries].entries())
      await this.send(
        `INSERT INTO announcements (id, course_id, title, body, body_html, publishes_at, created_by, created_at, updated_at)
         SELECT ${idSql('announcement', `(n + ${course * 1_000_000})`)}, ${idSql('course', String(course))}, 'News', 'News', '<p>News</p>',
                IF(n % 3 = 0, NULL, ${THEN}), ${idSql('user', String(PEOPLE.instructor))}, ${STAMPS}
         FROM growth_numbers WHERE n < ${steps}`,
      );
    await this.fillGroups(entries);
    await this.fillTags(entries);
    await this.fillRequests(entries);
    await this.fillKeys(entries);
    await this.fillInvitations(entries);
    await this.send(
      `INSERT INTO calendar_feeds (id, user_id, name, token_hash, created_at)
       SELECT ${idSql('session', '(n + 5000000)')}, ${idSql('user', String(PEOPLE.learner))}, 'Program', UNHEX(SHA2(n, 256)), ${THEN} ${some}`,
    );
    for (const [course, steps] of [SAME_COURSE, entries].entries())
      await this.send(
        `INSERT INTO result_changes (id, result_id, cause, applied, new_score, new_score_status, changed_at)
         SELECT ${idSql('change', `(n + ${course * 1_000_000})`)}, ${idSql('result', String(course * PER_COURSE * 8 + 1))},
                'instructor', 1, 5, 'fully graded', ${THEN} FROM growth_numbers WHERE n < ${steps}`,
      );
  }

  /** Sets of the first two courses; the first set of each has the groups, and the first group the learners. */
  private async fillGroups(entries: number): Promise<void> {
    for (const [course, steps] of [SAME_COURSE, entries].entries()) {
      const first = course * 1_000_000;
      const numbers = `FROM growth_numbers WHERE n < ${steps}`;
      await this.send(
        `INSERT INTO group_sets (id, course_id, title, joining, visibility, created_at, updated_at)
         SELECT ${idSql('groupSet', `(n + ${first})`)}, ${idSql('course', String(course))}, CONCAT('Set ', n), 'by_self',
                'all', ${STAMPS} ${numbers}`,
      );
      await this.send(
        `INSERT INTO course_groups (id, set_id, title, created_at, updated_at)
         SELECT ${idSql('group', `(n + ${first})`)}, ${idSql('groupSet', String(first))}, CONCAT('Group ', n), ${STAMPS} ${numbers}`,
      );
      await this.send(
        `INSERT INTO group_memberships (id, set_id, group_id, user_id, is_standing, joined_at)
         SELECT ${idSql('membership', `(n + ${first})`)}, ${idSql('groupSet', String(first))}, ${idSql('group', String(first))},
                e.user_id, 1, ${THEN}
         FROM (SELECT e.user_id, ROW_NUMBER() OVER (ORDER BY e.id) AS n FROM enrollments e
               WHERE e.course_id = ${idSql('course', String(course))} AND e.role = 'learner') e WHERE e.n < ${steps}`,
      );
    }
  }

  /** Tags of the first two courses; all learners have the first of each. */
  private async fillTags(entries: number): Promise<void> {
    for (const [course, steps] of [SAME_COURSE, entries].entries()) {
      const first = course * 1_000_000;
      await this.send(
        `INSERT INTO learner_tags (id, course_id, title, created_at, updated_at)
         SELECT ${idSql('learnerTag', `(n + ${first})`)}, ${idSql('course', String(course))}, CONCAT('Tag ', n), ${STAMPS}
         FROM growth_numbers WHERE n < ${steps}`,
      );
      await this.send(
        `INSERT INTO tagged_learners (id, tag_id, user_id, tagged_at, tagged_by)
         SELECT ${idSql('taggedLearner', `(n + ${first})`)}, ${idSql('learnerTag', String(first))}, e.user_id, ${THEN},
                ${idSql('user', String(PEOPLE.instructor))}
         FROM (SELECT e.user_id, ROW_NUMBER() OVER (ORDER BY e.id) AS n FROM enrollments e
               WHERE e.course_id = ${idSql('course', String(course))} AND e.role = 'learner') e`,
      );
      await this.send(
        `INSERT INTO label_accommodations (id, course_id, label_kind, label_id, time_factor, minutes_added, extra_attempts,
           days_added, rest_break_minutes, presentation, reason, approved_by, valid_from, created_at, updated_at)
         SELECT ${idSql('labelAccommodation', `(n + ${first})`)}, ${idSql('course', String(course))}, 'tag',
                ${idSql('learnerTag', `(n + ${first})`)}, 1.5, 0, 0, 0, 0, '[]', 'Needed',
                ${idSql('user', String(PEOPLE.administrator))}, ${THEN}, ${STAMPS}
         FROM growth_numbers WHERE n < ${Math.min(steps, MOST_OF_A_COURSE)}`,
      );
    }
    await this.send(
      `INSERT INTO accommodation_changes (id, accommodation_id, kind, after_state, changed_by, changed_at)
       SELECT ${idSql('change', '(n + 3000000)')}, ${idSql('labelAccommodation', '0')}, 'created',
              '{"validFrom":"2026-01-01T00:00:00.000Z","validUntil":null}',
              ${idSql('user', String(PEOPLE.administrator))}, ${THEN} FROM growth_numbers WHERE n < ${entries}`,
    );
  }

  /** People who wait for a seat in the first two courses, and requests of the caller in many others. */
  private async fillRequests(entries: number): Promise<void> {
    const into = `INSERT INTO enrollment_requests (id, course_id, user_id, place, state, open_marker, asked_at)`;
    for (const [course, steps] of [SAME_COURSE, entries].entries())
      await this.send(
        `${into} SELECT ${idSql('enrollmentRequest', `(n + ${course * 1_000_000})`)}, ${idSql('course', String(course))},
                ${idSql('user', String(PEOPLE.instructor))}, n + 1, 'waitlisted', NULL, ${THEN}
         FROM growth_numbers WHERE n < ${steps}`,
      );
    await this.send(
      `${into} SELECT ${idSql('enrollmentRequest', '(n + 5000000)')}, ${idSql('course', '0')},
              ${idSql('user', String(PEOPLE.learner))}, n + 2000000, 'rejected', NULL, ${THEN}
       FROM growth_numbers WHERE n < ${entries}`,
    );
  }

  private async fillKeys(entries: number): Promise<void> {
    for (const [course, steps] of [SAME_COURSE, entries].entries())
      await this.send(
        `INSERT INTO course_keys (id, course_id, label, key_text, created_by, created_at)
         SELECT ${idSql('enrollmentKey', `(n + ${course * 1_000_000})`)}, ${idSql('course', String(course))}, 'Lecture',
                CONCAT('key number ', n), ${idSql('user', String(PEOPLE.instructor))}, ${THEN}
         FROM growth_numbers WHERE n < ${steps}`,
      );
  }

  /** Into the first two courses, and of the caller into another one. */
  private async fillInvitations(entries: number): Promise<void> {
    const into = `INSERT INTO enrollment_invitations (id, course_id, role, user_id, email, state, expires_at, invited_by, invited_at)`;
    const by = `${idSql('user', String(PEOPLE.instructor))}, ${THEN}`;
    for (const [course, steps] of [SAME_COURSE, entries].entries())
      await this.send(
        `${into} SELECT ${idSql('enrollmentInvitation', `(n + ${course * 1_000_000})`)}, ${idSql('course', String(course))},
                'learner', NULL, CONCAT('newcomer', n, '@school.example'), IF(n % 2 = 0, 'pending', 'declined'),
                '2040-01-01', ${by} FROM growth_numbers WHERE n < ${steps}`,
      );
    await this.send(
      `${into} SELECT ${idSql('enrollmentInvitation', '(n + 5000000)')}, ${idSql('course', '0')}, 'learner',
              ${idSql('user', String(PEOPLE.learner))}, NULL, 'declined', '2040-01-01', ${by}
       FROM growth_numbers WHERE n < ${entries}`,
    );
  }

  private async send(sql: string): Promise<void> {
    await this.connection.query(sql);
  }
}
