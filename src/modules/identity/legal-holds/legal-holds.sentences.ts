import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('legal_holds', {
  notFound: 'There is no such legal hold.',
  isHeld:
    'A legal hold keeps the data about this person, placed on {placed}{until, select, none {} other { until {until}}}: {reason} Nothing is deleted or erased before it is lifted (id {id}).',
  mustBeLater: '{field} must be later than now.',
});
