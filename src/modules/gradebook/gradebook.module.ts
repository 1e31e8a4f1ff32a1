import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { CoursesModule } from '../courses';
import { EnrollmentsModule } from '../enrollments';
import { FiguresRepository } from './figures/figures.repository';
import { CertificationsController } from './certifications/certifications.controller';
import { CertificationsRepository } from './certifications/certifications.repository';
import { CertificationsService } from './certifications/certifications.service';
import { CertifiedGrade } from './certifications/certified-grade.entity';
import { GradeCertification } from './certifications/grade-certification.entity';
import { ComputedGrades } from './final-grades/computed-grades';
import { FinalGradeChange } from './final-grades/final-grade-change.entity';
import { FinalGrade } from './final-grades/final-grade.entity';
import { FinalGradesController } from './final-grades/final-grades.controller';
import { FinalGradesRepository } from './final-grades/final-grades.repository';
import { FinalGradesService } from './final-grades/final-grades.service';
import { GradeClosing } from './final-grades/grade-closing.entity';
import { ClosedWork } from './final-grades/closed-work';
import { GradeClosingsRepository } from './final-grades/grade-closings.repository';
import { GradeClosingsService } from './final-grades/grade-closings.service';
import { GradebookRoster } from './gradebook-roster.repository';
import { GradebookFacade } from './gradebook.facade';
import { ObservedGradesController } from './grades/observed-grades.controller';
import { GradesController } from './grades/grades.controller';
import { GradeReaders } from './grades/grade-readers';
import { GradesRepository } from './grades/grades.repository';
import { OneGrade } from './grades/one-grade';
import { ResultsForRules } from './grades/results-for-rules';
import { GradesService } from './grades/grades.service';
import { GradebookExchangeController } from './exchange/gradebook-exchange.controller';
import { GradebookImportRun } from './exchange/gradebook-import-run';
import { GradebookImportsService } from './exchange/gradebook-imports.service';
import { GradebookRosterRows } from './exchange/roster-rows.repository';
import { GradebookSheets } from './exchange/gradebook-sheets.service';
import { SheetFactsRepository } from './exchange/sheet-facts.repository';
import { SheetUploads } from './exchange/sheet-uploads';
import { SheetWalk } from './exchange/sheet-walk';
import { GridController } from './grid/grid.controller';
import { GridRepository } from './grid/grid.repository';
import { GridService } from './grid/grid.service';
import { LatenessController } from './lateness/lateness.controller';
import { LatenessService } from './lateness/lateness.service';
import { DueDatesRepository } from './line-items/due-dates.repository';
import { LineItemCalendar } from './line-items/line-item-calendar';
import { LineItemCategory } from './line-items/line-item-category.entity';
import { LineItem } from './line-items/line-item.entity';
import { LineItemsController } from './line-items/line-items.controller';
import { LineItemsRepository } from './line-items/line-items.repository';
import { LineItemsService } from './line-items/line-items.service';
import { QuizLineItems } from './line-items/quiz-line-items';
import { QuizAttemptsRepository } from './results/quiz-attempts.repository';
import { QuizPasses } from './results/quiz-passes';
import { QuizResults } from './results/quiz-results';
import { ResultChange } from './results/result-change.entity';
import { ResultHistoryRepository } from './results/result-history.repository';
import { ResultRecorder } from './results/result-recorder';
import { Result } from './results/result.entity';
import { ResultsController } from './results/results.controller';
import { ResultsRepository } from './results/results.repository';
import { ResultsService } from './results/results.service';
import { CoursePieces } from './grid/course-pieces';
import { RulesPreviewController } from './previews/rules-preview.controller';
import { RulesPreviewService } from './previews/rules-preview.service';
import { CourseTotalsReader } from './statistics/course-totals';
import { CarriedGradebook } from './carried/carried-gradebook';
import { CarriedLineItemsRepository } from './carried/carried-line-items.repository';
import { BatchFactsRepository } from './batches/batch-facts.repository';
import { CellRecorder } from './batches/cell-recorder';
import { ResultsBatchController } from './batches/results-batch.controller';
import { ResultsBatchService } from './batches/results-batch.service';
import { CourseLogController } from './change-log/course-log.controller';
import { CourseLogService } from './change-log/course-log.service';
import { GradeRuleChange } from './change-log/grade-rule-change.entity';
import { LineItemChange } from './change-log/line-item-change.entity';
import { LineItemChangesRepository } from './change-log/line-item-changes.repository';
import { ResultLogRepository } from './change-log/result-log.repository';
import { RuleChangesController } from './change-log/rule-changes.controller';
import { RuleChangesRepository } from './change-log/rule-changes.repository';
import { RuleChangesService } from './change-log/rule-changes.service';
import { WhatIfController } from './what-if/what-if.controller';
import { WhatIfService } from './what-if/what-if.service';
import { ChangedTotals } from './stored-totals/changed-totals';
import { GradeStructure } from './stored-totals/grade-structure.entity';
import { StoredTotal } from './stored-totals/stored-total.entity';
import { StoredTotalsRepository } from './stored-totals/stored-totals.repository';
import { PresentTotals } from './stored-totals/present-totals';
import { TotalsRefresh } from './stored-totals/totals-refresh';
import { TotalsRefreshes } from './stored-totals/totals-refreshes';
import { TotalsKeeper } from './stored-totals/totals-keeper';
import { GradingPeriod } from './periods/grading-period.entity';
import { GradingPeriodsRepository } from './periods/grading-periods.repository';
import { GradeCategory } from './rules/grade-category.entity';
import { GradeRulesController } from './rules/grade-rules.controller';
import { StoredGradeRules } from './rules/grade-rules.entity';
import { GradeRulesRepository } from './rules/grade-rules.repository';
import { GradeRulesService } from './rules/grade-rules.service';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { gradebookPersonalData } from './personal-data';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[
        LineItemCategory,
        GradeCategory,
        StoredGradeRules,
        GradeRuleChange,
        LineItemChange,
        LineItem,
        Result,
        ResultChange,
      ],
      ...[GradingPeriod, GradeStructure, StoredTotal],
      ...[FinalGrade, FinalGradeChange, GradeClosing, GradeCertification, CertifiedGrade],
    ]),
    CoursesModule,
    EnrollmentsModule,
  ],
  controllers: [
    GradeRulesController,
    RulesPreviewController,
    RuleChangesController,
    CourseLogController,
    LineItemsController,
    ResultsController,
    ResultsBatchController,
    LatenessController,
    GradesController,
    ObservedGradesController,
    WhatIfController,
    GridController,
    GradebookExchangeController,
    CertificationsController,
    FinalGradesController,
  ],
  providers: [
    personalDataOf(gradebookPersonalData),
    GradeRulesRepository,
    GradingPeriodsRepository,
    GradeRulesService,
    RulesPreviewService,
    RuleChangesRepository,
    RuleChangesService,
    LineItemChangesRepository,
    ResultLogRepository,
    CourseLogService,
    CoursePieces,
    CourseTotalsReader,
    LineItemsRepository,
    DueDatesRepository,
    LineItemCalendar,
    LineItemsService,
    QuizLineItems,
    ResultsRepository,
    ResultHistoryRepository,
    QuizAttemptsRepository,
    ResultRecorder,
    ResultsService,
    BatchFactsRepository,
    CellRecorder,
    ResultsBatchService,
    QuizResults,
    QuizPasses,
    GradesRepository,
    GradeReaders,
    GradesService,
    ResultsForRules,
    WhatIfService,
    LatenessService,
    OneGrade,
    GridRepository,
    GridService,
    GradebookSheets,
    SheetFactsRepository,
    SheetUploads,
    SheetWalk,
    GradebookImportRun,
    GradebookImportsService,
    ComputedGrades,
    FinalGradesRepository,
    FinalGradesService,
    GradeClosingsRepository,
    ClosedWork,
    GradeClosingsService,
    CertificationsRepository,
    CertificationsService,
    StoredTotalsRepository,
    TotalsKeeper,
    TotalsRefreshes,
    TotalsRefresh,
    PresentTotals,
    ChangedTotals,
    FiguresRepository,
    ...[CarriedLineItemsRepository, CarriedGradebook],
    GradebookFacade,
    GradebookRoster,
    GradebookRosterRows,
  ],
  exports: [GradebookFacade, GradebookRoster, GradebookRosterRows, QuizPasses],
})
@EventConsumers([QuizLineItems, QuizResults, LineItemCalendar, ChangedTotals])
export class GradebookModule {}
