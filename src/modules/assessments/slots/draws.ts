import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import type { QuestionType } from '../question-types/registry';

export const TAGS_MATCH = ['all', 'any'] as const;
/** Of a quiz. */
export const MOST_DRAWS = 20;
/** Of a filter, the oldest questions first; those beyond are never drawn. */
export const MOST_CANDIDATES_OF_A_DRAW = 5000;

/** What a draw is filtered by besides the folder. */
export interface DrawSettings {
  /** Whether the folders inside the folder count as well. */
  below: boolean;
  /** As the author wrote them; none for all questions. */
  tags: string[];
  /** Whether a question needs all of the tags, or one of them. */
  tagsMatch: (typeof TAGS_MATCH)[number];
  /** None for all types. */
  types: QuestionType[];
  /** One that another course shares; null, or nothing in a draw of before there was this, for the bank of the course. */
  bankId?: string | null;
}

/** What a quiz asks at one of its places of a bank: some questions, drawn for each attempt. */
export interface Draw extends DrawSettings {
  count: number;
  /** Of each question, whatever its key says. */
  points: string;
  /** Null for the whole bank. */
  folderId: string | null;
}

/** A draw as a slot of a quiz. */
export interface SlotDraw extends Draw {
  slotId: string;
  /** Of the slot, from 1. */
  position: number;
}

interface DrawRow {
  slotId: string;
  position: number;
  drawCount: number | null;
  drawPoints: string | null;
  folderId: string | null;
  settings: DrawSettings | null;
}

/** Undefined for a slot that names its question. */
export function toSlotDraw(row: DrawRow): SlotDraw | undefined {
  const { slotId, position, drawCount, drawPoints, folderId, settings } = row;
  if (drawCount === null || drawPoints === null || settings === null) return undefined;
  const points = plainDecimal(drawPoints);
  return { slotId, position, count: drawCount, points, folderId, ...settings };
}
