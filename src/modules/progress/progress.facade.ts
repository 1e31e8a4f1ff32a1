import { Injectable } from '@nestjs/common';
import { type Completion, CompletionsRepository } from './completions/completions.repository';

/** Progress for commands that fill a school. Checks nobody's rights. */
@Injectable()
export class ProgressFacade {
  constructor(private readonly completions: CompletionsRepository) {}

  /**
   * Records completions of pages and videos, with one statement; existing ones stay as they are. Quizzes are completed
   * by the attempts that the assessments module records.
   */
  async recordCompletions(completions: Omit<Completion, 'cause'>[]): Promise<void> {
    await this.completions.add(completions.map((completion) => ({ ...completion, cause: 'manual' })));
  }
}
