import { catalog } from '../sentences/sentence';

export const sentences = catalog('operations', {
  notFound: 'There is no such operation.',
  alreadyRunning: 'Another operation of this kind is running. Wait for it to finish, or cancel it.',
  nothingToConfirm: 'This operation does not wait for a confirmation.',
  valueTaken: 'The row stays as it is: another row has a name or an id by now that this row had before.',
  comparingRows: 'Comparing rows',
  puttingRowsBack: 'Putting rows back',
  notReversible:
    'This operation cannot be reversed: it has not finished, it has changed nothing, or its log is no longer kept.',
  finished: 'This operation has finished.',
  inputGone: 'The file that this operation works on is no longer stored. Send it again.',
  inputUnavailable:
    'The storage of files, where the file of this operation is, could not be reached for too long. Send the file again: what was done is kept, and the rest is done then.',
  interrupted:
    'This operation was started several times and stopped each time at the same point; the logs say why. Run it again: it keeps what was done and continues with the rest.',
  databaseUnavailable:
    'The database could not be reached for too long. Run it again: it keeps what was done and continues with the rest.',
  notConfirmed: 'Nobody confirmed this within {days} days. Nothing has changed.',
  serverError: 'Something went wrong on our side. The id of the operation finds it in the logs.',
});
