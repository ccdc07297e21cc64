/** Prints the number of tests on a line of its own, last, in the plain form that build servers count: `12 passed, 0 failed`. */
export default class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
    const skipped = numPendingTests + numTodoTests;
    console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
  }
}
