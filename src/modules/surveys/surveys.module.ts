import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventConsumers } from '../../shared/events/domain-events';
import { CoursesModule } from '../courses';
import { CarriedSurveys } from './carried-surveys';
import { SurveyAnswer } from './survey-answer.entity';
import { SurveyAnswersRepository } from './survey-answers.repository';
import { SurveyAnswersService } from './survey-answers.service';
import { SurveyParticipant } from './survey-participant.entity';
import { SurveyResults } from './survey-results.service';
import { Survey } from './survey.entity';
import { SurveysController } from './surveys.controller';
import { SurveysFacade } from './surveys.facade';
import { SurveysRepository } from './surveys.repository';
import { SurveysService } from './surveys.service';
import { personalDataOf } from '../../shared/personal-data/personal-data-map';
import { surveysPersonalData } from './personal-data';

@Module({
  imports: [TypeOrmModule.forFeature([Survey, SurveyAnswer, SurveyParticipant]), CoursesModule],
  controllers: [SurveysController],
  providers: [
    personalDataOf(surveysPersonalData),
    ...[SurveysRepository, SurveyAnswersRepository],
    ...[SurveysService, SurveyAnswersService, SurveyResults, SurveysFacade],
    CarriedSurveys,
  ],
  exports: [SurveysFacade],
})
@EventConsumers([SurveysService])
export class SurveysModule {}
