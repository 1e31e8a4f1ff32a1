import { newId, toBinary } from '../../../src/shared/database/ids';
import type { Caller, TestApp } from '../../support/test-app';
import { Classroom, FIVE_QUESTIONS } from '../assessments/classroom';

/** Who tries each route, from the least to the most powerful. */
export const ACTORS = [
  'nobody', // no token
  'visitor', // a learner who is not enrolled in the course
  'learner', // an enrolled learner: the attempt, the result and the enrollment are theirs
  'classmate', // another enrolled learner
  'assistant',
  'stranger', // an instructor, of another course
  'instructor',
  'administrator',
] as const;
export type Actor = (typeof ACTORS)[number];

/** A published course with one of everything that a path may name. */
export interface World {
  actors: Record<Actor, Caller>;
  /** An instructor of the course whose account was made a learner's since. */
  demoted: Caller;
  /** Values of the path parameters, by name. */
  ids: Record<string, string>;
}

export async function createWorld(app: TestApp): Promise<World> {
  const room = await Classroom.open(app, {
    questions: FIVE_QUESTIONS.slice(0, 1),
    settings: { maxAttempts: null },
  });
  const learner = await room.learner();
  const enrollments = (await room.instructor.get(`/v1/courses/${room.courseId}/enrollments?role=learner`))
    .body;
  const attempt = await room.start(learner);
  const lineItem = await room.instructor.post(`/v1/courses/${room.courseId}/line-items`, {
    title: 'Essay',
    resultValueMax: '10',
  });
  const page = await room.instructor.post(`/v1/sections/${room.sectionId}/activities`, {
    type: 'page',
    title: 'Read me',
  });
  await room.instructor.put(`/v1/line-items/${lineItem.body.id}/results/${learner.id}`, { score: '7.5' });
  return {
    actors: {
      nobody: app.anyone,
      visitor: await app.person('learner'),
      learner,
      classmate: await room.learner(),
      assistant: await room.enroll(await app.person('instructor'), 'assistant'),
      stranger: await app.person('instructor'),
      instructor: room.instructor,
      administrator: await app.person('administrator'),
    },
    demoted: await room.enroll(await app.person('learner'), 'instructor'),
    ids: {
      courseId: room.courseId,
      sectionId: room.sectionId,
      activityId: room.quizId,
      pageId: page.body.id,
      questionId: room.questionIds[0]!,
      attemptId: attempt.body.id,
      lineItemId: lineItem.body.id,
      enrollmentId: enrollments.data[0].id,
      userId: learner.id,
      sessionId: newId(),
      operationId: await finishedOperation(app, room.instructor),
    },
  };
}

/** An operation that the instructor asked for, over and done. */
async function finishedOperation(app: TestApp, requester: Caller): Promise<string> {
  const id = newId();
  const now = app.clock.now();
  await app.database.run(
    `INSERT INTO operations (id, kind, status, subject, requested_by, dry_run, confirmed, input, summary, created_at, finished_at, heartbeat_at)
     VALUES (?, 'roster_import', 'succeeded', 'school.zip', ?, 0, 0, '{}', '[]', ?, ?, ?)`,
    [toBinary(id), toBinary(requester.id), now, now, now],
  );
  return id;
}
