import { fromNullableBinary } from '../../../shared/database/ids';

/** Who made something; null for what no person did, or nobody wrote down. */
export type Author = { id: string; givenName: string; familyName: string } | null;

/** Columns of a person `u` who may be missing. */
export interface AuthorRow {
  authorId: Buffer | null;
  givenName: string | null;
  familyName: string | null;
}

export const AUTHOR = { authorId: 'u.id', givenName: 'u.given_name', familyName: 'u.family_name' };

/** The other columns of a row, and its author. */
export function withAuthor<Row extends AuthorRow>({
  authorId,
  givenName,
  familyName,
  ...row
}: Row): Omit<Row, keyof AuthorRow> & { author: Author } {
  const id = fromNullableBinary(authorId);
  return {
    ...row,
    author: id === null ? null : { id, givenName: givenName ?? '', familyName: familyName ?? '' },
  };
}
