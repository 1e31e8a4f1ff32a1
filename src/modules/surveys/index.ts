export { SurveysFacade } from './surveys.facade';
export { SurveysModule } from './surveys.module';
export { SurveySubmitted } from './surveys.events';
