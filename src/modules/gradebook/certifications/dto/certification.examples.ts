import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

export const CHECK_PROOF_BODIES: ExampleBodies = {
  proof: {
    summary: 'A proof that is made up, and not genuine',
    value: {
      certificationId: '01990000-0000-7000-8000-000000000003',
      statement:
        '["stoa.final-grade.1","01990000-0000-7000-8000-000000000001","01990000-0000-7000-8000-000000000002","84.17","B",null]',
      ...{ salt: 'w2pUqGmgmfO1cXYbnr2qfQv5mBqJLgR6q0zcjvZy3bI', position: 0, size: 2 },
      path: ['Fi4wQ9sWZo8kcy9ysKNSFWfzxSmCAz0h6KxjZUAJRkc'],
    },
  },
};
