import { Injectable } from '@nestjs/common';
import { type Found, SearchIndex } from '../../../shared/database/search-index';
import { SearchIndexes } from '../../../shared/database/search-indexes';
import type { QuestionContent } from '../questions/question-content';
import { QUESTION_SEARCH } from './question-search.entity';

/** Questions by the words of their texts and tags. Its writes belong into the transaction that writes the questions. */
@Injectable()
export class QuestionsSearch {
  private readonly index: SearchIndex;

  constructor(indexes: SearchIndexes) {
    this.index = indexes.open(QUESTION_SEARCH);
  }

  async add(
    questions: readonly (Pick<QuestionContent, 'prompt' | 'definition'> & { id: string; tags: string[] })[],
  ): Promise<void> {
    await this.index.add(
      questions.map(({ id, prompt, definition, tags }) => ({
        ...{ id, values: [prompt, JSON.stringify(definition), JSON.stringify(tags)] },
      })),
    );
  }

  async refresh(questionIds: readonly string[]): Promise<void> {
    await this.index.refresh(questionIds);
  }

  /** See `SearchIndex.find`. */
  async find(search: string): Promise<Found> {
    return this.index.find(search);
  }
}
