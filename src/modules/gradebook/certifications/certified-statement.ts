import { isId } from '../../../shared/database/ids';
import { FINAL_MARKS, type FinalGradeValue, type FinalMark } from '../final-grades/final-grade';
import { leafHash } from './merkle-tree';

/** What is certified about one learner. */
export interface CertifiedStatement extends FinalGradeValue {
  courseId: string;
  userId: string;
}

const FORM = 'stoa.final-grade.1';

/** As the text whose hash is certified: a JSON array of the form's name, course, learner, percentage, grade and mark. */
export function statementText({ courseId, userId, percent, grade, mark }: CertifiedStatement): string {
  return JSON.stringify([FORM, courseId, userId, percent, grade, mark]);
}

/** What a text states; undefined for any other text. */
export function readStatement(text: string): CertifiedStatement | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length !== 6 || parts[0] !== FORM) return undefined;
  const [, courseId, userId, percent, grade, mark] = parts as unknown[];
  const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';
  if (typeof courseId !== 'string' || !isId(courseId) || typeof userId !== 'string' || !isId(userId))
    return undefined;
  if (!isText(percent) || !isText(grade) || !isMark(mark)) return undefined;
  return { courseId, userId, percent, grade, mark };
}

/** The hash of the text with a salt of 32 random bytes, so that nobody finds out what it states by trying. */
export function commitmentOf(text: string, salt: Buffer): Buffer {
  return leafHash(Buffer.concat([salt, Buffer.from(text, 'utf8')]));
}

function isMark(value: unknown): value is FinalMark | null {
  return value === null || (FINAL_MARKS as readonly unknown[]).includes(value);
}
