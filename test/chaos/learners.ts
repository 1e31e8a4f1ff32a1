import { Random } from '../../src/demo/content/random';
import type { Caller } from '../bench/world';
import { type Balancer, Client, GaveUpError } from './client';
import { LateRetries } from './late-retries';
import type { Ledger } from './ledger';
import type { Term } from './options';
import type { Pace } from './pace';
import type { School } from './school';
import { SequentialSitting } from './sequential-sitting';
import { Sitting } from './sitting';
import type { Tally } from './tally';

interface LearnersOptions {
  count: number;
  seed: string;
  /** Undefined: they take the quiz over and over until they are told to stop. */
  term: Term | undefined;
  pace: Pace;
}

/** Longest pause between two requests of a learner: people read, and the machine needs time for the faults. */
const THINKING_MS = 40;

/** Learners who take the quizzes, several at once, and write down what was acknowledged. */
export class Learners {
  private readonly working: Promise<void>[] = [];
  private isOver = false;

  constructor(
    private readonly world: School,
    private readonly balancer: Balancer,
    private readonly ledger: Ledger,
    private readonly tally: Tally,
    private readonly options: LearnersOptions,
  ) {}

  start(): void {
    for (let place = 0; place < this.options.count; place += 1) this.working.push(this.work(place));
  }

  /** Lets everybody finish the attempt they are at, or all attempts of their term. */
  async finish(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.working);
  }

  /** One client: one learner after another, or one who takes all attempts of a term. */
  private async work(place: number): Promise<void> {
    const { count, seed, term, pace } = this.options;
    const random = new Random(`client ${place} ${seed}`);
    const client = new Client(this.balancer, this.tally, random);
    const twin = new Client(this.balancer, this.tally, random);
    const late = new LateRetries(twin, this.ledger, (term?.retrySeconds ?? 0) * 1000);
    const turns = term === undefined ? Infinity : Math.ceil((term.attempts - place) / count);
    for (let turn = 0; turn < turns && (term !== undefined || !this.isOver); turn += 1) {
      await pace.mayBegin();
      const quiz = random.pick(this.world.quizzes);
      const sitting = new (quiz.isSequential ? SequentialSitting : Sitting)(this.learner(place, turn), quiz, {
        ...{ world: this.world, client, twin, late, ledger: this.ledger, random },
        ...{ thinkingMilliseconds: term?.thinkingMilliseconds ?? THINKING_MS, isRough: term !== undefined },
      });
      try {
        await sitting.takeQuiz(`${seed}-${place}-${turn}`);
      } catch (error) {
        // The client has counted the failure; continue with the next attempt.
        if (!(error instanceof GaveUpError)) throw error;
      }
      pace.ended();
    }
    await late.finish();
    client.close();
    twin.close();
  }

  private learner(place: number, turn: number): Caller {
    const { count, term } = this.options;
    const index = term === undefined ? place + turn * count : place;
    return this.world.learners[index % this.world.learners.length] as Caller;
  }
}
