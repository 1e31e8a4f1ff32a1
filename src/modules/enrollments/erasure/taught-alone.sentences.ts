import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('taught_alone', {
  teachesAlone:
    'The person is the only instructor of “{title}”. Enroll another instructor there first, or archive the course.',
});
