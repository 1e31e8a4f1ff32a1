import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { AssessmentsModule } from '../assessments';
import { CoursesModule } from '../courses';
import { EnrollmentsModule } from '../enrollments';
import { GradebookModule } from '../gradebook';
import { CalendarController } from './calendar/calendar.controller';
import { CalendarCoursesRepository } from './calendar/calendar-courses.repository';
import { CalendarFeed } from './calendar/calendar-feed.entity';
import { CalendarFeedsController } from './calendar/calendar-feeds.controller';
import { CalendarFeedsRepository } from './calendar/calendar-feeds.repository';
import { CalendarFeedsService } from './calendar/calendar-feeds.service';
import { CALENDAR_KINDS, CalendarKinds } from './calendar/calendar-kinds';
import { CalendarService } from './calendar/calendar.service';
import { ChartImagesController } from './chart-links/chart-images.controller';
import { ChartLinks } from './chart-links/chart-links';
import { ActivityCompletion } from './completions/activity-completion.entity';
import { CompletionDecision } from './completions/completion-decision.entity';
import { CompletionDecisions } from './completions/completion-decisions';
import { CompletionStanding } from './completions/completion-standing.entity';
import { CompletionStandingsRepository } from './completions/completion-standings.repository';
import { CompletionStates } from './completions/completion-states';
import { CompletionsForRules } from './completions/completions-for-rules';
import { CompletionsController } from './completions/completions.controller';
import { CompletionsRepository } from './completions/completions.repository';
import { CompletionsService } from './completions/completions.service';
import { Attended } from './completions/evidence/attended';
import { Covered } from './completions/evidence/covered';
import { MarkedDone } from './completions/evidence/marked-done';
import { Passed } from './completions/evidence/passed';
import { ScoreReached } from './completions/evidence/score-reached';
import { Submitted } from './completions/evidence/submitted';
import { Viewed } from './completions/evidence/viewed';
import { ReopenedCompletion } from './completions/reopened-completion.entity';
import { RuledCompletions } from './completions/ruled-completions';
import { ProgressController } from './learners/progress.controller';
import { PercentageOrders } from './learners/percentage-orders';
import { ProgressRepository } from './learners/progress.repository';
import { ProgressService } from './learners/progress.service';
import { ObservedOverviewController } from './overview/observed-overview.controller';
import { OverviewController } from './overview/overview.controller';
import { OverviewRepository } from './overview/overview.repository';
import { OverviewService } from './overview/overview.service';
import { ProgressFacade } from './progress.facade';
import { ReportsController } from './reports/reports.controller';
import { ReportsRepository } from './reports/reports.repository';
import { ReportsService } from './reports/reports.service';
import { ScoreFiguresController } from './score-figures/score-figures.controller';
import { ScoreFiguresService } from './score-figures/score-figures.service';
import { ActivitySignal } from './signals/activity-signal.entity';
import { ActivityUse } from './signals/activity-use.entity';
import { SignalMeter } from './signals/signal-meter.entity';
import { SignalsController } from './signals/signals.controller';
import { SignalsRepository } from './signals/signals.repository';
import { SignalsService } from './signals/signals.service';
import { WatchedController } from './signals/watched/watched.controller';
import { WatchedService } from './signals/watched/watched.service';
import { WatchSession } from './signals/watch-session.entity';
import { CourseVisit } from './visits/course-visit.entity';
import { Visits } from './visits/visits';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { progressPersonalData } from './personal-data';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[ActivityCompletion, ReopenedCompletion, CompletionStanding, CompletionDecision],
      ...[ActivitySignal, ActivityUse, WatchSession, SignalMeter, CalendarFeed, CourseVisit],
    ]),
    ...[CoursesModule, EnrollmentsModule, AssessmentsModule, GradebookModule],
  ],
  controllers: [
    CompletionsController,
    ...[SignalsController, WatchedController, CalendarFeedsController, CalendarController],
    ProgressController,
    OverviewController,
    ObservedOverviewController,
    ReportsController,
    ScoreFiguresController,
    ChartImagesController,
  ],
  providers: [
    personalDataOf(progressPersonalData),
    CompletionsRepository,
    CompletionsService,
    CompletionsForRules,
    ...[SignalsRepository, SignalsService, WatchedService],
    ...[CalendarFeedsRepository, CalendarFeedsService, CalendarCoursesRepository, CalendarService],
    ...[CalendarKinds, ...CALENDAR_KINDS],
    ...[CompletionStandingsRepository, RuledCompletions, CompletionStates, CompletionDecisions],
    ...[MarkedDone, Viewed, Covered, Submitted, ScoreReached, Passed, Attended],
    ProgressRepository,
    PercentageOrders,
    ProgressService,
    OverviewRepository,
    OverviewService,
    ReportsRepository,
    ReportsService,
    ScoreFiguresService,
    ChartLinks,
    Visits,
    ProgressFacade,
  ],
  exports: [ProgressFacade],
})
@EventConsumers([CompletionsService, Visits])
export class ProgressModule {}
