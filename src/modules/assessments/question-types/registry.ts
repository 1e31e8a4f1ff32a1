import { calculated } from './calculated/calculated';
import { cloze } from './cloze/cloze';
import { essay } from './essay/essay';
import { file } from './file/file';
import { gapSelect } from './gap-select/gap-select';
import { hotspot } from './hotspot/hotspot';
import { markers } from './markers/markers';
import { matching } from './matching/matching';
import { multipleChoice } from './multiple-choice/multiple-choice';
import { numeric } from './numeric/numeric';
import { ordering } from './ordering/ordering';
import type { QuestionTypeDescription } from './question-type';
import { recording } from './recording/recording';
import { shortText } from './short-text/short-text';
import { singleChoice } from './single-choice/single-choice';
import { survey } from './survey/survey';
import { trueFalse } from './true-false/true-false';

/** Every type of question there is, in the order in which they are shown. A type that is not here is refused. */
const REGISTERED = [
  singleChoice,
  multipleChoice,
  trueFalse,
  numeric,
  shortText,
  matching,
  ordering,
  gapSelect,
  cloze,
  calculated,
  hotspot,
  markers,
  essay,
  file,
  survey,
  recording,
] as const;

type Registered = (typeof REGISTERED)[number];
export type QuestionType = Registered['name'];
/** What a question of each type consists of besides its prompt and points: the choices and the key. */
export type QuestionDefinition = InstanceType<Registered['Definition']>;
/** What a learner may see of a definition before they may see the key. */
export type QuestionView = InstanceType<Registered['View']>;
/** The right answer to a question of each type. */
export type QuestionKey = ReturnType<Registered['keyOf']>;

/** A description whose type of question is known only when the program runs. */
export type AnyQuestionType = QuestionTypeDescription<QuestionDefinition, QuestionView, unknown, QuestionKey>;

export const ALL_QUESTION_TYPES: readonly AnyQuestionType[] = REGISTERED;
export const QUESTION_TYPES: readonly QuestionType[] = REGISTERED.map(({ name }) => name);

/** Those in which nothing is right or wrong. */
export const UNSCORED_TYPES: readonly string[] = ALL_QUESTION_TYPES.filter(
  ({ isUnscored }) => isUnscored,
).map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, AnyQuestionType> = new Map(
  ALL_QUESTION_TYPES.map((described) => [described.name, described]),
);

/** Undefined for a type that is not registered. */
export function findQuestionType(name: string): AnyQuestionType | undefined {
  return BY_NAME.get(name);
}

/** The description of a stored question's type. Throws for a type that is not registered (any more). */
export function questionTypeOf({ type }: { type: string }): AnyQuestionType {
  const described = BY_NAME.get(type);
  if (!described) throw new TypeError(`No question type ${type} is registered.`);
  return described;
}
