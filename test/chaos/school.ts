import { createConnection } from 'mysql2/promise';
import { Random } from '../../src/demo/content/random';
import { MIGRATIONS } from '../../src/migrations';
import { connectionOptions } from '../../src/shared/database/data-source';
import { migrate } from '../../src/shared/database/migrate';
import { DataMaker } from '../bench/data-maker';
import { idBytes } from '../bench/flows';
import type { Caller, World } from '../bench/world';
import { type Balancer, Client } from './client';
import type { ChaosStore } from './store';
import { Tally } from './tally';

/** The school in which learners take the quiz. */
export interface School extends World {
  /** Approves accommodations. */
  approver: Caller;
  /** All in the course, of questions of its bank. */
  quizzes: ChaosQuiz[];
}

export interface ChaosQuiz {
  id: string;
  lineItemId: string;
  /** What passes it, in points: half of them, of one for each question. */
  passMark: number;
  /** It asks one question after another, without a way back. */
  isSequential: boolean;
}

/** So many questions of the quiz are drawn for each attempt, from one more than that. */
const DRAWN = 3;

export async function makeSchool(store: ChaosStore, seed: string): Promise<School> {
  await migrate(store.target, MIGRATIONS);
  const connection = await createConnection(connectionOptions(store.target));
  try {
    const world = await new DataMaker(connection, 1, seed, () => undefined).make();
    const approver = world.staff.at(-1) as Caller;
    await connection.query("UPDATE users SET role = 'administrator' WHERE id = ?", [idBytes(approver.id)]);
    const { quizId: id, quizLineItemId: lineItemId, questions } = world;
    const quizzes = [{ id, lineItemId, passMark: questions.length / 2, isSequential: false }];
    return { ...world, approver, quizzes };
  } finally {
    await connection.end();
  }
}

/** Adds a quiz of the same questions that asks one after another. */
export async function addSequentialQuiz(school: School, balancer: Balancer): Promise<School> {
  const { courseId, questions, quizzes } = school;
  const staff = new StaffDesk(school, balancer);
  try {
    const section = await staff.send('POST', `/v1/courses/${courseId}/sections`, {
      title: 'Without a way back',
    });
    const activity = { type: 'quiz', title: 'One question after another' };
    const { id } = await staff.send('POST', `/v1/sections/${section.id}/activities`, activity);
    await staff.send('PUT', `/v1/quizzes/${id}/slots`, {
      slots: questions.map((question) => ({ questionId: question.id })),
    });
    await staff.send('PATCH', `/v1/quizzes/${id}`, {
      ...{ navigation: 'sequential', shuffleQuestions: true, maxAttempts: null },
      ...{ passPercentage: '50', timeLimitSeconds: 7200, feedback: 'after_submission' },
    });
    const { data } = await staff.send('GET', `/v1/courses/${courseId}/line-items?limit=100`);
    const lineItemId = data?.find(({ activityId }) => activityId === id)?.id;
    if (lineItemId === undefined) throw new Error('The sequential quiz has no line item.');
    return {
      ...school,
      quizzes: [...quizzes, { id, lineItemId, passMark: questions.length / 2, isSequential: true }],
    };
  } finally {
    staff.close();
  }
}

/** Has the first quiz draw some of its questions in place of asking them all. */
export async function drawSome(school: School, balancer: Balancer): Promise<School> {
  const { questions } = school;
  const [quiz, ...others] = school.quizzes as [ChaosQuiz, ...ChaosQuiz[]];
  const fixed = questions.slice(0, -DRAWN - 1);
  const slots = [...fixed.map(({ id }) => ({ questionId: id })), { draw: { count: DRAWN, points: '1' } }];
  const staff = new StaffDesk(school, balancer);
  try {
    await staff.send('PUT', `/v1/quizzes/${quiz.id}/slots`, { slots });
  } finally {
    staff.close();
  }
  return { ...school, quizzes: [{ ...quiz, passMark: (fixed.length + DRAWN) / 2 }, ...others] };
}

/** Where the school is set up before learners come. */
class StaffDesk {
  private readonly client: Client;
  private readonly token: string;

  constructor({ staff }: School, balancer: Balancer) {
    this.client = new Client(balancer, new Tally(), new Random('school'));
    this.token = (staff[0] as Caller).token;
  }

  /** Throws an Error where the answer is no success. */
  async send(method: string, path: string, body?: unknown): Promise<SetUp> {
    const sent = { method, path, token: this.token, ...(body === undefined ? {} : { body }) };
    const { status, body: answer } = await this.client.deliver(sent);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer as SetUp;
  }

  close(): void {
    this.client.close();
  }
}

interface SetUp {
  id: string;
  data?: { id: string; activityId: string | null }[];
}
