import { describe, expect, it } from '@jest/globals';
import { schema as description } from '@octokit/graphql-schema';
import { buildSchema, parse, validate } from 'graphql';
import { COMMIT_MUTATION } from '../../src/publish/signed-commit.js';
import { COMMITS_QUERY, filesQuery, snapshotQuery, TAGS_QUERY } from '../../src/collect/github/query.js';

const GITHUB = buildSchema(description.idl, { assumeValid: true });

describe('what is asked of GitHub', () => {
  it.each([
    ['the snapshot', snapshotQuery()],
    ['the snapshot with changed files', snapshotQuery(3)],
    ['more commits', COMMITS_QUERY],
    ['more tags', TAGS_QUERY],
    ['files at commits', filesQuery(3)],
    ['a signed commit', COMMIT_MUTATION],
  ])("%s: GitHub's own schema has all of it", (_, query) => {
    expect(validate(GITHUB, parse(query)).map(({ message }) => message)).toEqual([]);
  });
});
