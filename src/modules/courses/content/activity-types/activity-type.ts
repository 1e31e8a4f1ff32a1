/**
 * All that there is to know of one type of activity. Each type is described in a folder of its own and listed once, in
 * `registry.ts`; validation, TypeScript types, storage and OpenAPI follow from that.
 */
export interface ActivityTypeDescription<Name extends string, Fields extends object> {
  /** As the API names it. At most 20 characters. */
  readonly name: Name;

  /** What the type has besides title and content, with its rules and its words for OpenAPI. */
  readonly Fields: new () => Fields;

  /** Own fields as they are kept, where that is not how they were sent. Gets those that a request has. */
  readonly kept?: (sent: Partial<Fields>) => Partial<Fields>;

  /** Who completes it: `learners` say themselves that they are done; of other activities, the `owner` says it. */
  readonly completedBy: 'learners' | 'owner';

  /** The module that keeps what belongs to it besides these fields, such as questions. It hears of it by events. */
  readonly owner: string;

  /** Requests that can be sent as they stand. */
  readonly examples: {
    add: Example<Fields & { title: string; content?: string; position?: number }>;
    change?: Example<Partial<Fields> & { title?: string; content?: string }>;
  };
}

interface Example<Value> {
  /** What it shows, in a few words. */
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
