import { VersionsRepository } from '../../../src/modules/courses/content/versions/versions.repository';
import { replaceMethod } from '../negative-control';

// The process is gone at the worst moment of a publication: all is written, and nothing committed.
replaceMethod(
  VersionsRepository.prototype,
  'publish',
  (publish) =>
    async function (this: VersionsRepository, ...args) {
      await publish.apply(this, args);
      process.kill(process.pid, 'SIGKILL');
    },
);
