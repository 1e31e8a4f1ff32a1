import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { Transactions } from '../../../shared/database/transactions';
import { DomainEvents } from '../../../shared/events/domain-events';
import { invalidRequest } from '../../../shared/http/validation';
import {
  ActivityOpened,
  CourseAccess,
  LearnerActivities,
  type LearnerActivity,
  videoSecondsIn,
} from '../../courses';
import { RuledCompletions } from '../completions/ruled-completions';
import { SignalIdTakenError } from '../progress.errors';
import { type ActivitySignalsDto, signalsIn } from './dto/activity-signals.dto';
import { type RecordedSignalsResponse, toRecordedSignals } from './dto/activity-signals.response';
import { isSameSignal, isWatched, type LearnerSignal } from './learner-signal';
import { signalFaults } from './signal-faults';
import { type CourseLearnerKey, SignalsRepository, type StoredMeter } from './signals.repository';
import { type SignalState, sumSignals, type SummedSignals } from './summed-signals';

/** What learners' clients say that was viewed and watched. */
@Injectable()
export class SignalsService {
  constructor(
    private readonly signals: SignalsRepository,
    private readonly access: CourseAccess,
    private readonly activities: LearnerActivities,
    private readonly ruled: RuledCompletions,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Records all signals or none. What was recorded before changes nothing, also where the activity is no longer open. As many statements
   * for one signal as for a hundred. Throws SignalIdTakenError, and an InvalidError that names each signal that cannot be.
   */
  async record(caller: Caller, courseId: string, dto: ActivitySignalsDto): Promise<RecordedSignalsResponse> {
    const standing = await this.access.course(caller, courseId, 'progress.record');
    const signals = signalsIn(dto);
    const learner = { courseId, userId: caller.userId };
    const activities = await this.activities.of(standing, caller.userId);
    const { response, fresh } = await this.transactions.run(() => this.store(learner, signals, activities));
    // Outside of the transaction, as always when an activity is opened: it may fail without harm.
    const [first] = fresh;
    if (first)
      await this.events.publish(
        new ActivityOpened(first.activityId, courseId, caller.userId, standing.today),
      );
    return response;
  }

  private async store(
    learner: CourseLearnerKey,
    signals: readonly LearnerSignal[],
    activities: ReadonlyMap<string, LearnerActivity>,
  ): Promise<{ response: RecordedSignalsResponse; fresh: readonly LearnerSignal[] }> {
    const { courseId, userId } = learner;
    const meter = await this.signals.lock(learner);
    const known = await this.signals.known(
      userId,
      signals.map(({ id }) => id),
    );
    const taken = signals.filter((signal) => {
      const stored = known.get(signal.id);
      return stored && !isSameSignal(signal, courseId, stored);
    });
    if (taken.length > 0) throw new SignalIdTakenError(taken.map(({ path }) => `${path}.id`));
    const fresh = signals.filter(({ id }) => !known.has(id));
    const faults = signalFaults(fresh, activities);
    if (faults.length > 0) throw invalidRequest(faults);

    const newlyWatched = fresh.filter(isWatched);
    const before: SignalState = {
      uses: await this.signals.uses(learner, [...new Set(signals.map(({ activityId }) => activityId))]),
      sessions: await this.signals.sessions(userId, newlyWatched),
      ...metersOf(meter),
    };
    const durations = new Map(
      signals
        .filter(isWatched)
        .map(({ activityId }) => [activityId, videoSecondsIn(activities.get(activityId)?.fields ?? {})]),
    );
    const now = this.clock.now();
    const summed = sumSignals(learner, before, fresh, durations, now);
    if (fresh.length > 0) await this.write(learner, fresh, summed, now);
    this.ruled.worked(
      [...new Set(fresh.map(({ activityId }) => activityId))].map((activityId) => ({ userId, activityId })),
    );
    return { response: toRecordedSignals(signals, known, summed, durations), fresh };
  }

  private async write(
    learner: CourseLearnerKey,
    fresh: readonly LearnerSignal[],
    summed: SummedSignals,
    now: Date,
  ): Promise<void> {
    await this.signals.add(
      fresh.map(({ path: _path, ...signal }) => {
        const credit = summed.credits.get(signal.id);
        return {
          ...{ ...signal, ...learner, recordedAt: now },
          ...{ acceptedSeconds: credit?.accepted ?? null, refusedSeconds: credit?.refused ?? null },
        };
      }),
    );
    const changed = new Set(fresh.map(({ activityId }) => activityId));
    await this.signals.writeUses(
      [...summed.uses.values()].filter(({ activityId }) => changed.has(activityId)),
    );
    const watched = fresh.filter(isWatched);
    if (watched.length > 0) await this.signals.writeMeters(learner, summed, watched);
  }
}

/** The meters of a learner, who has none before they watched anything. */
function metersOf({
  lastBeatAt,
  spareMs,
  playSpareMs,
}: StoredMeter): Pick<SignalState, 'meter' | 'playMeter'> {
  if (lastBeatAt === null) return { meter: undefined, playMeter: undefined };
  return { meter: { lastBeatAt, spareMs }, playMeter: { lastBeatAt, spareMs: playSpareMs } };
}
