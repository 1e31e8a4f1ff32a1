import type { CompletionKindName } from '../completion-kinds';
import type { CompletionCondition } from '../completion-rule';
import { sentences } from '../completion.sentences';
import type { CompletionKind } from './completion-kind';
import {
  AttendedConditionDto,
  CoveredConditionDto,
  MarkedDoneConditionDto,
  PassedConditionDto,
  ScoreReachedConditionDto,
  SubmittedConditionDto,
  ViewedConditionDto,
} from './conditions.dto';

const percentOf = ({ minPercent = '0' }: CompletionCondition) => ({ percent: minPercent });

/** Every kind of condition that a completion rule may have. Which of them suit a type of activity is said by the type. */
export const ALL_COMPLETION_KINDS: readonly CompletionKind[] = [
  { name: 'marked_done', Condition: MarkedDoneConditionDto, says: () => sentences.markDone() },
  { name: 'viewed', Condition: ViewedConditionDto, says: () => sentences.view() },
  {
    name: 'covered',
    Condition: CoveredConditionDto,
    says: (condition) => sentences.cover(percentOf(condition)),
    misfit: ({ durationSeconds }, field) =>
      typeof durationSeconds === 'number'
        ? undefined
        : { rule: 'needsDuration', message: sentences.needsDuration({ field }) },
  },
  { name: 'submitted', Condition: SubmittedConditionDto, says: () => sentences.submit() },
  {
    name: 'score',
    Condition: ScoreReachedConditionDto,
    says: (condition) => sentences.score(percentOf(condition)),
  },
  { name: 'passed', Condition: PassedConditionDto, says: () => sentences.pass() },
  { name: 'attended', Condition: AttendedConditionDto, says: () => sentences.attend() },
];

const BY_NAME: ReadonlyMap<string, CompletionKind> = new Map(
  ALL_COMPLETION_KINDS.map((kind) => [kind.name, kind]),
);

/** Undefined for what is no kind. */
export function findCompletionKind(name: unknown): CompletionKind | undefined {
  return typeof name === 'string' ? BY_NAME.get(name) : undefined;
}

export function completionKind(name: CompletionKindName): CompletionKind {
  return BY_NAME.get(name) as CompletionKind;
}
