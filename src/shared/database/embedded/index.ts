export { type EmbeddedServer, type EmbeddedServerOptions, startEmbeddedServer } from './embedded-server';
export { EmbeddedServerError } from './embedded-server.errors';
export { BINARY_VARIABLE, defaultCacheDirectory } from './server-binary';
export { EMBEDDED_DATABASE, type EmbeddedConnection } from './server-process';
