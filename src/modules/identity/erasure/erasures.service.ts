import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import type { PartCounts } from '../../../shared/operations/operation';
import {
  type OperationHandler,
  type OperationOutcome,
  OperationRunner,
} from '../../../shared/operations/operation-runner';
import type { OperationTask } from '../../../shared/operations/operation-task';
import type { Operation } from '../../../shared/operations/operation.entity';
import { PersonalDataMap } from '../../../shared/personal-data/personal-data-map';
import type { PersonalRows } from '../../../shared/personal-data/personal-rows';
import { whyItStays } from '../../../shared/personal-data/treatments';
import { inEnglish } from '../../../shared/sentences/say';
import { PersonErasing } from '../identity.events';
import { OwnAccountError, UserNotFoundError } from '../identity.errors';
import { LegalHoldsService } from '../legal-holds/legal-holds.service';
import { SessionsRepository } from '../sessions/sessions.repository';
import { SignInCodesRepository } from '../sign-in-codes/sign-in-codes.repository';
import { UsersRepository } from '../users/users.repository';
import type { ErasureDto } from './dto/erasure.dto';
import { ErasureObstacles } from './erasure-obstacles';
import { OtherUsernameError } from './erasure.errors';
import { type ErasedOne, ErasureRepository } from './erasure.repository';
import { sentences } from './erasure.sentences';

export const PERSON_ERASURE = 'person_erasure';

interface ErasureInput {
  userId: string;
}

/** How far an erasure has come. */
interface Place {
  /** Of the declarations in the map; begins anew where another build has others. */
  step: number;
  steps: number;
  number: number;
  at: string;
  /** How many rows of each step there were. */
  rows: number[];
}

/** Erases people: operations that go through the map of personal data, one table after another. They cannot be undone. */
@Injectable()
export class ErasuresService implements OperationHandler, OnModuleInit {
  /** The number of a pseudonym is given to one at a time. */
  readonly isExclusive = true;

  constructor(
    private readonly map: PersonalDataMap,
    private readonly obstacles: ErasureObstacles,
    private readonly holds: LegalHoldsService,
    private readonly erasure: ErasureRepository,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly codes: SignInCodesRepository,
    private readonly events: DomainEvents,
    private readonly runner: OperationRunner,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.runner.register(PERSON_ERASURE, this);
  }

  /**
   * Erases the person, or counts what that would do.
   *
   * @throws UserNotFoundError, OwnAccountError, OtherUsernameError, LegalHoldError, OperationRunningError and what is in the way
   */
  async start(caller: Caller, userId: string, { username, dryRun = false }: ErasureDto): Promise<Operation> {
    const user = await this.users.find(userId);
    if (!user) throw new UserNotFoundError();
    if (userId === caller.userId) throw new OwnAccountError();
    if (user.username !== username) throw new OtherUsernameError();
    await this.holds.requireNone(userId);
    await this.obstacles.requireNone(userId);
    const input: ErasureInput = { userId };
    return this.runner.start({
      // No name of theirs: the operation outlives it.
      ...{ kind: PERSON_ERASURE, subject: `users/${userId}`, requestedBy: caller.userId, input },
      ...{ isDryRun: dryRun, isConfirmed: false },
    });
  }

  async run(task: OperationTask): Promise<OperationOutcome> {
    const { userId } = task.operation.input as ErasureInput;
    const { checkpoint } = task.operation;
    const steps = this.map.rows();
    let place = (checkpoint as Place | null) ?? (await this.begin(task, userId, steps.length));
    if (place.steps !== steps.length) place = { ...place, step: 0, steps: steps.length, rows: [] };
    for (let rows = steps[place.step]; rows; rows = steps[place.step]) {
      const [present, declared] = [place, rows];
      place = await this.transactions.run(() => this.next(task, { steps, rows: declared, userId }, present));
      task.summary = summaryOf(steps, place);
    }
    return 'done';
  }

  /** From here on the person cannot sign in, so nothing new comes that is theirs. A dry run changes nothing. */
  private begin(task: OperationTask, userId: string, steps: number): Promise<Place> {
    const { isDryRun, requestedBy } = task.operation;
    const at = this.clock.now();
    return this.transactions.run(async () => {
      await task.report({ phase: inEnglish(sentences.counting()), done: 0, total: steps });
      const person = await this.erasure.lockPerson(userId);
      if (!person) throw new UserNotFoundError();
      await this.holds.requireNone(userId);
      await this.obstacles.requireNone(userId);
      const place: Place = { step: 0, steps, number: 0, at: at.toISOString(), rows: [] };
      if (!isDryRun) {
        await this.users.suspend(userId, at);
        await this.sessions.endAll(userId, 'suspended', at);
        await this.events.publish(new PersonErasing(userId, requestedBy));
        await this.codes.end([userId], 'suspended', at);
        place.number = await this.erasure.note({ userId, sourcedId: person.sourcedId, at }, requestedBy);
      }
      await task.save({ done: 0, total: steps, summary: [], checkpoint: place });
      return place;
    });
  }

  private async next(
    task: OperationTask,
    { steps, rows, userId }: { steps: readonly PersonalRows[]; rows: PersonalRows; userId: string },
    place: Place,
  ): Promise<Place> {
    const { isDryRun } = task.operation;
    const phase = isDryRun ? sentences.counting() : sentences.erasing({ table: rows.table });
    await task.report({ phase: inEnglish(phase), done: place.step, total: steps.length });
    const names = await this.erasure.lockPerson(userId);
    // A hold that was placed meanwhile stops the erasure here. What is gone is gone; the rest is kept.
    await this.holds.requireNone(userId);
    const person: ErasedOne = {
      ...{ userId, sourcedId: names?.sourcedId ?? null, email: names?.email ?? null },
      ...{ number: place.number, at: new Date(place.at) },
    };
    const { counted, isMore } = await this.treat(rows, person, isDryRun);
    const sums = [...place.rows];
    sums[place.step] = (sums[place.step] ?? 0) + counted;
    const after: Place = { ...place, rows: sums, step: isMore ? place.step : place.step + 1 };
    await this.sayWhatStays(task, rows, counted);
    const summary = summaryOf(steps, after);
    await task.save({ done: after.step, total: steps.length, summary, checkpoint: after });
    return after;
  }

  private async treat(
    rows: PersonalRows,
    person: ErasedOne,
    isDryRun: boolean,
  ): Promise<{ counted: number; isMore: boolean }> {
    const { kind, replaces } = rows.atErasure;
    if (!isDryRun && kind === 'delete') {
      const { deleted, isMore } = await this.erasure.deleteSome(rows, person);
      return { counted: deleted, isMore };
    }
    const counted = await this.erasure.count(rows, person);
    if (!isDryRun && counted > 0 && Object.keys(replaces).length > 0)
      await this.erasure.replace(rows, person);
    return { counted, isMore: false };
  }

  private async sayWhatStays(task: OperationTask, rows: PersonalRows, count: number): Promise<void> {
    const { reason } = rows.atErasure;
    if (reason === null || count === 0) return;
    await task.addIssues([
      {
        ...{ severity: 'warning', file: rows.table, line: null, column: rows.of.column },
        code: `personal_data.stays_${reason}`,
        message: sentences.rowsStay({ rows: count, why: whyItStays(reason) }),
        value: String(count),
      },
    ]);
  }
}

/** One part for each table: `ended` rows are deleted, `changed` ones cleared or renamed, and `unchanged` ones stay under the pseudonym. */
function summaryOf(steps: readonly PersonalRows[], { rows }: Place): PartCounts[] {
  const parts = new Map<string, PartCounts>();
  rows.forEach((count, place) => {
    const declared = steps[place];
    if (!declared || !count) return;
    const { table, atErasure } = declared;
    const part = parts.get(table) ?? {
      ...{ part: table, read: 0, added: 0, changed: 0, ended: 0, unchanged: 0, refused: 0 },
    };
    part.read += count;
    if (atErasure.kind === 'delete') part.ended += count;
    else if (Object.keys(atErasure.replaces).length > 0) part.changed += count;
    else part.unchanged += count;
    parts.set(table, part);
  });
  return [...parts.values()];
}
