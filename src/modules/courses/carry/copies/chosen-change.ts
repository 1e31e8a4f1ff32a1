import { DatesTwiceError } from '../carry.errors';
import { changeByDays, type DateChange } from '../dates/date-moves';
import type { CopiedDatesDto } from './dto/course-copy.dto';

/** What a request says becomes of the dates; undefined where it says nothing. Throws DatesTwiceError. */
export function chosenChange({ shiftDays, dates }: CopiedDatesDto): DateChange | undefined {
  if (shiftDays !== undefined && dates !== undefined) throw new DatesTwiceError();
  if (shiftDays !== undefined) return changeByDays(shiftDays);
  return dates && { kind: dates };
}
