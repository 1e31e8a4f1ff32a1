import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('gradebook.batches', {
  refused:
    '{cells, plural, one {1 cell was} other {# cells were}} refused, so nothing was recorded. Send onRefused with good_cells to record the others.',
  twice: 'This cell is in the batch more than once.',
});
