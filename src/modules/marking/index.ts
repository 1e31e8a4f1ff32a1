export {
  type MarkedWork,
  MarkedWorks,
  type MarkNews,
  type ScriptContent,
  type ScriptText,
} from './marked-work';
export { type HandedInWork, MarkingFacade, type MarkSaying } from './marking.facade';
export { MarkingModule } from './marking.module';
export { ShownRubricResponse } from './rubrics/dto/shown-rubric.response';
