import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Random } from '../../src/demo/content/random';
import type { Caller, World, WorldQuestion } from '../bench/world';
import { type Balancer, Client, GaveUpError } from './client';
import type { Ledger, LedgerAttempt } from './ledger';
import type { Tally } from './tally';

interface AnsweredAttempt {
  id: string;
  status: string;
  score: string | null;
  questions: { id: string; response: unknown }[];
}

interface LearnersOptions {
  count: number;
  seed: string;
}

/** Longest pause between two requests of a learner: people read, and the machine needs time for the faults. */
const THINKING_MS = 40;

/** Learners who take the quiz over and over until they are told to stop, and write down what was acknowledged. */
export class Learners {
  private readonly working: Promise<void>[] = [];
  private isOver = false;

  constructor(
    private readonly world: World,
    private readonly balancer: Balancer,
    private readonly ledger: Ledger,
    private readonly tally: Tally,
    private readonly options: LearnersOptions,
  ) {}

  start(): void {
    for (let place = 0; place < this.options.count; place += 1) this.working.push(this.work(place));
  }

  /** Lets everybody finish the attempt they are at. */
  async finish(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.working);
  }

  /** One client, who is one learner after another. */
  private async work(place: number): Promise<void> {
    const { count, seed } = this.options;
    const random = new Random(`client ${place} ${seed}`);
    const client = new Client(this.balancer, this.tally, random);
    for (let turn = 0; !this.isOver; turn += 1) {
      const learner = this.world.learners[(place + turn * count) % this.world.learners.length] as Caller;
      const sitting = new Sitting(this.world, learner, client, this.ledger, random);
      try {
        await sitting.takeQuiz(`${seed}-${place}-${turn}`);
      } catch (error) {
        // The client has counted the failure; continue with the next learner.
        if (!(error instanceof GaveUpError)) throw error;
      }
    }
    client.close();
  }
}

/** One learner at the quiz, from the start of an attempt to a look at the result. */
class Sitting {
  constructor(
    private readonly world: World,
    private readonly learner: Caller,
    private readonly client: Client,
    private readonly ledger: Ledger,
    private readonly random: Random,
  ) {}

  async takeQuiz(key: string): Promise<void> {
    const attempt = await this.begin(key);
    // This may return an open attempt of an earlier, failed sitting, which is then continued.
    const questions = this.random.shuffled(this.world.questions);
    const saved = this.random.integer(3, 7);
    for (const question of questions.slice(0, saved)) {
      await this.save(attempt, question);
      if (this.random.chance(0.3)) await this.save(attempt, question);
    }
    await this.submit(attempt, questions.slice(saved));
    await this.lookAt(attempt);
  }

  private async begin(key: string): Promise<LedgerAttempt> {
    const { learner, ledger, client } = this;
    const headers = { 'idempotency-key': key };
    const path = `/v1/quizzes/${this.world.quizId}/attempts`;
    try {
      const body = await client.perform('start', { method: 'POST', path, token: learner.token, headers });
      return ledger.started(learner.id, key, (body as AnsweredAttempt).id);
    } catch (error) {
      ledger.startUnclear(learner.id);
      throw error;
    }
  }

  private async save(attempt: LedgerAttempt, question: WorldQuestion): Promise<void> {
    await this.think();
    const response = this.responseTo(question);
    const path = `/v1/attempts/${attempt.id}/answers/${question.id}`;
    const answer = { [question.id]: response };
    this.ledger.sending(attempt, answer);
    await this.client.perform('save', {
      method: 'PUT',
      path,
      token: this.learner.token,
      body: { response },
    });
    this.ledger.saved(attempt, answer);
  }

  private async submit(attempt: LedgerAttempt, questions: readonly WorldQuestion[]): Promise<void> {
    await this.think();
    const answers = Object.fromEntries(questions.map((question) => [question.id, this.responseTo(question)]));
    this.ledger.sending(attempt, answers);
    this.ledger.submitting(attempt);
    const body = await this.client.perform('submit', {
      method: 'PUT',
      path: `/v1/attempts/${attempt.id}/submission`,
      token: this.learner.token,
      body: { answers },
    });
    this.ledger.saved(attempt, answers);
    this.ledger.submitted(attempt, String((body as AnsweredAttempt).score));
  }

  /** What was acknowledged must be there at once, whichever replica and database server answers. */
  private async lookAt(attempt: LedgerAttempt): Promise<void> {
    const path = `/v1/attempts/${attempt.id}`;
    const body = await this.client.perform('read', { method: 'GET', path, token: this.learner.token });
    const { status, score, questions } = body as AnsweredAttempt;
    if (status !== 'submitted' || score !== attempt.score)
      this.ledger.noticed(
        `Attempt ${attempt.id} read ${status}, ${score} after its submission: ${attempt.score}`,
      );
    for (const { id, response } of questions)
      if (!isDeepStrictEqual(response, attempt.answers.get(id)?.acknowledged?.response ?? null))
        this.ledger.noticed(`Question ${id} of attempt ${attempt.id} read ${JSON.stringify(response)}`);
  }

  /** Texts and numbers never repeat, so that an old answer in place of a new one is noticed. */
  private responseTo({ right, wrong }: WorldQuestion): unknown {
    if (this.random.chance(0.5)) return right;
    if (typeof wrong !== 'string' || typeof right !== 'string') return wrong;
    const fresh = this.random.integer(1000, 999_999);
    return /^[\d.]+$/.test(wrong) ? String(fresh) : /\s/.test(wrong) ? `${wrong} ${fresh}` : wrong;
  }

  private think(): Promise<void> {
    return pause(this.random.between(0, THINKING_MS));
  }
}
