import { faultOfNode } from '../../src/commands/node-version';

describe('The version of Node', () => {
  it.each(['22.0.0', '22.23.3', '24.21.0', '100.0.0'])('%s is recent enough', (version) => {
    expect(faultOfNode(version)).toBeUndefined();
  });

  it.each(['20.20.2', '21.7.3', '9.0.0'])('%s is refused, with what to do', (version) => {
    expect(faultOfNode(version)).toContain(`this is Node ${version}. npm start`);
  });
});
