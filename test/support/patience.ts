// On a busy machine the start of an application alone may take longer than Jest's five seconds. (`testTimeout` of a
// project is ignored.)
jest.setTimeout(60_000);
