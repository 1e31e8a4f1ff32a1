/**
 * Everything about one type of activity. Each type is described in a folder of its own and listed once, in
 * `registry.ts`; validation, TypeScript types, storage and OpenAPI follow from that.
 */
export interface ActivityTypeDescription<Name extends string, Fields extends object> {
  /** As the API names it. At most 20 characters. */
  readonly name: Name;

  /** The fields that the type adds to title and content, with their validation and OpenAPI description. */
  readonly Fields: new () => Fields;

  /** Converts the fields of a request to what is stored. Left out if they are stored as sent. */
  readonly kept?: (sent: Partial<Fields>) => Partial<Fields>;

  /** Who marks it as completed: the learners themselves, or the module that owns it. */
  readonly completedBy: 'learners' | 'owner';

  /** The module that stores everything else of such an activity, such as questions. It learns of activities by events. */
  readonly owner: string;

  /**
   * What its owner tells of such an activity in the outline of a course (`OutlineSources`), as OpenAPI describes it. Left
   * out if nothing but title, content and the fields above.
   */
  readonly InOutline?: new () => object;

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
