import { sastRuns } from '../snapshot/workflows/facts.js';
import { hasPassed, isPending, othersOf } from './check-results.js';
import { ciFor, proofs } from './ci-evidence.js';
import { counted, criterion, met, unknown, unmet } from './criterion.js';

const ANALYSES = /codeql|semgrep|sonar|clippy-sarif|code scanning|analyze \(rust\)|devskim|snyk code/i;

export const sast = criterion({
  id: 'sast',
  title: 'Static analysis finds nothing',
  severity: 'must',
  kind: 'automatic',
  rationale: 'Some flaws are found by reading all paths at once, which people do not.',
  looksAt:
    'Code scanning on GitHub: an analysis of this branch, and no open alert of severity high or critical. Or CodeQL, Semgrep or the like ran in CI and passed.',
  looksNotAt: 'Clippy: it finds mistakes, not vulnerabilities. Where GitHub was not asked, nothing is known.',
  remediation:
    'Switch code scanning on (Settings → Advanced Security → CodeQL analysis → Default), or add a job with `github/codeql-action`. Fix or dismiss, with a reason, what it finds.',
  example: {
    met: 'CodeQL ran on this commit, and no alert of severity high is open.',
    unmet: 'An open alert: "Uncontrolled allocation size".',
  },
  needs: ['files'],
  wants: ['alerts', 'checks', 'repository'],
  check({ files, alerts, checks, repository }, context) {
    const scanning = alerts.read ? alerts.value.codeScanning : alerts;
    if (scanning.read) {
      const grave = scanning.value.filter(({ severity }) => severity === 'high' || severity === 'critical');
      if (grave.length > 0)
        return unmet(
          `${counted(grave.length, 'open alert')} of severity high or critical`,
          grave.map(({ summary, severity, url }) => ({
            message: `${summary} (${severity})`,
            ...(url === undefined ? {} : { url }),
          })),
        );
      return met('code scanning has no open alert of severity high or critical');
    }
    if (!checks.read) return unknown(`whether an analysis ran, and what it found, was not read: ${checks.reason}`);
    const results = othersOf(checks.value);
    const analysis = results.find(({ name }) => ANALYSES.test(name));
    if (analysis && hasPassed(analysis))
      return met(
        `\`${analysis.name}\` passed`,
        analysis.url === undefined ? [] : [{ message: analysis.name, url: analysis.url }],
      );
    if (analysis && isPending(analysis)) return unknown(`\`${analysis.name}\` has not ended yet`);
    if (analysis)
      return unmet(`\`${analysis.name}\` concluded ${analysis.conclusion}`, [
        {
          message: `\`${analysis.name}\` concluded ${analysis.conclusion}`,
          ...(analysis.url === undefined ? {} : { url: analysis.url }),
        },
      ]);
    const { fitting } = sastRuns(ciFor({ files, repository }, context));
    if (fitting.length > 0 && results.length > 0 && results.every(hasPassed))
      return met('the analysis passed in CI', proofs(fitting));
    return unknown(`no analysis is seen on this commit, and code scanning was not read: ${scanning.reason}`);
  },
});
