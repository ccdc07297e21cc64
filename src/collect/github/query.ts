/** The GraphQL queries. The tests validate them against GitHub's schema. */
import { REGISTRY } from '../../facts/registry/registry.js';

const COMMITS = `
fragment Commits on CommitHistoryConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    oid
    message
    parents(first: 20) { nodes { oid } }
    author { name email date }
    committer { name email date }
  }
}`;

const TAGS = `
fragment Manifest on Commit {
  oid
  committedDate
  file(path: "Cargo.toml") { object { __typename ... on Blob { text isTruncated } } }
}
fragment Tags on RefConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    name
    target {
      __typename
      ...Manifest
      ... on Tag {
        tagger { date }
        target { __typename ...Manifest ... on Tag { target { __typename ...Manifest } } }
      }
    }
  }
}`;

/** The files of a directory with their texts, for the community files of an organization. */
const FOLDER = `
fragment Folder on Tree { entries { name object { __typename ... on Blob { text isTruncated } } } }`;

const POLICY = 'policy: object(expression: "HEAD:.github/cim.yml") { __typename ... on Blob { text isTruncated } }';

const REFS = 'refPrefix: "refs/tags/", first: 100, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }';

/**
 * Everything except the files, at the commit that `$expression` names, and the ancestors of `$base`, the base of a pull request; and some
 * files that changed, at the paths `$path0`, `$path1`, …
 */
export function snapshotQuery(changed = 0): string {
  const numbers = Array.from({ length: changed }, (_, index) => index);
  const variables = numbers.map(each => `, $path${each}: String!`).join('');
  return `
query Snapshot(
  $owner: String!, $repo: String!, $expression: String!, $base: String!, $withBase: Boolean!, $pull: Int!, $withPull: Boolean!${variables}
) {
  repository(owner: $owner, name: $repo) {
    databaseId
    nameWithOwner
    visibility
    isArchived
    isFork
    squashMergeAllowed
    mergeCommitAllowed
    rebaseMergeAllowed
    squashMergeCommitTitle
    mergeCommitTitle
    pullRequest(number: $pull) @include(if: $withPull) { number title state headRefOid baseRefOid }
    defaultBranchRef {
      name
      refUpdateRule {
        pattern
        requiredApprovingReviewCount
        requiredStatusCheckContexts
        allowsForcePushes
        allowsDeletions
        requiresLinearHistory
      }
      rules(first: 100) {
        nodes {
          type
          parameters {
            __typename
            ... on PullRequestParameters { requiredApprovingReviewCount }
            ... on RequiredStatusChecksParameters { requiredStatusChecks { context } }
          }
          repositoryRuleset { name enforcement }
        }
      }
    }
    ${POLICY}
    object(expression: $expression) {
      __typename
      ...Head
      ... on Tag { target { __typename ...Head } }
    }
    base: object(expression: $base) @include(if: $withBase) {
      __typename
      ... on Commit { history(first: 100) { nodes { oid } } }
    }
    refs(${REFS}) { ...Tags }
    releases(first: 100, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes { tagName isDraft isPrerelease url }
    }
    vulnerabilityAlerts(first: 100, states: [OPEN]) {
      pageInfo { hasNextPage }
      nodes {
        securityVulnerability { severity package { name } }
        securityAdvisory { summary permalink }
      }
    }
  }
  # Apart from the rest: refused, a field that may not be null takes its parent with it.
  security: repository(owner: $owner, name: $repo) { hasVulnerabilityAlertsEnabled }
  organization: repository(owner: $owner, name: ".github") {
    ${POLICY}
    root: object(expression: "HEAD:") { __typename ...Folder }
    github: object(expression: "HEAD:.github") { __typename ...Folder }
    docs: object(expression: "HEAD:docs") { __typename ...Folder }
  }
  registry: repository(owner: $owner, name: "${REGISTRY.repository}") {
    modules: object(expression: "HEAD:${REGISTRY.modules}") { __typename ...Text }
    graph: object(expression: "HEAD:${REGISTRY.graph}") { __typename ...Text }
  }
}
fragment Text on Blob { text isTruncated }
fragment Head on Commit {
  oid
  tree { oid }
  ${numbers.map(each => `changed${each}: file(path: $path${each}) { ...Changed }`).join('\n  ')}
  history(first: 100) { ...Commits }
  statusCheckRollup {
    contexts(first: 100) {
      pageInfo { hasNextPage }
      nodes {
        __typename
        ... on CheckRun { name status conclusion title detailsUrl checkSuite { app { slug } } }
        ... on StatusContext { context state description targetUrl }
      }
    }
  }
}
${changed > 0 ? CHANGED : ''}
${COMMITS}
${TAGS}
${FOLDER}`;
}

const CHANGED = `
fragment Changed on TreeEntry { mode oid object { __typename ... on Blob { byteSize isTruncated text } } }`;

/** The next hundred commits. */
export const COMMITS_QUERY = `
query Commits($owner: String!, $repo: String!, $sha: GitObjectID!, $after: String!) {
  repository(owner: $owner, name: $repo) {
    object(oid: $sha) { __typename ... on Commit { history(first: 100, after: $after) { ...Commits } } }
  }
}
${COMMITS}`;

/** The next hundred tags. */
export const TAGS_QUERY = `
query Tags($owner: String!, $repo: String!, $after: String!) {
  repository(owner: $owner, name: $repo) { refs(${REFS}, after: $after) { ...Tags } }
}
${TAGS}`;

/** Files at commits. Each has a variable `$e0`, `$e1`, … with an expression `commit:path`. */
export function filesQuery(count: number): string {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const variables = numbers.map(each => `, $e${each}: String!`).join('');
  const fields = numbers.map(each => `f${each}: object(expression: $e${each}) { ... on Blob { text isTruncated } }`);
  return `query Files($owner: String!, $repo: String!${variables}) {
  repository(owner: $owner, name: $repo) { ${fields.join('\n')} }
}`;
}
