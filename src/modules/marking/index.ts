export {
  type MarkedWork,
  MarkedWorks,
  type MarkNews,
  type ScriptContent,
  type ScriptText,
} from './marked-work';
export { type GivenMark, type MarkedQuestion, MarkersFacade } from './markers.facade';
export { type HandedInWork, MarkingFacade, type MarkSaying } from './marking.facade';
export { MarkingModule } from './marking.module';
export type { RubricDto } from './rubrics/dto/rubric.dto';
export { ShownRubricResponse } from './rubrics/dto/shown-rubric.response';
export type { MarkingRuleDto } from './second-marking/dto/marking-rule.dto';
