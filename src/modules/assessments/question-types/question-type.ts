import type { FieldError } from '../../../shared/errors/domain-error';
import type { Rational } from '../../../shared/decimals/rational';
import type { AnswerFeedback } from './parts/answer-feedback';
import type { FieldsOf } from './parts/definition-rules';
import type { ItemOrder } from './parts/item-order';
import type { FilesById, NamedInDefinition } from './parts/named-files';
import type { OfferedChoices } from './parts/offered-choices';
import type { ApiSchema, ResponseShape } from './parts/response-shapes';
import type { Sentence } from '../../../shared/sentences/sentence';

/**
 * All that there is to know of one type of question. Each type is described in a folder of its own and listed once, in
 * `registry.ts`; validation, TypeScript types, grading and OpenAPI follow from that.
 */
export interface QuestionTypeDescription<
  Definition extends { type: string },
  View extends { type: string },
  Response,
  Key,
> {
  /** As the API names it. At most 20 characters. */
  readonly name: Definition['type'];

  /** What a question consists of besides prompt, points and feedback: the choices and the key. */
  readonly Definition: FieldsOf<Definition>;

  /**
   * The fields of a definition that say what is right. They can be corrected after learners have answered, by a key
   * revision; another value of any other field makes a question of a new version. None of them is in the view.
   */
  readonly keyFields: readonly string[];

  /** Divides a definition in its key and the rest, and puts both together again, where the key is not fields of its own. */
  readonly division?: {
    contentAndKey(definition: Definition): { content: object; key: object };
    whole(content: object, key: object): Definition;
  };

  /**
   * What is wrong with a definition whose fields are right each by itself. Each `field` is a path from `at`, where the
   * definition stands in the request. Left out where the fields say it all.
   */
  definitionFaults?(definition: Definition, at: string): FieldError[];

  /**
   * The files that a definition names by their ids, which are shown with what is asked. The question holds them: they can be read by
   * whoever sees the question, and stay for as long as it does. Left out where there are none.
   */
  filesOf?(definition: Definition): NamedInDefinition[];

  /** What is wrong with a definition for the files that it names. As in `definitionFaults`. */
  fileFaults?(definition: Definition, files: FilesById, at: string): FieldError[];

  /** What learners see of a definition before they may see the key. */
  readonly View: FieldsOf<View>;

  /**
   * Names each field that is shown: what a definition gains later stays hidden until it is named here. Items are shown in the
   * order of the attempt. Without one, an order that may be the key is not shown either (`inOrderOrNeutral`).
   */
  viewOf(definition: Definition, order: ItemOrder): View;

  /**
   * The items that each attempt shows in an order of its own where the quiz shuffles options: what learners choose from, match or
   * put in order. Left out where there are none.
   */
  itemsOf?(definition: Definition): readonly { id: string }[];

  /**
   * What is drawn from a seed for one attempt, by name, for questions that ask something else in each. It is kept on the paper.
   * Left out where nothing is drawn.
   */
  draw?(definition: Definition, seed: string): Record<string, string>;

  /** The definition as an attempt asks it, with what was drawn. */
  withDrawn?(definition: Definition, drawn: Readonly<Record<string, string>>): Definition;

  /** What learners send. */
  readonly response: ResponseShape<Response, NoInfer<Definition>>;

  /**
   * The part of the points that a response earns, from 0 to 1, exactly. The response has the right shape and is not
   * null. Left out where a person marks the answers (`isMarkedByHand`).
   */
  grade?(definition: Definition, response: Response): Rational;

  /**
   * Nothing is right or wrong in it: it is worth no points, counts in no score, and is drawn by no draw. Left out for all other
   * types.
   */
  readonly isUnscored?: true;

  /**
   * What somebody earns on average who answers without reading, as a part of the points; null where that cannot be said. By the
   * question bank of Moodle (`get_random_guess_score` in `question/type/<name>/questiontype.php`).
   */
  guessShare(definition: Definition): Rational | null;

  /**
   * Whether nothing is missing in a response that fits, so that it is worth a try. Left out where whatever fits is complete.
   */
  isComplete?(definition: Definition, response: Response): boolean;

  /** How many parts of a response are right, of how many, and the response without the others. Left out where it has no parts. */
  rightParts?(definition: Definition, response: Response): { right: number; of: number; rest: Response };

  /**
   * What the last of several tries earns part by part: each is worth less by the penalty for every try before the one that settled it,
   * so that one wrong part does not spoil the others. Left out for types whose responses have no parts.
   */
  countback?(definition: Definition, tries: readonly Response[], penalty: Rational): Rational;

  /**
   * What the author says to this very response, such as to an option that was chosen. Left out for types that have nothing to say
   * to a part of a response.
   */
  feedbackTo?(definition: Definition, response: Response): AnswerFeedback[];

  /**
   * The definition with a response, which has the right shape, that earns all points besides what did already. Left out for types
   * whose key has room for one right answer only.
   */
  accepting?(definition: Definition, response: Response): Definition;

  /**
   * Whether a correction of the key lets a response earn all points that has not the shape of one, such as a text that is no number.
   * It tells learners nothing: what they typed is still said to be unreadable. Left out for types that have no such key.
   */
  acceptsUnread?(definition: Definition, response: unknown): boolean;

  /**
   * Answers of the definition that no response is graded by, since one before them takes all that they would: their fields, such as
   * `alternatives[0]`. Left out for types whose key is no list.
   */
  hiddenAnswers?(definition: Definition): string[];

  /** The options that learners choose from, for whoever counts who chose what. Left out for types that offer none. */
  readonly choices?: OfferedChoices<Definition, NoInfer<Response>>;

  /** What a response says, for people who read many: a text, or a sentence. `summaryOf` makes one short line of it. */
  summary(definition: Definition, response: Response): string | Sentence;

  /** What the author wrote for those who mark, in Markdown. Learners never see it. Left out where there can be none. */
  markerNotesOf?(definition: Definition): string | undefined;

  /** The right answer, as learners see it once they may. */
  keyOf(definition: Definition): Key;
  readonly keySchema: ApiSchema;

  /** A question that can be sent as it stands, and a right response to it. */
  readonly example: QuestionExample<Definition, Response>;
}

/** A type whose answers are graded without a person. */
export interface AutoGradedType<
  Definition extends { type: string },
  View extends { type: string },
  Response,
  Key,
> extends QuestionTypeDescription<Definition, View, Response, Key> {
  grade(definition: Definition, response: Response): Rational;
}

export interface ExampleFile {
  id: string;
  name: string;
  content: () => Buffer;
}

export interface QuestionExample<Definition, Response> {
  /** What the example shows, in a few words. */
  summary: string;
  /** Markdown. */
  prompt: string;
  points: string;
  definition: Omit<NoInfer<Definition>, 'type'>;
  /** Markdown. */
  feedback: string;
  response: NoInfer<Response>;
  /** The files that the response names, which are uploaded by whoever tries it. */
  files?: readonly ExampleFile[];
}

/** Lets the compiler find the types of a description, and whether it grades. */
export function questionType<
  Definition extends { type: string },
  View extends { type: Definition['type'] },
  Response,
  Key,
>(
  description: AutoGradedType<Definition, View, Response, Key>,
): AutoGradedType<Definition, View, Response, Key>;
export function questionType<
  Definition extends { type: string },
  View extends { type: Definition['type'] },
  Response,
  Key,
>(
  description: QuestionTypeDescription<Definition, View, Response, Key>,
): QuestionTypeDescription<Definition, View, Response, Key>;
export function questionType<
  Definition extends { type: string },
  View extends { type: Definition['type'] },
  Response,
  Key,
>(
  description: QuestionTypeDescription<Definition, View, Response, Key>,
): QuestionTypeDescription<Definition, View, Response, Key> {
  return description;
}
