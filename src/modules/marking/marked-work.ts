import { Injectable } from '@nestjs/common';
import type { FileResponse } from '../files';

/** What there is to read of a script, for who marks it. */
export interface ScriptContent {
  /** Of the activity. */
  title: string;
  /** What was asked. */
  promptHtml: string;
  /** What the author wrote for markers; null: nothing. */
  notesHtml: string | null;
  /** What was handed in, ready for JSON. */
  response: unknown;
  /** The same as HTML; null where it is shown as it stands. */
  responseHtml: string | null;
  /** The files that all this shows. */
  media: FileResponse[];
}

/** The same as plain text, for a spreadsheet. */
export interface ScriptText {
  title: string;
  prompt: string;
  /** Empty for what is no text. */
  answer: string;
}

/** A mark that counts now, or none. */
export interface MarkNews {
  workId: string;
  itemId: string;
  /** The learner. */
  userId: string;
  /** A decimal; null: the mark was taken back. */
  points: string | null;
  /** The part of what the item is worth that they are, exactly, where they follow when it is worth something else; null: they do not. */
  share: string | null;
  /** Of the answer that was marked. */
  answerNumber: number;
  markedBy: string;
  markedAt: Date;
}

/** The module whose work is marked by people: declared here, and provided there. */
export interface MarkedWork {
  /** Whether the course of the activity has such a thing that a person marks, which the activity may ask for. */
  isMarkedByHand(activityId: string, itemId: string): Promise<boolean>;

  contentOf(workId: string, itemId: string): Promise<ScriptContent>;

  /** Of many scripts, by `workId/itemId`, with one statement. */
  textsOf(scripts: readonly { workId: string; itemId: string }[]): Promise<Map<string, ScriptText>>;

  /** Locks a piece of work, first of all that the transaction locks. False where it is not handed in (any more). */
  hold(workId: string): Promise<boolean>;

  /** As `hold`, of many: those that are handed in. */
  holdAll(workIds: readonly string[]): Promise<ReadonlySet<string>>;

  /**
   * Since when the learner can have seen a mark of the work that was given then; null: they do not see it now.
   */
  shownSince(workId: string, markedAt: Date, now: Date): Promise<Date | null>;

  /** Makes the grade follow, in the transaction that gives the marks and has locked the work. */
  marked(news: MarkNews): Promise<void>;
}

/** Where the owner of the work makes itself known when the application starts. */
@Injectable()
export class MarkedWorks {
  private owner: MarkedWork | undefined;

  provide(owner: MarkedWork): void {
    this.owner = owner;
  }

  get work(): MarkedWork {
    if (!this.owner) throw new Error('No module has work to mark.');
    return this.owner;
  }
}
