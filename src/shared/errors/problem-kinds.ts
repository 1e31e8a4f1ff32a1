import type { Type } from '@nestjs/common';
import type { Problem, ProblemAnswer } from './problem.response';

/** A kind of problem with members of its own, which `of` adds. */
export interface ProblemKind {
  type: Type<Problem>;
  of: (answer: ProblemAnswer) => Problem;
}

const KINDS = new Map<string, ProblemKind>();

/** Problems of some routes have more members. The name of the class stands for them in `@Endpoint`. */
export function problemKind<T extends Problem>(type: Type<T>, of: (answer: ProblemAnswer) => T): void {
  KINDS.set(type.name, { type, of });
}

/** Undefined for routes whose problems have no members of their own. */
export function problemKindNamed(name: string | undefined): ProblemKind | undefined {
  return name === undefined ? undefined : KINDS.get(name);
}

export function problemKinds(): ProblemKind[] {
  return [...KINDS.values()];
}
