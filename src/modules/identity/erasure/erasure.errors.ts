import { InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from './erasure.sentences';

/** What was typed to confirm an erasure is not the username of the person. */
export class OtherUsernameError extends InvalidError {
  constructor(field = 'username') {
    const message = sentences.otherUsername({ field });
    super('identity.other_username', message, [{ field, rule: 'isTheirs', message }]);
  }
}

exampleErrors(new OtherUsernameError());
