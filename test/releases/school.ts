import type { Connection } from 'mysql2/promise';
import { fromBinary, toBinary } from '../../src/shared/database/ids';
import { Classroom, RIGHT_RESPONSES } from '../support/classroom';
import { RosterRoom } from '../integration/rostering/roster-room';
import { expectStatus } from '../support/course-room';
import { receiveMail } from '../support/mailbox';
import { buildBundle } from '../support/oneroster-bundle';
import { smallBundle, smallSchool } from '../support/small-school';
import type { Caller, TestApp } from '../support/test-app';
import { countsOf } from './sql-dump';

/** Who asks, and what about: the ids that the addresses of questions are made of. */
export interface ReleaseSchool {
  /** The user's id by the role they play in the school. */
  people: Record<'administrator' | 'instructor' | 'learner' | 'classmate', string>;
  /** Values of the path parameters in openapi.json, by name. */
  ids: Record<string, string>;
  /** The instant at which all of it has happened. */
  now: string;
}

/**
 * A small school with rows in every table: imported from OneRoster, and a course with a quiz that was written and taken
 * through the API.
 */
export async function makeSchool(app: TestApp, connection: Connection): Promise<ReleaseSchool> {
  const administrator = await importSchool(app);
  app.clock.set('2026-01-12T09:00:00.000Z');
  const room = await Classroom.open(app, { settings: { maxAttempts: 2, feedback: 'after_submission' } });
  const [learner, classmate] = [await room.learner(), await room.learner()];
  const pageId = await studyMaterial(room);
  await takeQuiz(app, room, learner, classmate);
  expectStatus(await learner.put(`/v1/activities/${pageId}/completion`), 204);
  const lineItemId = await gradeEssay(room, learner, classmate);
  await signIn(app);
  const { body: attempts } = await learner.get(`/v1/quizzes/${room.quizId}/attempts`);
  const { body: enrollments } = await room.instructor.get(`/v1/courses/${room.courseId}/enrollments`);
  const { body: operations } = await administrator.get('/v1/operations');
  await fillWhatIsEmpty(connection);
  return {
    people: {
      administrator: administrator.id,
      instructor: room.instructor.id,
      learner: learner.id,
      classmate: classmate.id,
    },
    ids: {
      courseId: room.courseId,
      sectionId: room.sectionId,
      activityId: room.quizId,
      pageId,
      lineItemId,
      attemptId: attempts.data[0].id,
      enrollmentId: enrollments.data[0].id,
      operationId: operations.data[0].id,
      userId: learner.id,
      ...(await importedIds(app)),
    },
    now: app.clock.now().toISOString(),
  };
}

/** The small school, then a night of changes with faults in it. */
async function importSchool(app: TestApp): Promise<Caller> {
  const room = await RosterRoom.open(app);
  await room.import(await smallBundle());
  const { users, enrollments, ...rest } = smallSchool();
  const faulty = { ...users[9], role: 'wizard' };
  const gone = enrollments.filter(({ userSourcedId }) => userSourcedId !== 's-bao');
  const path = await buildBundle({ ...rest, users: [...users.slice(0, 9), faulty], enrollments: gone });
  await room.import(path, { confirmed: true });
  // As if they had come in by the API.
  await app.database.run('UPDATE operations SET requested_by = ?', [toBinary(room.administrator.id)]);
  return room.administrator;
}

async function studyMaterial(room: Classroom): Promise<string> {
  const url = `/v1/sections/${room.sectionId}/activities`;
  const page = {
    type: 'page',
    title: 'Spread',
    content: '# Spread\n\nThe *interquartile* range, $x^2$, ünïcödé.',
  };
  const video = { type: 'video', title: 'A talk', videoUrl: 'https://video.example/talk?id=1' };
  expectStatus(await room.instructor.post(url, video), 201);
  return expectStatus(await room.instructor.post(url, page, { 'idempotency-key': 'a-page' }), 201)
    .id as string;
}

async function takeQuiz(app: TestApp, room: Classroom, learner: Caller, classmate: Caller): Promise<void> {
  expectStatus(await room.attempt(learner, RIGHT_RESPONSES), 200);
  app.clock.advanceDays(1);
  expectStatus(await room.attempt(classmate, ['mean', ['mode'], false, '3', 'none']), 200);
  const { body } = await room.start(classmate);
  expectStatus(await room.save(classmate, body.id as string, 0, 'median'), 200);
  app.clock.advanceDays(1);
}

async function gradeEssay(room: Classroom, learner: Caller, classmate: Caller): Promise<string> {
  const { instructor, courseId } = room;
  const essay = { title: 'Essay', resultValueMax: '10', dueAt: '2026-02-01T12:00:00Z' };
  const url = `/v1/courses/${courseId}/line-items`;
  const { id } = expectStatus(await instructor.post(url, essay), 201) as { id: string };
  expectStatus(await instructor.put(`/v1/line-items/${id}/results/${learner.id}`, { score: '6' }), 200);
  const better = { score: '7.25', comment: 'Better, after all.' };
  expectStatus(await instructor.put(`/v1/line-items/${id}/results/${learner.id}`, better), 200);
  expectStatus(await instructor.put(`/v1/line-items/${id}/results/${classmate.id}`, { score: '3' }), 200);
  return id;
}

async function importedIds(app: TestApp): Promise<Record<string, string>> {
  const idOf = async (table: string, sourcedId: string): Promise<string> => {
    const row = await app.database.row<{ id: Buffer }>(`SELECT id FROM ${table} WHERE sourced_id = ?`, [
      sourcedId,
    ]);
    return fromBinary(row!.id);
  };
  return {
    importedCourseId: await idOf('courses', 'BIO-A'),
    importedLineItemId: await idOf('line_items', 'bio-1'),
  };
}

/** Somebody with a password who has signed in, and asked for another one. */
async function signIn(app: TestApp): Promise<void> {
  const administrator = await app.person('administrator');
  const email = 'signed.in@school.example';
  const person = { username: 'signed.in', email, givenName: 'Sig', familyName: 'Ned', role: 'learner' };
  const password = 'a store of analytical engines';
  expectStatus(await administrator.post('/v1/users', { ...person, password }), 201);
  const { nest } = app;
  const response = await nest.inject({
    method: 'POST',
    url: '/v1/auth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: 'password', username: email, password }).toString(),
  });
  if (response.statusCode !== 200) throw new Error(response.payload);
  expectStatus(await app.anyone.post('/v1/password-resets', { email }), 202);
  await receiveMail(app);
}

/** The import's notes are gone once it has ended: a row of each kind stands for one that was killed. */
async function fillWhatIsEmpty(connection: Connection): Promise<void> {
  await connection.query(
    "INSERT IGNORE INTO roster_seen (kind, hash, line) VALUES (1, X'0102030405060708', 2)",
  );
  await connection.query(
    'INSERT IGNORE INTO roster_ends (kind, row_id, ended) SELECT 1, id, ? FROM users LIMIT 1',
    ['deleted'],
  );
  await connection.query(
    `INSERT IGNORE INTO roster_roles (id, sourced_id, user_sourced_id, role, role_type)
     SELECT id, CONCAT('role of ', sourced_id), sourced_id, 'student', 'primary' FROM users
     WHERE sourced_id IS NOT NULL LIMIT 1`,
  );
  await connection.query(
    "INSERT IGNORE INTO store_marks (name, marked_at) VALUES ('recorded', '2026-01-14')",
  );
  const empty = Object.entries(await countsOf(connection)).filter(([, rows]) => rows === 0);
  if (empty.length > 0)
    throw new Error(
      `The school has nothing in ${empty.map(([table]) => table).join(', ')}: add it to makeSchool.`,
    );
}
