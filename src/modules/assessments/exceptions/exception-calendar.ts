import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { instantAfter, isSameInstant, type ZoneChange } from '../../../shared/time/zone-change';
import { type CourseTimeZoneChanged, movedInstants } from '../../courses';
import { type Schedule, SCHEDULE_FIELDS, scheduleFaults } from '../quizzes/quiz-settings';
import {
  type DatedException,
  ExceptionSchedulesRepository,
  hasMoved,
  type MovedException,
} from './exception-schedules.repository';
import type { ExceptionState } from './quiz-exception-change.entity';

/** Moves the dates of exceptions when their course gets another time zone. */
@Injectable()
export class ExceptionCalendar {
  constructor(
    private readonly schedules: ExceptionSchedulesRepository,
    private readonly clock: Clock,
  ) {}

  /** After the dates of the quizzes, which this transaction has locked. Two statements for each five hundred exceptions, and one. */
  async move(event: CourseTimeZoneChanged): Promise<void> {
    const { courseId, change, changedBy } = event;
    const dated = await this.schedules.lockDated(courseId);
    const all: MovedException[] = dated.map((before) => ({ before, after: exceptionAfter(before, change) }));
    const now = this.clock.now();
    await this.schedules.move(all, change.from, now);
    const states = all.filter(hasMoved).map(({ before, after }) => ({
      ...{ activityId: before.activityId, userId: before.userId },
      ...{ beforeState: stateOf(before, before), afterState: stateOf(before, after) },
    }));
    await this.schedules.note(states, { userId: changedBy, at: now });
    if (all.length === 0) return;
    const dates = all.flatMap(({ before, after }) => {
      const { userId: id, givenName, familyName } = before;
      return movedInstants({ id, title: `${givenName} ${familyName}` }, before, after, SCHEDULE_FIELDS);
    });
    event.tell({ of: 'quiz_exceptions', dates, kept: all.filter(hasKept).length });
  }
}

/**
 * As `scheduleAfter` moves the dates of a quiz: those that were granted, unless they would be out of order then, together with those of
 * the quiz that hold beside them.
 */
function exceptionAfter(before: DatedException, change: ZoneChange): Schedule {
  const { opensAt, dueAt, closesAt, dueTimeZone, quizOpensAt, quizDueAt, quizClosesAt } = before;
  const moved = {
    opensAt: opensAt && instantAfter(opensAt, change),
    dueAt: dueAt && instantAfter(dueAt, { ...change, from: dueTimeZone ?? change.from }),
    closesAt: closesAt && instantAfter(closesAt, change),
  };
  const isGranted = (field: keyof Schedule): boolean => before.granted.split(',').includes(field);
  const together = {
    opensAt: isGranted('opensAt') ? moved.opensAt : quizOpensAt,
    dueAt: isGranted('dueAt') ? moved.dueAt : quizDueAt,
    closesAt: isGranted('closesAt') ? moved.closesAt : quizClosesAt,
  };
  return scheduleFaults(together).length === 0 ? moved : { opensAt, dueAt, closesAt };
}

/** What the history keeps, with these dates. */
function stateOf(exception: DatedException, dates: Schedule): ExceptionState {
  const { granted, passwordWaived, reason } = exception;
  const terms = { ...exception, ...dates } as Record<string, unknown>;
  const named = granted.split(',').filter(Boolean);
  return { ...Object.fromEntries(named.map((term) => [term, terms[term]])), passwordWaived, reason };
}

function hasKept({ before, after }: MovedException): boolean {
  return SCHEDULE_FIELDS.some(
    (field) => before[field] !== null && isSameInstant(before[field], after[field]),
  );
}
