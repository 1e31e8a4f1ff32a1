import { Injectable } from '@nestjs/common';

/**
 * What a person may not see for now: the grades of quizzes whose marks are not posted or whose review rules hide them, and the marks of
 * single questions, which tell what was right. Both by the ids of the quizzes.
 */
export const KEPT_BACK_NAMES = ['quiz_grades', 'quiz_marks'] as const;
export type KeptBackName = (typeof KEPT_BACK_NAMES)[number];

export type KeptBackIds = Readonly<Record<KeptBackName, ReadonlySet<string>>>;

/** Tells what is kept back from a person. */
export type KeptBackSource = (userId: string) => Promise<Partial<KeptBackIds>>;

/**
 * What exports leave out, so that asking for an export is no way around the rules for marks. Declared here because exports are made below; the modules
 * above provide it.
 */
@Injectable()
export class KeptBack {
  private readonly sources: KeptBackSource[] = [];

  /** To be called when the application starts. */
  provide(source: KeptBackSource): void {
    this.sources.push(source);
  }

  async of(userId: string): Promise<KeptBackIds> {
    const ids = { quiz_grades: new Set<string>(), quiz_marks: new Set<string>() };
    // One after another, on one connection.
    for (const source of this.sources) {
      const found = await source(userId);
      for (const name of KEPT_BACK_NAMES) for (const id of found[name] ?? []) ids[name].add(id);
    }
    return ids;
  }
}
