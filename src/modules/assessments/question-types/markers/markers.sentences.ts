import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('markers', {
  noSuchMarker: '{field} must be the id of one of the markers',
  tooFewCopies: '{field} must be {places} at least, since as many places are for this marker',
  placeNeedsMarker: '{field} must be the id of one of the markers',
  sendPlacements: '{field} must be a list of markers, each with the place where it was put: x and y',
  usedUp: '{field} is one more of this marker than there are: {copies}',
});
