export type { CompletionCause } from './completions/activity-completion.entity';
export type { Completion } from './completions/completions.repository';
export { ProgressFacade } from './progress.facade';
export { ProgressModule } from './progress.module';
