/** The oldest major version of Node that has all of the language that the code uses, such as `Map.groupBy`. */
const OLDEST = 22;

/** What is wrong with the Node that runs this; undefined when it is recent enough. `version` is as `process.versions.node`. */
export function faultOfNode(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= OLDEST) return undefined;
  return (
    `Stoa runs on Node ${OLDEST} or later, and this is Node ${version}. ` +
    'npm start, npm run demo and all other npm commands use the Node 24 that npm ci installs; npm ci --omit=dev does not.'
  );
}
