import type { Answer } from './client';
import type { Caller, Scene } from './scenes';

/** What an operation needs before it can be answered 2xx; parts left out come from the plan. */
export interface Prepared {
  caller?: Caller;
  /** By the name of the path's parameter. */
  ids?: Record<string, string>;
  query?: [name: string, value: string][];
  headers?: Record<string, string>;
  body?: unknown;
  /** In place of a JSON body. */
  upload?: { bytes: Buffer; type: string };
}

/** Brings the school into the state that the operation is about. */
export type Recipe = (scene: Scene, pick: number) => Promise<Prepared>;

/** What the fuzzer talks about: who is there and what exists, and how to keep it so. */
export interface World {
  /** At least one. */
  readonly scenes: readonly Scene[];
  /** Ids that were found outside of any scene. */
  readonly elsewhere: Scene;
  /** By operation, for operations that a body made from the schema alone cannot satisfy. */
  readonly recipes: Readonly<Record<string, Recipe>>;
  /** Of a session that was ended. */
  readonly deadToken: string;
  /** Ids that no request may name, such as the administrator that the fuzzer itself needs. */
  isForbidden(id: string): boolean;
  /** The caller's token was refused: they were suspended, say, by a request before. */
  revive(caller: Caller): Promise<void>;
  /** Called before each request with the number of requests so far; replaces scenes that are used up. */
  refresh(requests: number): Promise<void>;
}

/** The school answered otherwise than whoever prepares a request needs. */
export class UnexpectedAnswer extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export function expectStatus(answer: Answer, ...statuses: number[]): Record<string, unknown> {
  if (!statuses.includes(answer.status))
    throw new UnexpectedAnswer(
      answer.status,
      `The school met ${answer.status}, not ${statuses.join(' or ')}: ${answer.text}`,
    );
  return (answer.body ?? {}) as Record<string, unknown>;
}
