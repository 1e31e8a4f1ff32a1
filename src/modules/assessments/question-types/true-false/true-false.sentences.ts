import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog(
  'trueFalse',
  { isTrue: 'True', isFalse: 'False' },
  { de: { isTrue: 'Wahr', isFalse: 'Falsch' } },
);
