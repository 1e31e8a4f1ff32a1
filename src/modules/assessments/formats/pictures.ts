import type { NewQuestion } from '../questions/question-content';
import type { Area } from '../question-types/parts/pictures/areas.dto';
import type { FileFacts } from '../../files';

/** A picture of a question, whose size a file may not tell. */
export interface ReadPicture {
  fileId: string;
  alternativeText: string;
  width?: number;
  height?: number;
}

/** With the size that its picture has, where the file does not tell one. */
export function withPictureSize(question: NewQuestion, facts: ReadonlyMap<string, Size>): NewQuestion {
  const { picture } = question.definition as { picture?: ReadPicture };
  const size = picture && facts.get(picture.fileId);
  if (!size || picture.width !== undefined || size.width === null || size.height === null) return question;
  const { width, height } = size;
  return { ...question, definition: { ...question.definition, picture: { ...picture, width, height } } };
}

type Size = Pick<FileFacts, 'width' | 'height'>;

/** The numbers of coordinates; null where one is no number. */
export function coordinates(written: string): number[] | null {
  const numbers = written
    .trim()
    .split(/\s*[,;]\s*|\s+/)
    .map((each) => (each === '' ? NaN : Number(each)));
  return numbers.every((each) => Number.isFinite(each)) ? numbers : null;
}

/** Corners one after another. Null where one has no second number. */
export function polygonOf(numbers: readonly number[]): Area | null {
  if (numbers.length % 2 === 1) return null;
  const points = Array.from({ length: numbers.length / 2 }, (_, index) => ({
    x: numbers[2 * index] ?? 0,
    y: numbers[2 * index + 1] ?? 0,
  }));
  return { type: 'polygon', points };
}
