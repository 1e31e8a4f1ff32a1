import { ConflictError, type DomainError, InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { LineItemNotFoundError } from '../gradebook.errors';
import { sentences } from './batches.sentences';

/** A cell of a batch that cannot be recorded, by its place. */
export interface RefusedCell {
  place: number;
  error: DomainError;
}

/** Cells were refused, and nothing was to be recorded then. Names each of them, with the code that a single result would get. */
export class BatchRefusedError extends ConflictError {
  constructor(cells: readonly RefusedCell[]) {
    super(
      'gradebook.batch_refused',
      sentences.refused({ cells: cells.length }),
      cells.map(({ place, error }) => ({
        ...{ field: `cells[${place}]`, rule: error.code, message: error.detail },
      })),
    );
  }
}

export class CellTwiceError extends InvalidError {
  constructor() {
    super('gradebook.cell_twice', sentences.twice());
  }
}

exampleErrors(
  new BatchRefusedError([{ place: 2, error: new LineItemNotFoundError() }]),
  new CellTwiceError(),
);
