import { Injectable } from '@nestjs/common';
import { newId } from '../../../shared/database/ids';
import { DomainEvents } from '../../../shared/events/domain-events';
import { notBefore } from '../../../shared/time/not-before';
import { type ChangedResult, TotalsKeeper } from '../stored-totals/totals-keeper';
import { isSameDecision, type LateDecision } from '../lateness/late-decision';
import { ResultsChanged } from '../gradebook.events';
import {
  type Arrival,
  arrivalOf,
  type ChangeCause,
  causeOf,
  type ResultValue,
  saysTheSame,
} from './result-value';
import {
  type ResultKey,
  type ResultSlot,
  type ResultStep,
  ResultsRepository,
  type StoredResult,
} from './results.repository';

/** A stored result, without what only its update needs. */
type StandingResult = Omit<StoredResult, 'version' | 'lateDecision'>;

/** The new value of a result, and why it changes. Without a value, the result is deleted. */
export interface Verdict {
  value: ResultValue | undefined;
  cause: ChangeCause;
  /** The instructor who decided, and their comment; null for attempts and imports. */
  by: string | null;
  comment: string | null;
  /** The import that deleted the result. */
  operationId?: string | null;
  at: Date;
}

/** A verdict about a result that is locked, or was not there. */
export interface LockedVerdict extends ChangedResult {
  stored: StoredResult | undefined;
  verdict: Verdict & { value: ResultValue };
}

/** What staff say about the lateness of a result, and why. */
export interface LatenessVerdict {
  decision: LateDecision;
  /** The result where there is none yet. */
  placeholder: ResultValue;
  by: string;
  reason: string;
  at: Date;
}

/** A result that an import has changed, before and after; `value` is undefined where the import deleted it. */
export interface ImportedChange {
  /** Of which learner for which line item it was, and is. */
  keys: ResultKey[];
  stored: StandingResult;
  value: ResultValue | undefined;
  operationId: string | null;
}

/**
 * The one way by which results change: each change is in the history, and none is lost. What a change writes into the
 * history is decided here alone, for imports too.
 *
 * It reads, decides, and writes only if what it read is still there (the version is compared and set in one
 * statement). Only after losing such a race does it lock the result and decide again. So the usual case, a first submission,
 * costs two statements and waits for no lock. Call it inside a transaction.
 */
@Injectable()
export class ResultRecorder {
  constructor(
    private readonly results: ResultsRepository,
    private readonly totals: TotalsKeeper,
    private readonly events: DomainEvents,
  ) {}

  /** What a learner earns first in a quiz, most probably the first result that they have for it. False where there is one. */
  async recordFirst(
    of: { activityId: string; courseId: string; userId: string },
    value: ResultValue,
    at: Date,
  ): Promise<boolean> {
    if (!(await this.results.insertFirst(newId(), of, value, at))) return false;
    this.totals.learnersChanged([of]);
    return true;
  }

  /**
   * Records the verdict that `decide` gives for the stored result. Nothing changes where the value is the same, or where
   * an override stands; the history then notes the attempt.
   */
  async record(
    read: () => Promise<ResultSlot>,
    decide: (slot: ResultSlot) => Promise<Verdict> | Verdict,
  ): Promise<void> {
    const slot = await read();
    if (await this.write(slot, inOrder(slot, await decide(slot)))) return;
    await this.results.lock([slot]);
    const locked = await read();
    if (!(await this.write(locked, inOrder(locked, await decide(locked)))))
      throw new Error(`A locked result changed: ${locked.stored?.id}`);
  }

  /**
   * What staff say about the lateness of a result, which keeps its value. Where there is none, one is recorded that says that nothing was
   * handed in.
   */
  async decideLateness(
    read: () => Promise<ResultSlot>,
    decide: (slot: ResultSlot) => LatenessVerdict,
  ): Promise<void> {
    const slot = await read();
    if (await this.writeLateness(slot, decide(slot))) return;
    await this.results.lock([slot]);
    const locked = await read();
    if (!(await this.writeLateness(locked, decide(locked))))
      throw new Error(`A locked result changed: ${locked.stored?.id}`);
  }

  private async writeLateness(
    slot: ResultSlot,
    { decision, placeholder, by, reason, at: now }: LatenessVerdict,
  ): Promise<boolean> {
    let { stored } = slot;
    const isNew = !stored?.value;
    if (!stored?.value) {
      if (!(await this.write(slot, placeholderVerdict(slot, placeholder, by, now)))) return false;
      stored = (await this.results.slot(slot.lineItemId, slot.userId))?.stored;
      if (!stored?.value) return false;
    }
    if (isSameDecision(stored.lateDecision, decision)) return true;
    if (!(await this.results.decideLateness(stored, decision))) return false;
    this.totals.learnersChanged([slot]);
    const { at } = inOrder(
      { stored },
      { value: stored.value, cause: 'lateness', by, comment: reason, at: now },
    );
    const verdict = { value: stored.value, cause: 'lateness' as const, by, comment: reason, at };
    const lateness = { old: stored.lateDecision, new: decision };
    const steps = stepsOf(stored, verdict, true).map((step) => ({ ...step, lateness }));
    // What was recorded only to be spoken about has no history before.
    await this.results.addSteps(isNew ? steps.slice(-1).map((step) => ({ ...step, old: undefined })) : steps);
    return true;
  }

  /**
   * Many results at once, at most one a learner and line item, by the same rules. For seeding: attempts
   * that an override stands against are not noted in the history. `why`: who has changed all of them, and for what; each by its value
   * if it is left out.
   */
  async recordMany(
    arriving: (ChangedResult & { value: ResultValue })[],
    at: Date,
    why?: Pick<Verdict, 'cause' | 'by' | 'operationId'>,
  ): Promise<void> {
    await this.results.lock(arriving);
    const slots = await this.results.slots(arriving);
    const storedOf = new Map(
      slots.map(({ lineItemId, userId, stored }) => [`${lineItemId} ${userId}`, stored]),
    );
    const changes = arriving
      .map((result) => ({ ...result, stored: storedOf.get(`${result.lineItemId} ${result.userId}`) }))
      .filter(({ stored, value }) => arrivalOf(stored?.value, value) === 'recorded');
    await this.tell(changes);
    await this.results.upsertMany(
      changes.map(({ stored, ...result }) => ({ ...result, id: stored?.id ?? newId() })),
      at,
    );
    await this.results.addSteps(
      changes.flatMap(({ stored, value }) => {
        const verdict = {
          value,
          cause: causeOf(value),
          by: value.recordedBy,
          comment: value.comment,
          at,
          ...why,
        };
        return stored ? stepsOf(stored, inOrder({ stored }, verdict), true) : [];
      }),
    );
  }

  /**
   * Verdicts about different results, each decided by what is locked, and each a change. False, with nothing written, where somebody has
   * added one of the results since: lock and decide again. Three statements, however many there are.
   */
  async recordLocked(decided: readonly LockedVerdict[]): Promise<boolean> {
    const inTurn = decided.map((cell) => ({
      ...cell,
      verdict: { ...cell.verdict, at: inOrder(cell, cell.verdict).at },
    }));
    const rowOf = ({ lineItemId, userId, stored, verdict }: LockedVerdict) => ({
      ...{ lineItemId, userId, id: stored?.id ?? newId(), value: verdict.value },
    });
    const [at] = inTurn.map(({ verdict }) => verdict.at);
    if (!at) return true;
    const added = inTurn.filter(({ stored }) => !stored);
    if (!(await this.results.insertAll(added.map(rowOf), at))) return false;
    await this.tell(inTurn);
    await this.results.upsertMany(inTurn.filter(({ stored }) => stored).map(rowOf), at);
    await this.results.addSteps(
      inTurn.flatMap(({ stored, verdict }) => (stored ? stepsOf(stored, verdict, true) : [])),
    );
    return true;
  }

  /** Adds to the history what a roster import has changed. The import writes the results itself, with columns of its own. */
  async noteImported(changes: readonly ImportedChange[], at: Date): Promise<void> {
    await this.tell(changes.flatMap(({ keys }) => keys));
    await this.results.addSteps(
      changes.filter(isChange).flatMap(({ stored, value, operationId }) => {
        const by = value?.recordedBy ?? null;
        const verdict = {
          value,
          cause: 'import' as const,
          by,
          comment: value?.comment ?? null,
          operationId,
          at,
        };
        return stepsOf(stored, inOrder({ stored }, verdict), true);
      }),
    );
  }

  /** Likewise, of results that it has added: these have no history yet. */
  async noteAdded(results: readonly ResultKey[]): Promise<void> {
    await this.tell(results);
  }

  private async tell(changed: readonly ChangedResult[]): Promise<void> {
    this.totals.resultsChanged(changed);
    if (changed.length > 0) await this.events.publish(new ResultsChanged(changed));
  }

  /** False when the result has changed since it was read, so that nothing was written. */
  private async write(slot: ResultSlot, verdict: Verdict): Promise<boolean> {
    const { stored } = slot;
    const arrival = arrivalOfVerdict(stored, verdict);
    if (arrival === 'unchanged') return true;
    if (arrival === 'superseded_by_override') return this.noteSuperseded(stored!, verdict);
    // What is not written here is decided again, and noted then.
    this.totals.learnersChanged([slot]);
    if (slot.isQuiz && verdict.cause !== 'attempt') await this.events.publish(new ResultsChanged([slot]));
    if (!stored) return this.results.insert(newId(), slot, verdict.value!, verdict.at);
    if (!(await this.results.replace(stored, verdict.value, verdict.at))) return false;
    await this.results.addSteps(stepsOf(stored, verdict, true));
    return true;
  }

  /** Takes a new version of the result, so that somebody who is lifting the override at this moment reads the attempts again. */
  private async noteSuperseded(stored: StoredResult, verdict: Verdict): Promise<boolean> {
    if (!(await this.results.renew(stored))) return false;
    await this.results.addSteps(stepsOf(stored, verdict, false));
    return true;
  }
}

function placeholderVerdict(slot: ResultSlot, value: ResultValue, by: string, now: Date): Verdict {
  return inOrder(slot, { value, cause: causeOf(value), by, comment: null, at: now });
}

/** The verdict, dated no earlier than the result's last change: the clock may have been set back since. */
function inOrder({ stored }: { stored: StandingResult | undefined }, verdict: Verdict): Verdict {
  return { ...verdict, at: notBefore(verdict.at, stored?.updatedAt, stored?.lastChangedAt) };
}

function arrivalOfVerdict(stored: StoredResult | undefined, { value, cause }: Verdict): Arrival {
  if (!value) return stored?.value ? 'recorded' : 'unchanged';
  // Only lifting an override may replace an instructor's value by a quiz's.
  return cause === 'override_lifted' ? 'recorded' : arrivalOf(stored?.value, value);
}

function isChange({ stored, value }: ImportedChange): boolean {
  return stored.value && value ? !saysTheSame(stored.value, value) : stored.value !== value;
}

/** The change; before the first one, also a step for the value that stood until then. */
function stepsOf(stored: StandingResult, verdict: Verdict, applied: boolean): ResultStep[] {
  const { value, cause, by, comment, operationId, at } = verdict;
  const change: ResultStep = {
    ...{ resultId: stored.id, courseId: stored.courseId, cause, applied, comment },
    old: stored.value,
    new: value,
    attemptId: value?.attemptId ?? null,
    operationId: value?.operationId ?? operationId ?? null,
    changedBy: by,
    changedAt: at,
  };
  return stored.lastChangedAt !== null || !stored.value
    ? [change]
    : [firstStep(stored, stored.value), change];
}

function firstStep({ id, courseId, updatedAt }: StandingResult, value: ResultValue): ResultStep {
  return {
    resultId: id,
    courseId,
    cause: causeOf(value),
    applied: true,
    old: undefined,
    new: value,
    comment: value.comment,
    attemptId: value.attemptId,
    operationId: value.operationId,
    changedBy: value.recordedBy,
    changedAt: updatedAt,
  };
}
