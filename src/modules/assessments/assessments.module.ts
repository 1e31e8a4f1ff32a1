import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { CoursesModule } from '../courses';
import { AssessmentsFacade } from './assessments.facade';
import { AttemptAnswer } from './attempts/attempt-answer.entity';
import { Attempt } from './attempts/attempt.entity';
import { AttemptsController } from './attempts/attempts.controller';
import { AttemptsRepository } from './attempts/attempts.repository';
import { AttemptsService } from './attempts/attempts.service';
import { SubmissionsRepository } from './attempts/submissions.repository';
import { SubmissionsService } from './attempts/submissions.service';
import { Question } from './questions/question.entity';
import { QuestionsController } from './questions/questions.controller';
import { QuestionsRepository } from './questions/questions.repository';
import { QuestionsService } from './questions/questions.service';
import { Quiz } from './quizzes/quiz.entity';
import { QuizCalendar } from './quizzes/quiz-calendar';
import { QuizSchedulesRepository } from './quizzes/quiz-schedules.repository';
import { QuizzesController } from './quizzes/quizzes.controller';
import { QuizzesInOutline } from './quizzes/quizzes-in-outline';
import { QuizzesRepository } from './quizzes/quizzes.repository';
import { QuizzesService } from './quizzes/quizzes.service';

@Module({
  imports: [TypeOrmModule.forFeature([Quiz, Question, Attempt, AttemptAnswer]), CoursesModule],
  controllers: [QuizzesController, QuestionsController, AttemptsController],
  providers: [
    QuizzesRepository,
    QuizSchedulesRepository,
    QuizCalendar,
    QuestionsRepository,
    AttemptsRepository,
    SubmissionsRepository,
    QuizzesService,
    QuestionsService,
    AttemptsService,
    SubmissionsService,
    QuizzesInOutline,
    AssessmentsFacade,
  ],
  exports: [AssessmentsFacade],
})
@EventConsumers([QuizzesService, QuizCalendar])
export class AssessmentsModule {}
