import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../src/demo/content/random';
import type { Caller } from '../bench/world';
import { type Balancer, Client, GaveUpError } from './client';
import type { HttpOutcome, HttpRequest } from './http-request';
import type { Ledger, LedgerAttempt } from './ledger';
import type { School } from './school';
import type { Tally } from './tally';

/** Between two things that staff do, at most. */
const RESTING_MS = 600;
/** How long an attempt is paused, at most: learners try again for longer. */
const PAUSED_MS = 3000;
const REASON = 'The alarm rang';

interface AuthoredQuestion {
  id: string;
  type: string;
  prompt: string;
  definition: { accepted?: string[] } & Record<string, unknown>;
}

/**
 * Staff in the midst of a term: they change the rules of the quiz, grant exceptions and accommodations and take them back, ask questions otherwise and
 * correct keys, pause attempts and let them go on, give them more time, write to who is in them, and submit for learners. Nothing
 * of it touches what an answer is worth, so that all figures still follow from the answers.
 */
export class Staff {
  /** How often each thing was done. */
  readonly done = new Map<string, number>();
  private readonly random: Random;
  private readonly client: Client;
  private readonly pauses: Promise<void>[] = [];
  /** Those that were granted and not ended, the longest granted first. */
  private readonly accommodations: string[] = [];
  private working: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(
    private readonly world: School,
    balancer: Balancer,
    private readonly ledger: Ledger,
    tally: Tally,
    seed: string,
  ) {
    this.random = new Random(`staff ${seed}`);
    this.client = new Client(balancer, tally, this.random);
  }

  start(): void {
    this.working = this.work();
  }

  /** Lets all attempts go on that are paused. */
  async finish(): Promise<void> {
    this.isOver = true;
    await this.working;
    await Promise.all(this.pauses);
    this.client.close();
  }

  private async work(): Promise<void> {
    const kinds: [string, () => Promise<void>][] = [
      ['rules of the quiz changed', () => this.changeRules()],
      ['exceptions granted', () => this.grant()],
      ['exceptions taken back', () => this.takeBack()],
      ['questions asked otherwise', () => this.askOtherwise()],
      ['keys corrected', () => this.correctKey()],
      ['attempts paused', () => this.pauseOne()],
      ['attempts given more time', () => this.extend()],
      ['messages', () => this.write()],
      ['submissions for learners', () => this.submitFor()],
      ['accommodations granted', () => this.accommodate()],
      ['accommodations ended', () => this.endAccommodation()],
    ];
    while (!this.isOver) {
      await pause(this.random.between(0, RESTING_MS));
      const [name, act] = this.random.pick(kinds);
      try {
        await act();
        this.done.set(name, (this.done.get(name) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof GaveUpError)) throw error;
        this.ledger.noticed(`Staff came to nothing: ${error.message}`);
      }
    }
  }

  private async changeRules(): Promise<void> {
    const rules = {
      timeLimitSeconds: this.random.integer(7200, 9000),
      closesAt: new Date(Date.now() + this.random.integer(86_400_000, 172_800_000)).toISOString(),
      ...this.random.pick([{ atEnd: 'submit' }, { atEnd: 'grace', graceSeconds: 60 }, { atEnd: 'abandon' }]),
    };
    await this.send('PATCH', `/v1/quizzes/${this.someQuiz()}`, rules);
  }

  private async grant(): Promise<void> {
    const terms = { timeLimitSeconds: this.random.integer(9000, 10_800), passwordWaived: true };
    await this.send('PUT', this.exceptionUrl(), { ...terms, reason: REASON });
  }

  private async takeBack(): Promise<void> {
    await this.send('DELETE', this.exceptionUrl(), undefined, ['assessments.exception_not_found']);
  }

  private async accommodate(): Promise<void> {
    const needs = { timeFactor: this.random.pick(['1.25', '1.5', '2']), minutesAdded: 5, reason: REASON };
    const { body } = await this.sendAs(
      this.world.approver,
      'POST',
      `/v1/users/${this.someLearner()}/accommodations`,
      needs,
    );
    this.accommodations.push((body as { id: string }).id);
  }

  private async endAccommodation(): Promise<void> {
    const id = this.accommodations.shift();
    if (id !== undefined) await this.sendAs(this.world.approver, 'DELETE', `/v1/accommodations/${id}`);
  }

  /** A new version of a question. */
  private async askOtherwise(): Promise<void> {
    const { id, prompt } = this.random.pick(await this.questions());
    const asked = `${prompt.replace(/ \(\d+\)$/, '')} (${this.random.integer(1, 999_999)})`;
    await this.send('PATCH', `/v1/questions/${id}`, { prompt: asked });
  }

  /** A revision of a key: one more text is right, which nobody ever writes. */
  private async correctKey(): Promise<void> {
    const texts = (await this.questions()).filter(({ definition }) => definition.accepted !== undefined);
    if (texts.length === 0) return;
    const { id, definition } = this.random.pick(texts);
    const accepted = (definition.accepted ?? []).filter((text) => !text.startsWith('nobody writes'));
    const changed = {
      ...definition,
      accepted: [...accepted, `nobody writes ${this.random.integer(1, 999_999)}`],
    };
    await this.send('PATCH', `/v1/questions/${id}`, { definition: changed });
  }

  private async pauseOne(): Promise<void> {
    const attempt = this.openOne();
    if (attempt === undefined) return;
    await this.send('POST', openUrl(attempt, 'pause'), { attemptIds: [attempt.id], reason: REASON });
    this.pauses.push(this.letGoOn(attempt));
  }

  private async letGoOn(attempt: LedgerAttempt): Promise<void> {
    await pause(this.random.between(0, PAUSED_MS));
    try {
      await this.send('POST', openUrl(attempt, 'resumption'), { attemptIds: [attempt.id] });
    } catch (error) {
      if (!(error instanceof GaveUpError)) throw error;
      this.ledger.noticed(`Attempt ${attempt.id} stayed paused: ${error.message}`);
    }
  }

  private async extend(): Promise<void> {
    const attempt = this.openOne();
    const which = attempt === undefined ? {} : { attemptIds: [attempt.id] };
    const of = attempt ?? { quizId: this.someQuiz() };
    await this.send('POST', openUrl(of, 'extension'), { ...which, minutes: 5, reason: REASON });
  }

  private async write(): Promise<void> {
    await this.send('POST', openUrl({ quizId: this.someQuiz() }, 'messages'), {
      text: 'Read 5 for 4 in question 3.',
    });
  }

  /** The ledger knows it before it happens, so that nothing after it surprises. */
  private async submitFor(): Promise<void> {
    const attempt = this.openOne();
    if (!attempt) return;
    attempt.isEndedByStaff = true;
    await this.send('POST', `/v1/attempts/${attempt.id}/ending`, { reason: REASON });
  }

  private async questions(): Promise<AuthoredQuestion[]> {
    const { body } = await this.send('GET', `/v1/quizzes/${this.world.quizId}/questions`);
    return (body as { data: AuthoredQuestion[] }).data;
  }

  private openOne(): LedgerAttempt | undefined {
    const open = this.ledger.attempts.filter(
      ({ submission, isEndedByStaff }) => submission === 'none' && !isEndedByStaff,
    );
    return open.length === 0 ? undefined : this.random.pick(open);
  }

  private exceptionUrl(): string {
    return `/v1/quizzes/${this.someQuiz()}/exceptions/${this.someLearner()}`;
  }

  private someQuiz(): string {
    return this.random.pick(this.world.quizzes).id;
  }

  private someLearner(): string {
    return this.random.pick(this.world.learners.slice(0, 20)).id;
  }

  private send(
    method: string,
    path: string,
    body?: unknown,
    codes: readonly string[] = [],
  ): Promise<HttpOutcome> {
    return this.sendAs(this.world.staff[0] as Caller, method, path, body, codes);
  }

  /** Throws GaveUpError where the answer is neither a success nor one of these codes. */
  private async sendAs(
    { token }: Caller,
    method: string,
    path: string,
    body?: unknown,
    codes: readonly string[] = [],
  ): Promise<HttpOutcome> {
    const sent: HttpRequest = {
      ...{ method, path, token },
      ...(body === undefined ? {} : { body }),
      ...(method === 'POST' ? { headers: { 'idempotency-key': randomUUID() } } : {}),
    };
    const outcome = await this.client.deliver(sent);
    const { code = '' } = (outcome.body ?? {}) as { code?: string };
    if (outcome.status >= 400 && !codes.includes(code))
      throw new GaveUpError(`${method} ${path} was answered ${outcome.status} ${code}`);
    return outcome;
  }
}

function openUrl({ quizId }: Pick<LedgerAttempt, 'quizId'>, what: string): string {
  return `/v1/quizzes/${quizId}/open-attempts/${what}`;
}
