export { demoGreeting } from './demo-greeting';
export { frontDoorsOf } from './front-doors';
export { holdsDemoSchool } from './holds-demo-school';
export { ReplayClock } from './replay-clock';
export { DEMO_PASSWORD, seedDemoSchool, StoreInUseError } from './seed-demo-school';
