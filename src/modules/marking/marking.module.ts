import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CoursesModule } from '../courses';
import { FilesModule } from '../files';
import { CommentsController } from './comments/comments.controller';
import { CommentsRepository } from './comments/comments.repository';
import { CommentsService } from './comments/comments.service';
import { SavedComment } from './comments/saved-comment.entity';
import { FeedbackFile } from './feedback-files/feedback-file.entity';
import { FeedbackFilesRepository } from './feedback-files/feedback-files.repository';
import { FeedbackFiles } from './feedback-files/feedback-files.service';
import { MarkedWorks } from './marked-work';
import { MarkersFacade } from './markers.facade';
import { MarkingFacade } from './marking.facade';
import { MarkImportRun } from './mark-files/mark-import-run';
import { MarkImportsController } from './mark-files/mark-imports.controller';
import { MarkImportsService } from './mark-files/mark-imports.service';
import { MarkSheets } from './mark-files/mark-sheets.service';
import { MarkUploads } from './mark-files/mark-uploads';
import { RowJudge } from './mark-files/row-judge';
import { MarkGiving } from './marks/mark-giving';
import { MarkReversal } from './marks/mark-reversal';
import { MarkRevision } from './marks/mark-revision.entity';
import { MarksController } from './marks/marks.controller';
import { MarksRepository } from './marks/marks.repository';
import { MarksService } from './marks/marks.service';
import { RemarkDecisionsService } from './remarks/remark-decisions.service';
import { RemarkMails } from './remarks/remark-mails';
import { RemarkMessage } from './remarks/remark-message.entity';
import { RemarkRequest } from './remarks/remark-request.entity';
import { RemarkRule } from './remarks/remark-rule.entity';
import { RemarkRulesService } from './remarks/remark-rules.service';
import { RemarksController } from './remarks/remarks.controller';
import { RemarksRepository } from './remarks/remarks.repository';
import { RemarksService } from './remarks/remarks.service';
import { QuestionRubricRevision } from './rubrics/question-rubric-revision.entity';
import { QuestionRubric } from './rubrics/question-rubric.entity';
import { QuestionRubricsController } from './rubrics/question-rubrics.controller';
import { QuestionRubricsRepository } from './rubrics/question-rubrics.repository';
import { QuestionRubricsService } from './rubrics/question-rubrics.service';
import { Rubric } from './rubrics/rubric.entity';
import { RubricChangeReversal } from './rubrics/changes/rubric-change-reversal';
import { RubricChangeRun } from './rubrics/changes/rubric-change-run';
import { RubricChangedScript } from './rubrics/changes/rubric-changed-script.entity';
import { CarriedRubrics } from './rubrics/carried-rubrics';
import { CarriedRubricsRepository } from './rubrics/carried-rubrics.repository';
import { RubricChangesController } from './rubrics/changes/rubric-changes.controller';
import { RubricChangesRepository } from './rubrics/changes/rubric-changes.repository';
import { RubricChangesService } from './rubrics/changes/rubric-changes.service';
import { RubricsController } from './rubrics/rubrics.controller';
import { RubricsRepository } from './rubrics/rubrics.repository';
import { RubricsService } from './rubrics/rubrics.service';
import { AgreementRepository } from './second-marking/agreement.repository';
import { RuleChangeRun } from './second-marking/changes/rule-change-run';
import { RuleChangesController } from './second-marking/changes/rule-changes.controller';
import { RuleChangesRepository } from './second-marking/changes/rule-changes.repository';
import { RuleChangesService } from './second-marking/changes/rule-changes.service';
import { DecisionsService } from './second-marking/decisions.service';
import { QuestionMarkingRule } from './second-marking/marking-rule.entity';
import { MarkingRulesController } from './second-marking/marking-rules.controller';
import { MarkingRulesRepository } from './second-marking/marking-rules.repository';
import { MarkingRulesService } from './second-marking/marking-rules.service';
import { ScriptHolds } from './scripts/script-holds';
import { Script } from './scripts/script.entity';
import { ScriptsController } from './scripts/scripts.controller';
import { ScriptsRepository } from './scripts/scripts.repository';
import { ScriptsService } from './scripts/scripts.service';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { markingPersonalData } from './personal-data';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[
        Script,
        MarkRevision,
        Rubric,
        QuestionRubric,
        QuestionRubricRevision,
        RubricChangedScript,
        QuestionMarkingRule,
        RemarkRule,
        RemarkRequest,
        RemarkMessage,
        SavedComment,
        FeedbackFile,
      ],
    ]),
    CoursesModule,
    FilesModule,
  ],
  controllers: [
    ScriptsController,
    MarksController,
    RubricsController,
    QuestionRubricsController,
    RubricChangesController,
    CommentsController,
    MarkingRulesController,
    RuleChangesController,
    MarkImportsController,
    RemarksController,
  ],
  providers: [
    personalDataOf(markingPersonalData),
    ScriptsRepository,
    ScriptsService,
    FeedbackFilesRepository,
    FeedbackFiles,
    MarksRepository,
    MarksService,
    MarkGiving,
    CommentsRepository,
    CommentsService,
    MarkReversal,
    MarkingRulesRepository,
    MarkingRulesService,
    AgreementRepository,
    DecisionsService,
    RuleChangesRepository,
    RuleChangeRun,
    RuleChangesService,
    MarkSheets,
    MarkUploads,
    MarkImportsService,
    MarkImportRun,
    RowJudge,
    RemarksRepository,
    RemarkMails,
    RemarkRulesService,
    RemarksService,
    RemarkDecisionsService,
    ScriptHolds,
    ...[CarriedRubricsRepository, CarriedRubrics],
    RubricChangesRepository,
    RubricChangesService,
    RubricChangeRun,
    RubricChangeReversal,
    RubricsRepository,
    RubricsService,
    QuestionRubricsRepository,
    QuestionRubricsService,
    MarkedWorks,
    MarkersFacade,
    MarkingFacade,
  ],
  exports: [MarkedWorks, MarkersFacade, MarkingFacade],
})
export class MarkingModule {}
