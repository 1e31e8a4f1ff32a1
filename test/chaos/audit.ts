import { isDeepStrictEqual } from 'node:util';
import { Random } from '../../src/demo/content/random';
import { type Balancer, Client, GaveUpError } from './client';
import {
  compareAttempts,
  compareReceipts,
  compareTraces,
  type Finding,
  type StoredAttempt,
} from './comparison';
import type { ControlName } from './controls';
import { ShownFigures } from './figures';
import type { Ledger } from './ledger';
import { faultOf, withFlippedBit } from './receipts';
import type { School } from './school';
import type { ChaosStore } from './store';
import { entryKey, StoredRows } from './stored-rows';
import { Tally } from './tally';

interface ReadAttempt {
  id: string;
  activityId: string;
  userId: string;
  status: string;
  score: string | null;
  questions: { id: string; response: unknown }[];
}

const READERS = 8;
/** This many starts are repeated with their keys at the end. */
const REPLAYS = 50;
/** This many receipts are verified by the API; all are without it. */
const VERIFIED = 200;
/** The figures of this many learners are read by themselves; the gradebook has all. */
const COMPARED_LEARNERS = 100;

/** Compares the ledger with every answer of the API and the rows of every database server. */
export class Audit {
  private readonly tokens: Map<string, string>;

  constructor(
    private readonly world: School,
    private readonly ledger: Ledger,
    private readonly balancer: Balancer,
    private readonly store: ChaosStore,
  ) {
    this.tokens = new Map(world.learners.map(({ id, token }) => [id, token]));
  }

  async run(control: ControlName | undefined): Promise<Finding[]> {
    const findings: Finding[] = [...this.ledger.contradictions];
    if (control !== undefined) await this.sabotage(control);
    findings.push(...(await this.replay()));
    findings.push(...(await this.compareWithApi()));
    findings.push(...(await this.verifyReceipts()));
    const copies = await this.store.copies();
    const contents: StoredAttempt[][] = [];
    try {
      for (const { name, connection } of copies) {
        const quizzes = this.world.quizzes.map((quiz) => ({ quiz, rows: new StoredRows(connection, quiz) }));
        const found: Finding[] = [];
        const attempts: StoredAttempt[] = [];
        const entries = new Map<string, unknown>();
        for (const { quiz, rows } of quizzes) {
          attempts.push(...(await rows.attempts()));
          for (const [key, response] of await rows.entries()) entries.set(key, response);
          const own = this.ledger.attempts.filter(({ quizId }) => quizId === quiz.id);
          found.push(...compareTraces(own, await rows.traces(), quiz.passMark));
        }
        contents.push(attempts);
        found.push(
          ...compareAttempts(this.ledger, attempts, this.grade),
          ...compareReceipts(this.ledger, entries, entryKey),
        );
        findings.push(...found.map(({ kind, what }) => ({ kind, what: `${name}: ${what}` })));
      }
    } finally {
      await Promise.all(copies.map(({ connection }) => connection.end()));
    }
    findings.push(...(await this.compareFigures(contents[0] ?? [])));
    return [...findings, ...differences(contents)];
  }

  private readonly grade = (questionId: string, response: unknown): number => {
    const question = this.world.questions.find(({ id }) => id === questionId);
    return isDeepStrictEqual(question?.right, response) ? 1 : 0;
  };

  private async sabotage(control: ControlName): Promise<void> {
    const attempt = this.ledger.attempts.find(({ submission }) => submission === 'acknowledged');
    const answer = [...(attempt?.answers ?? [])].find(([, { acknowledged }]) => acknowledged);
    if (!attempt || !answer) throw new Error('There is nothing acknowledged that could be taken away.');
    const [copy, ...others] = await this.store.copies();
    try {
      const quiz = this.world.quizzes.find(({ id }) => id === attempt.quizId);
      const rows = new StoredRows(copy!.connection, quiz!);
      if (control === 'forgotten-answer') await rows.forget(attempt.id, answer[0]);
      if (control === 'second-attempt') await rows.copyAttempt(attempt.id);
    } finally {
      await Promise.all([copy!, ...others].map(({ connection }) => connection.end()));
    }
  }

  /** A start that is sent again with its key answers what it answered the first time, and starts nothing. */
  private async replay(): Promise<Finding[]> {
    const findings: Finding[] = [];
    await this.each(this.ledger.attempts.slice(-REPLAYS), async ({ id, quizId, userId, key }, client) => {
      const path = `/v1/quizzes/${quizId}/attempts`;
      const token = this.tokenOf(userId);
      const headers = { 'idempotency-key': key };
      const body = await client.perform('start', { method: 'POST', path, token, headers });
      if ((body as ReadAttempt).id !== id)
        findings.push({ kind: 'wrong', what: `the key ${key} answers another attempt than ${id}` });
    });
    return findings;
  }

  private async compareWithApi(): Promise<Finding[]> {
    const read: StoredAttempt[] = [];
    const findings: Finding[] = [];
    await this.each(this.ledger.attempts, async ({ id, userId }, client) => {
      try {
        const path = `/v1/attempts/${id}`;
        const body = await client.perform('read', { method: 'GET', path, token: this.tokenOf(userId) });
        read.push(toStoredAttempt(body as ReadAttempt));
      } catch (error) {
        if (!(error instanceof GaveUpError)) throw error;
        findings.push({ kind: 'wrong', what: error.message });
      }
    });
    const found = compareAttempts(this.ledger, read, this.grade);
    return [...findings, ...found.map(({ kind, what }) => ({ kind, what: `API: ${what}` }))];
  }

  /** Every receipt says what was acknowledged, by the key alone and by the API; with one bit changed it is no receipt. */
  private async verifyReceipts(): Promise<Finding[]> {
    const { receipts } = this.ledger;
    const findings = receipts.flatMap((receipt): Finding[] => {
      const what = faultOf(receipt);
      return what === undefined ? [] : [{ kind: 'wrong', what }];
    });
    const step = Math.max(1, Math.floor(receipts.length / VERIFIED));
    const few = receipts.filter((_, index) => index % step === 0);
    await this.each([...few.entries()], async ([place, { text, attemptId }], client) => {
      const isGenuine = async (receipt: string): Promise<unknown> => {
        const sent = { method: 'POST', path: '/v1/receipts/verification', body: { receipt } };
        const body = await client.perform('read', { ...sent, token: this.world.staff[0]!.token });
        return (body as { isGenuine: unknown }).isGenuine;
      };
      if ((await isGenuine(text)) !== true)
        findings.push({
          kind: 'wrong',
          what: `the API does not know a receipt of attempt ${attemptId}: ${text}`,
        });
      if ((await isGenuine(withFlippedBit(text, place * 7))) !== false)
        findings.push({ kind: 'wrong', what: `a receipt with a flipped bit is taken as genuine: ${text}` });
    });
    return findings;
  }

  /** Grades, progress and gradebook tell what follows from the answers in the store. */
  private async compareFigures(stored: readonly StoredAttempt[]): Promise<Finding[]> {
    const figures = this.world.quizzes.map((quiz) => {
      const own = stored.filter(({ quizId }) => quizId === quiz.id);
      return new ShownFigures(this.world, quiz, own, this.grade);
    });
    const users = new Set(stored.map(({ userId }) => userId));
    const learners = this.world.learners.filter(({ id }) => users.has(id)).slice(0, COMPARED_LEARNERS);
    const findings: Finding[] = [];
    await this.each(learners, async (learner, client) => {
      for (const each of figures) findings.push(...(await each.ofLearner(learner, client)));
    });
    await this.each(figures, async (each, client) => {
      findings.push(...(await each.ofGradebook(client)));
    });
    return findings;
  }

  private async each<Item>(
    items: readonly Item[],
    work: (item: Item, client: Client) => Promise<void>,
  ): Promise<void> {
    const waiting = [...items];
    const tally = new Tally();
    const readers = Array.from({ length: READERS }, async (_, reader) => {
      const client = new Client(this.balancer, tally, new Random(`reader ${reader}`));
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await work(item, client);
      client.close();
    });
    await Promise.all(readers);
  }

  private tokenOf(userId: string): string {
    return this.tokens.get(userId) ?? '';
  }
}

function toStoredAttempt({
  id,
  activityId: quizId,
  userId,
  status,
  score,
  questions,
}: ReadAttempt): StoredAttempt {
  const answers = new Map(questions.map((question) => [question.id, question.response]));
  return { id, quizId, userId, isSubmitted: status === 'submitted', score, answers };
}

/** All database servers hold the same rows. */
function differences([first, ...others]: StoredAttempt[][]): Finding[] {
  const byId = new Map(first?.map((attempt) => [attempt.id, attempt]));
  return others.flatMap((attempts) => {
    const odd = attempts.filter((attempt) => !isDeepStrictEqual(attempt, byId.get(attempt.id)));
    const differing = odd.length + Math.max(0, byId.size - attempts.length);
    return differing === 0
      ? []
      : [{ kind: 'wrong' as const, what: `${differing} attempts differ between two database servers` }];
  });
}
