import { readFileSync, writeFileSync } from 'node:fs';

/** Somebody who calls the servers. */
export interface Caller {
  id: string;
  token: string;
}

/** A question of the quiz with a right and a wrong response to it. */
export interface WorldQuestion {
  id: string;
  right: unknown;
  wrong: unknown;
}

/** What the data maker made, as far as the flows must know it. All are of the one course that is measured. */
export interface World {
  size: number;
  courseId: string;
  /** The course's instructors. */
  staff: Caller[];
  /** 1,000 of the course's learners, whatever its size. */
  learners: Caller[];
  /** People of the school who are not in the course. */
  outsiders: string[];
  quizId: string;
  quizLineItemId: string;
  questions: WorldQuestion[];
  /** Pages that nobody has completed yet. */
  openActivities: string[];
}

/** The load process reads the world from a file: it is too large for a message. */
export function saveWorld(world: World, file: string): void {
  writeFileSync(file, JSON.stringify(world));
}

export function loadWorld(file: string): World {
  return JSON.parse(readFileSync(file, 'utf8')) as World;
}
