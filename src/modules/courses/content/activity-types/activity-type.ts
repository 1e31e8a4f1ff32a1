import type { FieldError } from '../../../../shared/errors/domain-error';
import type { FileFacts, MediaType } from '../../../files';

import type { CompletionKindName } from '../../completion/completion-kinds';
import type { CheckCode } from '../checks/check-codes';

/** A file that a field of an activity names. */
export interface FieldFile {
  /** As the API names it, such as `files[2].fileId`. */
  field: string;
  fileId: string;
  /** What its content may be; left out: all that activities may have. */
  types?: readonly MediaType[];
  /** Whether it is looked at more closely: captions that players drop without a word are refused. */
  isCaptions?: true;
}

/**
 * Everything about one type of activity. Each type is described in a folder of its own and listed once, in
 * `registry.ts`; validation, TypeScript types, storage and OpenAPI follow from that.
 */
export interface ActivityTypeDescription<Name extends string, Fields extends object> {
  /** As the API names it. At most 20 characters. */
  readonly name: Name;

  /** In the names of its request classes in OpenAPI. Left out if it is the name of the type; two classes of one name would be one. */
  readonly schemaName?: string;

  /** The fields that the type adds to title and content, with their validation and OpenAPI description. */
  readonly Fields: new () => Fields;

  /** Converts the fields of a request to what is stored. Left out if they are stored as sent. */
  readonly kept?: (sent: Partial<Fields>) => Partial<Fields>;

  /** The values of fields that were left out when the activity was added, or that it had no need for when it was. */
  readonly defaults?: object;

  /** What is wrong with fields that are right one by one. Asked of all together, also when some of them change. */
  readonly faults?: (fields: Fields) => FieldError[];

  /** The files that fields name, all or some of them. They are held as those are that the content names, and told with them as `media`. */
  readonly filesIn?: (fields: Partial<Fields>) => readonly FieldFile[];

  /** What is stored of the fields, with what is known of the files that they name. Left out if that is nothing. */
  readonly withFiles?: (fields: Fields, files: ReadonlyMap<string, FileFacts>) => object;

  /** The fields as a request says them, of those that are stored. Left out if they are stored as sent. */
  readonly sent?: (stored: Partial<Fields> & Record<string, unknown>) => object;

  /** The fields as the API tells them, with their OpenAPI description. Left out if that is as they are sent. */
  readonly Told?: new () => object;

  /** The content as sanitized HTML. Left out if it is Markdown. */
  readonly render?: (content: string, fields: Fields) => string;

  /**
   * What may complete it: the kinds of conditions that its completion rule may have. The first alone completes it where it has no rule
   * of its own. Empty where there is nothing to complete: it does not count in anybody's progress.
   */
  readonly completedBy: readonly CompletionKindName[];

  /** The module that stores everything else of such an activity, such as questions. It learns of activities by events. */
  readonly owner: string;

  /**
   * What its owner tells of such an activity in the outline of a course (`OutlineSources`), as OpenAPI describes it. Left
   * out if nothing but title, content and the fields above.
   */
  readonly InOutline?: new () => object;

  /** What in its fields shuts people out, for the check before it is published. */
  readonly shutsOut?: (fields: Partial<Fields>) => CheckCode[];

  /** The outline shows its text, which learners need not open. */
  readonly isShownInOutline?: boolean;

  /** Requests that work without changes. */
  readonly examples: {
    add: Example<Fields & { title: string; content?: string; position?: number }>;
    change?: Example<Partial<Fields> & { title?: string; content?: string }>;
  };
}

interface Example<Value> {
  /** A short title. */
  summary: string;
  value: Value;
}

/** Fields of a type that has none of its own. */
export class NoFields {}

/** Lets the compiler find the types of a description. */
export function activityType<const Name extends string, Fields extends object>(
  description: ActivityTypeDescription<Name, Fields>,
): ActivityTypeDescription<Name, Fields> {
  return description;
}
