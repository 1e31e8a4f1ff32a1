import type { Caller, World } from './world';

export type FlowKey = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'F';

/** How an operation reaches the server that is measured: `body` of an answer that had the expected status. */
export type Send = (
  expected: number,
  method: string,
  path: string,
  caller: Caller,
  body?: unknown,
) => Promise<Buffer>;

/** What a connection remembers from one operation of a flow to its next. */
export type Memory = Map<string, unknown>;

type Statement = readonly [sql: string, params: (world: World) => Buffer[]];

/** Something that people do all day, as a load. */
export interface Flow {
  key: FlowKey;
  title: string;
  /** Share of the floor's operations a second that the application is to reach. */
  goal: number;
  /** One operation, which is one request unless it says otherwise; `index` counts them within a turn. */
  operate: (send: Send, world: World, index: number, memory: Memory) => Promise<void>;
  /** Operations that the world has room for; no limit for those that may repeat. */
  limit?: (world: World) => number;
  /** Takes back what the flow wrote, so that every turn begins with the same store. */
  rewind?: readonly Statement[];
  /** What the flow leaves in the store, without ids and instants: must be the same after both servers. */
  traces?: readonly Statement[];
}

const READ_GOAL = 0.6;
const WRITE_GOAL = 0.5;
/** The page size of c is the issue's; F reads pages of the most that the API gives. */
const ROSTER_PAGE = 20;
const GRADEBOOK_PAGE = 100;

export const FLOWS: readonly Flow[] = [
  {
    key: 'a',
    title: 'who am I',
    goal: READ_GOAL,
    operate: async (send, world, index) => {
      await send(200, 'GET', '/v1/me', learner(world, index));
    },
  },
  {
    key: 'b',
    title: 'course outline',
    goal: READ_GOAL,
    operate: async (send, world, index) => {
      await send(200, 'GET', `/v1/courses/${world.courseId}/outline`, learner(world, index));
    },
  },
  {
    key: 'c',
    title: 'roster page of 20',
    goal: READ_GOAL,
    operate: (send, world, index, memory) =>
      nextPage(send, `/v1/courses/${world.courseId}/enrollments?limit=${ROSTER_PAGE}`, memory, () =>
        instructor(world, index),
      ),
  },
  {
    key: 'd',
    title: 'enroll a person',
    goal: WRITE_GOAL,
    limit: ({ outsiders }) => outsiders.length,
    operate: async (send, world, index) => {
      const { courseId, outsiders } = world;
      const body = { userId: outsiders[index], role: 'learner' };
      await send(201, 'POST', `/v1/courses/${courseId}/enrollments`, instructor(world, index), body);
    },
    rewind: [["DELETE FROM enrollments WHERE course_id = ? AND begin_date > '2020-12-31'", course]],
    traces: [
      [
        `SELECT user_id, sourced_id, role, begin_date, end_date, created_at = updated_at FROM enrollments
         WHERE course_id = ? AND begin_date > '2020-12-31' ORDER BY user_id`,
        course,
      ],
    ],
  },
  {
    key: 'e',
    title: 'take a quiz (3 requests)',
    goal: WRITE_GOAL,
    operate: takeQuiz,
    rewind: [
      [
        'DELETE h FROM result_changes h JOIN results r ON r.id = h.result_id WHERE r.line_item_id = ?',
        quizLineItem,
      ],
      ['DELETE FROM results WHERE line_item_id = ?', quizLineItem],
      ['DELETE e FROM answer_entries e JOIN attempts t ON t.id = e.attempt_id WHERE t.activity_id = ?', quiz],
      [
        'DELETE a FROM attempt_questions a JOIN attempts t ON t.id = a.attempt_id WHERE t.activity_id = ?',
        quiz,
      ],
      ['DELETE FROM attempts WHERE activity_id = ?', quiz],
      ['DELETE FROM activity_completions WHERE activity_id = ?', quiz],
      ['DELETE FROM stored_totals WHERE course_id = ?', course],
      ['INSERT INTO stored_totals SELECT * FROM bench_stored_totals WHERE course_id = ?', course],
    ],
    traces: [
      [
        `SELECT user_id, scope_kind, scope_id, structure_version, revision, holds_until, posted_current, posted_final,
                current_of_all, final_of_all, sort_key FROM stored_totals
         WHERE course_id = ? ORDER BY user_id, scope_kind, scope_id`,
        course,
      ],
      [
        `SELECT user_id, number, open_marker, ended_at = submitted_at, end_reason, score, max_score,
                TIMESTAMPDIFF(MICROSECOND, started_at, ends_at), hand_in_by = ends_at, ends_because,
                JSON_REMOVE(terms, '$.since') AS terms
         FROM attempts WHERE activity_id = ? ORDER BY user_id, number`,
        quiz,
      ],
      [
        `SELECT t.user_id, t.number, a.question_id, a.position, a.version_id, a.option_order, a.key_revision_id,
                a.points_awarded, a.correct
         FROM attempts t JOIN attempt_questions a ON a.attempt_id = t.id WHERE t.activity_id = ?
         ORDER BY t.user_id, t.number, a.position`,
        quiz,
      ],
      [
        `SELECT t.user_id, t.number, e.question_id, e.sequence, e.response, e.standing, e.idempotency_key, e.written_at
         FROM attempts t JOIN answer_entries e ON e.attempt_id = t.id WHERE t.activity_id = ?
         ORDER BY t.user_id, t.number, e.question_id, e.sequence`,
        quiz,
      ],
      [
        `SELECT r.user_id, r.score, r.score_status, r.score_date, r.submitted_at = t.submitted_at, r.comment, r.source,
                t.number, r.recorded_by,
                r.deleted_at, r.version
         FROM results r JOIN attempts t ON t.id = r.attempt_id WHERE r.line_item_id = ? ORDER BY r.user_id`,
        quizLineItem,
      ],
      [
        `SELECT h.cause, h.applied, h.old_score, h.old_score_status, h.new_score, h.new_score_status, h.comment,
                h.changed_by
         FROM result_changes h JOIN results r ON r.id = h.result_id WHERE r.line_item_id = ?
         ORDER BY r.user_id, h.id`,
        quizLineItem,
      ],
      ['SELECT user_id, cause FROM activity_completions WHERE activity_id = ? ORDER BY user_id', quiz],
    ],
  },
  {
    key: 'f',
    title: "one learner's grades",
    goal: READ_GOAL,
    operate: async (send, world, index) => {
      await send(200, 'GET', `/v1/courses/${world.courseId}/grades/me`, learner(world, index));
    },
  },
  {
    key: 'g',
    title: 'mark an activity done',
    goal: WRITE_GOAL,
    limit: ({ learners, openActivities }) => learners.length * openActivities.length,
    operate: async (send, world, index) => {
      const { learners, openActivities } = world;
      const activity = openActivities[Math.floor(index / learners.length) % openActivities.length];
      await send(204, 'PUT', `/v1/activities/${activity}/completion`, learner(world, index));
    },
    rewind: [
      ["DELETE FROM activity_completions WHERE course_id = ? AND completed_at > '2021-01-01'", course],
    ],
    traces: [
      [
        `SELECT user_id, activity_id, cause FROM activity_completions
         WHERE course_id = ? AND completed_at > '2021-01-01' ORDER BY user_id, activity_id`,
        course,
      ],
    ],
  },
  {
    key: 'F',
    title: 'gradebook, page by page',
    goal: READ_GOAL,
    operate: (send, world, index, memory) =>
      nextPage(send, `/v1/courses/${world.courseId}/gradebook?limit=${GRADEBOOK_PAGE}`, memory, () =>
        instructor(world, index),
      ),
  },
];

export function flowOf(key: string): Flow {
  const flow = FLOWS.find((candidate) => candidate.key === key);
  if (!flow)
    throw new RangeError(`There is no flow ${key}; there are ${FLOWS.map((each) => each.key).join(', ')}, i`);
  return flow;
}

/** Walks a list page by page, from its beginning again after the end. A cursor is for the reader who got it. */
async function nextPage(send: Send, list: string, memory: Memory, newReader: () => Caller): Promise<void> {
  // Of each list: a connection of the mix walks several.
  const walk = memory.get(list) as { reader: Caller; cursor: string } | undefined;
  const reader = walk?.reader ?? newReader();
  const body = await send(200, 'GET', walk === undefined ? list : `${list}&cursor=${walk.cursor}`, reader);
  const cursor = /"next":(?:"([^"]+)"|null)/.exec(body.subarray(-600).toString('latin1'))?.[1];
  if (cursor === undefined) memory.delete(list);
  else memory.set(list, { reader, cursor });
}

/** Starts an attempt, saves one answer, and submits with the other nine: graded, in the gradebook, and progress made. */
async function takeQuiz(send: Send, world: World, index: number): Promise<void> {
  const { quizId, questions } = world;
  const caller = learner(world, index);
  const started = await send(201, 'POST', `/v1/quizzes/${quizId}/attempts`, caller);
  const { id } = JSON.parse(started.toString()) as { id: string };
  const [first, ...others] = questions.map(({ id: questionId, right, wrong }, place) => ({
    questionId,
    // Later attempts get other questions right, so that grades change.
    response: (index + place + Math.floor(index / world.learners.length)) % 4 === 0 ? wrong : right,
  }));
  const saved = `/v1/attempts/${id}/answers/${first?.questionId}`;
  await send(200, 'PUT', saved, caller, { response: first?.response });
  const answers = Object.fromEntries(others.map(({ questionId, response }) => [questionId, response]));
  await send(200, 'PUT', `/v1/attempts/${id}/submission`, caller, { answers });
}

/** Neighboring operations come from people far apart, as in life; the step is prime to the number of learners. */
function learner({ learners }: World, index: number): Caller {
  return learners[(index * 7919) % learners.length] as Caller;
}

function instructor({ staff }: World, index: number): Caller {
  return staff[index % staff.length] as Caller;
}

function course({ courseId }: World): Buffer[] {
  return [idBytes(courseId)];
}

function quiz({ quizId }: World): Buffer[] {
  return [idBytes(quizId)];
}

function quizLineItem({ quizLineItemId }: World): Buffer[] {
  return [idBytes(quizLineItemId)];
}

export function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
