import nock from 'nock';

/** Lets no request reach the network: one that nock does not answer fails. `nock.restore()` ends it. */
export function withoutNetwork(): void {
  // Test files share nock, and an earlier one can have ended it.
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
}
