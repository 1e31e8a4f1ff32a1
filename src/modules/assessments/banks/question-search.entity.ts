import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import type { SearchTables } from '../../../shared/database/search-index';
import { Question } from '../questions/question.entity';
import { textsOfQuestion } from './question-texts';

/** What of a question is searched. Written by `SearchIndex` alone. */
@Entity('question_search')
export class QuestionSearch {
  @UuidColumn({ primary: true })
  rowId: string;

  @OneToOne(() => Question, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'row_id', foreignKeyConstraintName: 'fk_question_search_row' })
  row?: unknown;

  @Column({ type: 'varbinary', length: 2000 })
  text: Buffer;
}

/** The trigrams of `QuestionSearch.text`. */
@Entity('question_trigrams')
export class QuestionTrigram {
  @PrimaryColumn({ type: 'varbinary', length: 12 })
  trigram: Buffer;

  @UuidColumn({ primary: true })
  rowId: string;
}

export const QUESTION_SEARCH: SearchTables = {
  texts: 'question_search',
  trigrams: 'question_trigrams',
  of: 'questions',
  columns: ['prompt', 'definition', 'tags'],
  textsOf: textsOfQuestion,
};
