import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** Accounts to try out. Without a password, so that nobody gets one that stands in the API description. */
export const NEW_ACCOUNTS: ExampleBodies = {
  learner: {
    summary: 'A learner, who sets a password by mail',
    value: {
      username: 'mei.tanaka',
      email: 'mei.tanaka@demo.stoa.example',
      givenName: 'Mei',
      familyName: 'Tanaka',
      role: 'learner',
    },
  },
};
