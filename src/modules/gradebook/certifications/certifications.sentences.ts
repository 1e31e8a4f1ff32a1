import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('certifications', {
  notClosed:
    'Final grades are certified once the grades of the course are closed (PUT /v1/courses/<id>/grade-closing).',
  certified: 'The final grades are certified as they stand.',
  hash: '{field} must be 32 bytes in base64url',
});
