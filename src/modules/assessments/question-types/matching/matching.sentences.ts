import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('matching', {
  pairsNeeded: '{field} must be an object with the id of a choice by the id of each stem',
  stemWithoutChoice: '{field} needs the id of the choice that belongs to the stem {stem}',
  isNoStem: '{field} is not the id of one of the stems',
  isNoChoice: '{field} is not the id of one of the choices',
});
