export { type MarkedWork, MarkedWorks, type MarkNews, type ScriptContent } from './marked-work';
export { type HandedInWork, MarkingFacade } from './marking.facade';
export { MarkingModule } from './marking.module';
