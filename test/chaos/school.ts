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
  /** What passes the quiz, in points: half of them, of one for each question. */
  passMark: number;
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
    return { ...world, approver, passMark: world.questions.length / 2 };
  } finally {
    await connection.end();
  }
}

/** Has the quiz draw some of its questions in place of asking them all. */
export async function drawSome(school: School, balancer: Balancer): Promise<School> {
  const { quizId, questions, staff } = school;
  const fixed = questions.slice(0, -DRAWN - 1);
  const slots = [...fixed.map(({ id }) => ({ questionId: id })), { draw: { count: DRAWN, points: '1' } }];
  const client = new Client(balancer, new Tally(), new Random('draws'));
  const sent = { method: 'PUT', path: `/v1/quizzes/${quizId}/slots`, token: (staff[0] as Caller).token };
  const { status, body } = await client.deliver({ ...sent, body: { slots } });
  client.close();
  if (status !== 200) throw new Error(`The quiz draws no questions: ${status} ${JSON.stringify(body)}`);
  return { ...school, passMark: (fixed.length + DRAWN) / 2 };
}
