import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { CoursesModule } from '../courses';
import { IdentityModule } from '../identity';
import { EnrollmentsModule } from '../enrollments';
import { FilesModule } from '../files';
import { MarkingModule } from '../marking';
import { CarriedBank } from './carried/carried-bank';
import { CarriedQuestionsRepository } from './carried/carried-questions.repository';
import { CarriedQuizzes } from './carried/carried-quizzes';
import { CarriedQuizzesRepository } from './carried/carried-quizzes.repository';
import { AssessmentsFacade } from './assessments.facade';
import { AttemptsFacade } from './attempts.facade';
import { AnswerFile } from './answer-files/answer-file.entity';
import { AnswerFilesRepository } from './answer-files/answer-files.repository';
import { AnswerFiles } from './answer-files/answer-files.service';
import { AnswerEntry } from './attempts/answer-entry.entity';
import { AnswerLogRepository } from './attempts/answer-log.repository';
import { AnswersController } from './attempts/answers.controller';
import { AnswersService } from './attempts/answers.service';
import { AttemptEnds } from './attempts/attempt-ends';
import { AttemptMessages } from './attempts/attempt-messages';
import { AttemptEndsRepository } from './attempts/attempt-ends.repository';
import { OpenAttemptsEnds } from './attempts/open-attempts-ends';
import { OpenAttemptsEndsRepository } from './attempts/open-attempts-ends.repository';
import { Departures } from './attempts/departures';
import { AttemptSweep } from './attempts/attempt-sweep';
import { AttemptQuestion } from './attempts/attempt-question.entity';
import { Attempt } from './attempts/attempt.entity';
import { AttemptsController } from './attempts/attempts.controller';
import { AttemptsRepository } from './attempts/attempts.repository';
import { AttemptsService } from './attempts/attempts.service';
import { PastAttempts } from './attempts/past-attempts.service';
import { PositionsService } from './attempts/positions.service';
import { Receipts } from './attempts/receipts';
import { ReceiptsController } from './attempts/receipts.controller';
import { SubmissionsRepository } from './attempts/submissions.repository';
import { SubmissionsService } from './attempts/submissions.service';
import { BanksController } from './banks/banks.controller';
import { BanksRepository } from './banks/banks.repository';
import { DrawnQuestions } from './attempts/drawn-questions';
import { DrawnQuestionsRepository } from './attempts/drawn-questions.repository';
import { DrawsRepository } from './slots/draws.repository';
import { BankQuestionsRepository } from './banks/bank-questions.repository';
import { BanksService } from './banks/banks.service';
import { FoldersController } from './banks/folders.controller';
import { FoldersRepository } from './banks/folders.repository';
import { FoldersService } from './banks/folders.service';
import { QuestionFolder } from './banks/question-folder.entity';
import { QuestionSearch, QuestionTrigram } from './banks/question-search.entity';
import { QuestionTag } from './banks/question-tag.entity';
import { QuestionsSearch } from './banks/questions-search';
import { TagsRepository } from './banks/tags.repository';
import { ExceptionsController } from './exceptions/exceptions.controller';
import { ExceptionsRepository } from './exceptions/exceptions.repository';
import { ExceptionsService } from './exceptions/exceptions.service';
import { QuizException } from './exceptions/quiz-exception.entity';
import { QuizExceptionChange } from './exceptions/quiz-exception-change.entity';
import { QuestionBank } from './banks/question-bank.entity';
import { HandIns } from './hand-marks/hand-ins';
import { MarkedAttempts } from './hand-marks/marked-attempts';
import { MarkedAttemptsRepository } from './hand-marks/marked-attempts.repository';
import { AttemptAction } from './invigilation/attempt-action.entity';
import { AttemptActionsRepository } from './invigilation/attempt-actions.repository';
import { InvigilationController } from './invigilation/invigilation.controller';
import { InvigilationService } from './invigilation/invigilation.service';
import { AttemptChangesController } from './invigilation/attempt-changes.controller';
import { AttemptChangesRepository } from './invigilation/attempt-changes.repository';
import { AttemptChangesService } from './invigilation/attempt-changes.service';
import { OpenAttemptsRepository } from './invigilation/open-attempts.repository';
import { TimelineRepository } from './invigilation/timeline.repository';
import { WatchingController } from './invigilation/watching.controller';
import { WatchingService } from './invigilation/watching.service';
import { FORMAT_CONTROLLERS, FORMAT_PROVIDERS } from './formats/format-parts';
import { KeyRevision } from './questions/key-revision.entity';
import { Question } from './questions/question.entity';
import { QuestionFilesRepository } from './questions/files/question-files.repository';
import { QuestionFiles } from './questions/files/question-files.service';
import { QuestionMedia } from './questions/files/question-media';
import { QuestionContents } from './questions/question-contents';
import { QuestionVersionFile } from './questions/files/question-version-file.entity';
import { QuestionVersion } from './questions/question-version.entity';
import { QuestionsController } from './questions/questions.controller';
import { QuestionsRepository } from './questions/questions.repository';
import { QuestionsService } from './questions/questions.service';
import { VersionsController } from './questions/versions.controller';
import { VersionsRepository } from './questions/versions.repository';
import { VersionsService } from './questions/versions.service';
import { UsageController } from './usage/usage.controller';
import { UsageRepository } from './usage/usage.repository';
import { UsageService } from './usage/usage.service';
import { Quiz } from './quizzes/quiz.entity';
import { PolicyChangesRepository } from './quizzes/policy-changes.repository';
import { QuizPolicyChange } from './quizzes/quiz-policy-change.entity';
import { QuizCalendar } from './quizzes/quiz-calendar';
import { ExceptionCalendar } from './exceptions/exception-calendar';
import { ExceptionSchedulesRepository } from './exceptions/exception-schedules.repository';
import { QuizSchedulesRepository } from './quizzes/quiz-schedules.repository';
import { QuizzesController } from './quizzes/quizzes.controller';
import { QuizzesInOutline } from './quizzes/quizzes-in-outline';
import { QuizTimesRepository } from './quizzes/quiz-times.repository';
import { QuizzesRepository } from './quizzes/quizzes.repository';
import { QuizzesService } from './quizzes/quizzes.service';
import { QuizSlot } from './slots/quiz-slot.entity';
import { KeyCorrections } from './corrections/key-corrections.service';
import { KeyCorrectionsController } from './corrections/key-corrections.controller';
import { RegradeNews } from './regrades/regrade-news';
import { RegradeMails } from './regrades/regrade-mails';
import { RegradeReversal } from './regrades/regrade-reversal';
import { RegradeRun } from './regrades/regrade-run';
import { RegradeWriter } from './regrades/regrade-writer';
import { RegradedAttempt } from './regrades/regraded-attempt.entity';
import { RegradedPapers } from './regrades/regraded-papers';
import { RegradesController } from './regrades/regrades.controller';
import { RegradesRepository } from './regrades/regrades.repository';
import { RegradesService } from './regrades/regrades.service';
import { QuestionTry } from './tries/question-try.entity';
import { TriesController } from './tries/tries.controller';
import { TriesRepository } from './tries/tries.repository';
import { TriesService } from './tries/tries.service';
import { LastCloses } from './review/last-closes';
import { LastClosesRepository } from './review/last-closes.repository';
import { PreviewsController } from './previews/previews.controller';
import { PreviewsRepository } from './previews/previews.repository';
import { PreviewsService } from './previews/previews.service';
import { RestsController } from './rests/rests.controller';
import { RestsService } from './rests/rests.service';
import { GivenResponsesRepository } from './statistics/given-responses.repository';
import { StatisticsController } from './statistics/statistics.controller';
import { StatisticsRepository } from './statistics/statistics.repository';
import { OptionTableRepository } from './statistics/options/option-table.repository';
import { OptionTableService } from './statistics/options/option-table.service';
import { BankAccess } from './sharing/bank-access';
import { BankShare } from './sharing/bank-share.entity';
import { BankSharesController } from './sharing/bank-shares.controller';
import { BankSharesRepository } from './sharing/bank-shares.repository';
import { BankSharesService } from './sharing/bank-shares.service';
import { DuplicatesController } from './likeness/duplicates.controller';
import { DuplicatesService } from './likeness/duplicates.service';
import { LikenessSweep } from './likeness/likeness-sweep';
import { Likenesses } from './likeness/likenesses';
import { LikenessesRepository } from './likeness/likenesses.repository';
import { QuestionBand, QuestionFingerprint, QuestionLikeness } from './likeness/question-likeness.entity';
import { OwnPlaceRepository } from './statistics/place/own-place.repository';
import { OwnPlaceService } from './statistics/place/own-place.service';
import { StatisticsChoice } from './statistics/statistics-choice';
import { StatisticsService } from './statistics/statistics.service';
import { SlotsController } from './slots/slots.controller';
import { SlotsRepository } from './slots/slots.repository';
import { SlotsService } from './slots/slots.service';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { PersonAttemptsRepository } from './erasure/person-attempts.repository';
import { KeptBackQuizzesRepository } from './review/kept-back-quizzes.repository';
import { KeptBackQuizzes } from './review/kept-back-quizzes';
import { OpenAttemptsOfPeople } from './erasure/open-attempts';
import { assessmentsPersonalData } from './personal-data';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ...[
        Quiz,
        QuizPolicyChange,
        QuizSlot,
        QuestionBank,
        Question,
        QuestionVersion,
        QuestionVersionFile,
        KeyRevision,
      ],
      ...[Attempt, AttemptQuestion, AnswerEntry, AnswerFile, QuizException, QuizExceptionChange],
      ...[AttemptAction, QuestionTry, RegradedAttempt],
      ...[QuestionFolder, QuestionTag, QuestionSearch, QuestionTrigram],
      ...[QuestionFingerprint, QuestionBand, QuestionLikeness, BankShare],
    ]),
    CoursesModule,
    EnrollmentsModule,
    FilesModule,
    IdentityModule,
    MarkingModule,
  ],
  controllers: [
    ...[QuizzesController, QuestionsController, VersionsController, SlotsController, UsageController],
    ...[BanksController, FoldersController, DuplicatesController, BankSharesController],
    ...[AttemptsController, AnswersController, TriesController, ReceiptsController, ExceptionsController],
    ...[RestsController, PreviewsController],
    ...[WatchingController, InvigilationController, AttemptChangesController],
    ...[StatisticsController, KeyCorrectionsController, RegradesController],
    ...FORMAT_CONTROLLERS,
  ],
  providers: [
    personalDataOf(assessmentsPersonalData),
    ...[PersonAttemptsRepository, OpenAttemptsOfPeople],
    ...[KeptBackQuizzesRepository, KeptBackQuizzes],
    QuizTimesRepository,
    QuizzesRepository,
    QuizSchedulesRepository,
    ExceptionCalendar,
    ExceptionSchedulesRepository,
    PolicyChangesRepository,
    QuizCalendar,
    LastClosesRepository,
    LastCloses,
    ...[BanksRepository, BankQuestionsRepository, FoldersRepository, TagsRepository, QuestionsSearch],
    ...[LikenessesRepository, Likenesses, LikenessSweep, DuplicatesService],
    ...[BankSharesRepository, BankAccess, BankSharesService],
    ...[SlotsRepository, DrawsRepository, DrawnQuestionsRepository, DrawnQuestions],
    ...[QuestionsRepository, QuestionFilesRepository, QuestionFiles, QuestionMedia, QuestionContents],
    VersionsRepository,
    AttemptsRepository,
    SubmissionsRepository,
    AttemptEndsRepository,
    AttemptEnds,
    ...[HandIns, MarkedAttempts, MarkedAttemptsRepository],
    AttemptMessages,
    OpenAttemptsEndsRepository,
    OpenAttemptsEnds,
    Departures,
    PositionsService,
    RestsService,
    PreviewsRepository,
    PreviewsService,
    AttemptSweep,
    ...[AnswerLogRepository, AnswerFilesRepository, AnswerFiles],
    Receipts,
    ExceptionsRepository,
    ExceptionsService,
    QuizzesService,
    QuestionsService,
    SlotsService,
    ...[BanksService, FoldersService],
    VersionsService,
    ...[UsageRepository, UsageService],
    AttemptsService,
    AnswersService,
    ...[TriesRepository, TriesService],
    SubmissionsService,
    PastAttempts,
    OpenAttemptsRepository,
    TimelineRepository,
    WatchingService,
    AttemptActionsRepository,
    AttemptChangesRepository,
    AttemptChangesService,
    InvigilationService,
    ...FORMAT_PROVIDERS,
    ...[StatisticsRepository, GivenResponsesRepository, StatisticsService, StatisticsChoice],
    ...[OptionTableRepository, OptionTableService, OwnPlaceRepository, OwnPlaceService],
    ...[KeyCorrections, RegradesRepository, RegradedPapers, RegradeWriter, RegradeRun],
    ...[RegradeMails, RegradeNews],
    ...[RegradesService, RegradeReversal],
    ...[CarriedQuestionsRepository, CarriedBank, CarriedQuizzesRepository, CarriedQuizzes],
    QuizzesInOutline,
    AssessmentsFacade,
    AttemptsFacade,
  ],
  exports: [AssessmentsFacade, AttemptsFacade],
})
// Previews go before the quiz that they are of, and files are let go while their questions are there.
@EventConsumers([
  BankSharesService,
  QuestionFiles,
  AnswerFiles,
  PreviewsService,
  QuizzesService,
  QuizCalendar,
  OpenAttemptsEnds,
  LastCloses,
  Departures,
])
export class AssessmentsModule {}
