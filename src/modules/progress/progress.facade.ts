import { Injectable } from '@nestjs/common';
import type { Caller } from '../../shared/auth/caller';
import { CalendarFeedsService } from './calendar/calendar-feeds.service';
import { type Completion, CompletionsRepository } from './completions/completions.repository';
import type { ActivitySignalsDto } from './signals/dto/activity-signals.dto';
import { SignalsService } from './signals/signals.service';

/** Progress for commands that fill a school. Checks the rights of callers, where it is told who they are. */
@Injectable()
export class ProgressFacade {
  constructor(
    private readonly completions: CompletionsRepository,
    private readonly signals: SignalsService,
    private readonly feeds: CalendarFeedsService,
  ) {}

  /** What a learner has viewed and watched. Errors as those of the route. */
  async recordSignals(learner: Caller, courseId: string, signals: ActivitySignalsDto): Promise<void> {
    await this.signals.record(learner, courseId, signals);
  }

  /** Makes an address of somebody's calendar. Errors as those of the route. */
  async createCalendarFeed(person: Caller, name: string): Promise<void> {
    await this.feeds.create(person, name);
  }

  /**
   * Records completions of pages and videos, with one statement; existing ones stay as they are. Quizzes are completed
   * by the attempts that the assessments module records.
   */
  async recordCompletions(completions: Omit<Completion, 'cause'>[]): Promise<void> {
    await this.completions.add(completions.map((completion) => ({ ...completion, cause: 'manual' })));
  }
}
