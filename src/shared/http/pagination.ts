import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { isId } from '../database/ids';
import { MalformedError } from '../errors/domain-error';
import { Text } from './field-rules';
import { IsFlag, IsLimit } from './list-fields';
import { sentences } from './http.sentences';

/** In characters. Two names of 255 characters of four bytes and an id, sealed, take 2,900. */
export const LONGEST_CURSOR = 4000;

/** A total is counted up to here, so that counting costs a bounded number of index entries. */
export const MOST_COUNTED = 10_000;

/** Query parameters of every list. */
export class CursorQuery {
  @IsLimit('How many at most.', { max: 100, standard: 50 })
  limit: number = 50;

  @ApiPropertyOptional({
    description:
      'The `page.next` of the page before; with it, the same parameters as for that page, but for `limit` and `total`.',
  })
  @IsOptional()
  @Text('secret', { max: LONGEST_CURSOR })
  cursor?: string;

  @IsFlag(
    'With `true`, `page.total` says how many entries the list has. Counting takes time: ask once, not with every page.',
  )
  total: boolean = false;
}

export class PageInfo {
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Send as `cursor` for the next page; null on the last, and only there. A page of a search, or of a list that is filtered, may have fewer entries than `limit`, or none, and yet have a next one.',
    example: null,
  })
  next: string | null;

  @ApiProperty({ example: 50 })
  limit: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MOST_COUNTED,
    description: `Only with \`total=true\`: how many entries the list has on all of its pages, with the filters of this request and as you may see it. It is counted up to ${MOST_COUNTED.toLocaleString('en')}.`,
    example: 212,
  })
  total?: number;

  @ApiPropertyOptional({
    description:
      'Only with `total=true`: false where the list has more entries than `total` says, or may have, because only the first 10,000 were looked through.',
    example: true,
  })
  isTotalExact?: boolean;
}

/** A page of a list. */
export interface Page<T> {
  data: T[];
  page: PageInfo;
}

/** The response class of a page of `item`, for OpenAPI. */
export function PageOf<T>(item: Type<T>): Type<Page<T>> {
  class PageResponse implements Page<T> {
    @ApiProperty({ type: [item] })
    data: T[];

    @ApiProperty({ type: PageInfo })
    page: PageInfo;
  }
  Object.defineProperty(PageResponse, 'name', { value: `PageOf${item.name}` });
  return PageResponse;
}

/** Sort values of a page's last row, as one text. It is sealed on its way out (`list-cursors.ts`). */
export function encodeCursor(values: (string | number | null)[]): string {
  return JSON.stringify(values);
}

/**
 * The sort values in a cursor, of which there must be `length` and which `areValid` must accept: it may come from another
 * build. Throws a MalformedError (400) otherwise.
 */
export function decodeCursor(
  cursor: string,
  length: number,
  areValid: (values: string[]) => boolean = () => true,
): string[] {
  const texts = cursorValues(cursor, length).map((value) => String(value));
  if (!areValid(texts)) throw invalidCursor();
  return texts;
}

/** The values in a cursor, whatever they are. Throws a MalformedError (400) unless there are `length` of them. */
export function cursorValues(cursor: string, length: number): unknown[] {
  try {
    const values = JSON.parse(cursor) as unknown;
    if (Array.isArray(values) && values.length === length) return values;
  } catch {
    // Falls through to the one error below.
  }
  throw invalidCursor();
}

/** As `decodeCursor`, for sort values that end with an id: it is one, so that it may go to `toBinary`. */
export function decodeIdCursor(cursor: string, length = 1): string[] {
  const values = decodeCursor(cursor, length);
  if (!isId(values.at(-1))) throw invalidCursor();
  return values;
}

export function invalidCursor(): MalformedError {
  return new MalformedError('request.invalid_cursor', sentences.cursor(), [
    {
      field: 'cursor',
      rule: 'cursor',
      message: sentences.cursorField(),
    },
  ]);
}

/**
 * Cuts `limit + 1` rows to a page; the extra row shows that there is a next page. `end` is where a search stopped that looked
 * through a part of the list only: the next page continues there.
 */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  keysOf: (row: Row) => (string | number | null)[],
  toItem: (row: Row) => T,
  end?: (string | number | null)[],
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const place = rows.length > limit && last !== undefined ? keysOf(last) : end;
  const next = place === undefined ? null : encodeCursor(place);
  return { data: shown.map(toItem), page: { next, limit } };
}

/** A count of which only a part of the list was looked through. */
export interface AtLeast {
  atLeast: number;
}

/**
 * The page, with the total of its list where the query asks for it. `count` returns how many entries the list has; it
 * may stop at `most`.
 */
export async function withTotal<P extends { page: PageInfo }>(
  page: P,
  { total }: Pick<CursorQuery, 'total'>,
  count: (most: number) => number | AtLeast | Promise<number | AtLeast>,
): Promise<P> {
  if (!total) return page;
  const answer = await count(MOST_COUNTED + 1);
  const counted = typeof answer === 'number' ? answer : answer.atLeast;
  const info = {
    ...page.page,
    total: Math.min(counted, MOST_COUNTED),
    isTotalExact: typeof answer === 'number' && counted <= MOST_COUNTED,
  };
  return { ...page, page: info };
}
