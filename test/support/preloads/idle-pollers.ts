import { rewriteStatements } from '../statements';

/** A process with this finds no operation that it could take up. */
rewriteStatements(/FROM operations WHERE status IN/, /'queued', 'running'/, "'nothing'");
