import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../src/demo/content/random';
import { Browser, type HttpOutcome, type HttpRequest } from './http-request';
import type { OperationKind, Tally } from './tally';

/** Whoever knows which replica takes requests, as a load balancer does. */
export interface Balancer {
  /** The port to try next. */
  pick(): number;
}

/** No answer in this time, and the client tries again. Longer than any wait the application allows itself. */
const ANSWER_WITHIN_MS = 15_000;
/** A client retries for this long; an operation that has not succeeded by then counts as an error after retries. */
const GIVE_UP_AFTER_MS = 30_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** How long after a request its connection is cut, at most: some are cut before the answer, some after it. */
const LONGEST_LOSS_MS = 20;

/** Thrown when an operation has not succeeded after all retries; the tally has it. */
export class GaveUpError extends Error {}

/** A refusal that somebody has to live with. */
export class ToldError extends Error {}

/**
 * A client as the API asks for: it tries again after a lost connection, a timeout, 429, 503, in a pause of the attempt, and whatever else comes with
 * Retry-After, waits as long as that says, and sends the same Idempotency-Key again. Any other answer is final.
 */
export class Client {
  private readonly browser = new Browser();

  constructor(
    private readonly balancer: Balancer,
    private readonly tally: Tally,
    private readonly random: Random,
  ) {}

  /**
   * Returns the body of the success. Throws GaveUpError, and ToldError where the answer has one of these codes, which is an answer
   * as good as any.
   */
  async perform(kind: OperationKind, sent: HttpRequest, codes: readonly string[] = []): Promise<unknown> {
    const begun = performance.now();
    const { outcome, tries } = await this.untilFinal(sent, begun, codes);
    if (isSuccess(outcome)) {
      this.tally.acknowledged(kind, begun);
      return outcome.body;
    }
    if (!(outcome instanceof Error) && codes.includes(codeOf(outcome))) {
      this.tally.acknowledged('read', begun);
      throw new ToldError(codeOf(outcome));
    }
    const detail = `${sent.method} ${sent.path}, try ${tries}: ${describe(outcome)}`;
    this.tally.gaveUp({ kind, label: labelOf(outcome), detail }, begun);
    throw new GaveUpError(detail);
  }

  /** The final answer, whatever it says. Throws GaveUpError where there is none. */
  async deliver(sent: HttpRequest): Promise<HttpOutcome> {
    const { outcome, tries } = await this.untilFinal(sent, performance.now());
    if (outcome instanceof Error || outcome.status >= 500)
      throw new GaveUpError(`${sent.method} ${sent.path}, try ${tries}: ${describe(outcome)}`);
    return outcome;
  }

  /** Sends a request and loses the connection, so that nobody learns whether it arrived. */
  async lose(sent: HttpRequest): Promise<void> {
    await this.browser.sendAndCut(this.balancer.pick(), sent, this.random.integer(0, LONGEST_LOSS_MS));
  }

  private async untilFinal(
    sent: HttpRequest,
    begun: number,
    awaited: readonly string[] = [],
  ): Promise<{ outcome: HttpOutcome | Error; tries: number }> {
    for (let tries = 1; ; tries += 1) {
      const outcome = await this.attempt(sent);
      if (isSuccess(outcome)) return { outcome, tries };
      const isAwaited = !(outcome instanceof Error) && awaited.includes(codeOf(outcome));
      if (!isAwaited) this.tally.refused(labelOf(outcome));
      const wait = this.pauseBefore(tries, outcome);
      if (wait === undefined || performance.now() - begun + wait > GIVE_UP_AFTER_MS)
        return { outcome, tries };
      await pause(wait);
      this.tally.retried();
    }
  }

  close(): void {
    this.browser.close();
  }

  private async attempt(sent: HttpRequest): Promise<HttpOutcome | Error> {
    try {
      return await this.browser.send(this.balancer.pick(), sent, ANSWER_WITHIN_MS);
    } catch (error) {
      return error as Error;
    }
  }

  /** Milliseconds; undefined when trying again is of no use. */
  private pauseBefore(tries: number, outcome: HttpOutcome | Error): number | undefined {
    const growing =
      Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * this.random.between(0.5, 1);
    if (outcome instanceof Error) return growing;
    const { status, retryAfter } = outcome;
    const isPaused = codeOf(outcome) === 'assessments.attempt_paused';
    const isWorthIt = status === 429 || status === 503 || isPaused || retryAfter !== undefined;
    // Some tenths more than it says, so that not everybody comes back in the same moment.
    return isWorthIt ? Math.max(growing, (retryAfter ?? 0) * 1000 * this.random.between(1, 1.3)) : undefined;
  }
}

function isSuccess(outcome: HttpOutcome | Error): outcome is HttpOutcome {
  return !(outcome instanceof Error) && outcome.status < 300;
}

/** What happened, in as few words as a table has room for: `503 server.busy`, `ECONNRESET`. */
function labelOf(outcome: HttpOutcome | Error): string {
  if (outcome instanceof Error) return (outcome as NodeJS.ErrnoException).code ?? outcome.message;
  return `${outcome.status} ${codeOf(outcome)}`.trim();
}

export function codeOf({ body }: HttpOutcome): string {
  return ((body ?? {}) as { code?: string }).code ?? '';
}

function describe(outcome: HttpOutcome | Error): string {
  return outcome instanceof Error ? outcome.message : `${outcome.status} ${JSON.stringify(outcome.body)}`;
}
