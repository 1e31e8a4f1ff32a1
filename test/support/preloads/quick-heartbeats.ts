import { HEARTBEAT } from '../../../src/shared/operations/heartbeat';

/** What a process with this leaves when it crashes is taken up by another one after five seconds and not after twenty. */
HEARTBEAT.everyMilliseconds = 1000;
