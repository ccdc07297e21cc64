/**
 * `fleet` in an organization's policy file: what concerns all modules together. An invalid key or value is a problem at its line, and the
 * rest still counts.
 *
 *     fleet:
 *       reviewers: { team: standard-reviewers, people: [ada, bob] }
 *       registryPullRequest: true
 *       digest: true
 *       ask: [ada]                              # people whom the digest may mention
 *       labels: { bugs: [bug], features: [enhancement] }
 *       campaigns:
 *         - { name: "Documentation", modules: [cim-domain-*], criteria: [readme, adr], until: 2027-03-31, ask: [bob] }
 */
import { readYaml, scalarText, type YamlNode } from '../formats/yaml.js';
import { didYouMean } from '../text/suggest.js';
import { isDate } from './dates.js';

/** Modules that should meet some criteria by a date. */
export interface Campaign {
  readonly name: string;
  /** Names of modules; `*` stands for any characters. */
  readonly modules: readonly string[];
  /** IDs of criteria. */
  readonly criteria: readonly string[];
  /** ISO date, inclusive. */
  readonly until: string;
  /** Logins of people who are asked. */
  readonly ask: readonly string[];
}

export interface FleetPolicy {
  /** The people who review modules for the standard. */
  readonly reviewers: {
    /** The slug of a team of the organization. */
    readonly team?: string;
    /** Logins: they count where no team is named, or where this app cannot read it. */
    readonly people: readonly string[];
  };
  /** Whether this app keeps the registry up to date through a pull request. */
  readonly registryPullRequest: boolean;
  /** Whether this app writes the weekly digest. */
  readonly digest: boolean;
  /** Logins of people whom the digest may mention. */
  readonly ask: readonly string[];
  /** The labels of bugs and of requests for features. */
  readonly labels: { readonly bugs: readonly string[]; readonly features: readonly string[] };
  readonly campaigns: readonly Campaign[];
}

/** What applies without a policy. */
export const DEFAULT_FLEET_POLICY: FleetPolicy = {
  reviewers: { people: [] },
  registryPullRequest: true,
  digest: true,
  ask: [],
  labels: { bugs: ['bug'], features: ['enhancement'] },
  campaigns: [],
};

const KEYS = ['reviewers', 'registryPullRequest', 'digest', 'ask', 'labels', 'campaigns'] as const;
const CAMPAIGN_KEYS = ['name', 'modules', 'criteria', 'until', 'ask'] as const;
/** The most campaigns, and the most entries of a list. */
const MOST = 50;
/** https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication */
const LOGIN = /^[a-z\d](?:[a-z\d-]{0,38})(?:_[a-z\d]{1,8})?$/i;
const SLUG = /^[a-z\d][\w-]{0,99}$/i;
const ID = /^[a-z\d][a-z\d-]{0,99}$/;
const MODULE = /^[\w.*-]{1,100}$/;

type Problem = (node: YamlNode, message: string) => void;

/**
 * Reads the value of `fleet`.
 * @param problem is called with each problem
 * @param criterionIds the criteria that there are; without them, any ID counts
 */
export function readFleetPolicy(node: YamlNode, problem: Problem, criterionIds?: readonly string[]): FleetPolicy {
  return new FleetReader(problem, criterionIds).read(node);
}

/** The value of `fleet` in the text of a policy file; problems are left to those who check the file. */
export function fleetPolicyIn(text: string | undefined): FleetPolicy {
  const node = text === undefined ? undefined : readYaml(text).root?.map?.get('fleet');
  return node ? readFleetPolicy(node, () => undefined) : DEFAULT_FLEET_POLICY;
}

class FleetReader {
  constructor(
    private readonly problem: Problem,
    private readonly criterionIds: readonly string[] | undefined,
  ) {}

  read(node: YamlNode): FleetPolicy {
    const map = this.mapping(node, 'fleet', KEYS);
    const base = DEFAULT_FLEET_POLICY;
    const ask = map.get('ask');
    const campaigns = map.get('campaigns');
    return {
      reviewers: this.reviewers(map.get('reviewers')),
      registryPullRequest: this.flag(map.get('registryPullRequest'), 'registryPullRequest', base.registryPullRequest),
      digest: this.flag(map.get('digest'), 'digest', base.digest),
      ask: ask ? this.logins(ask, 'ask') : base.ask,
      labels: this.labels(map.get('labels')),
      campaigns: campaigns ? this.campaigns(campaigns) : base.campaigns,
    };
  }

  private reviewers(node: YamlNode | undefined): FleetPolicy['reviewers'] {
    if (!node) return DEFAULT_FLEET_POLICY.reviewers;
    const map = this.mapping(node, 'reviewers', ['team', 'people']);
    const [team, people] = [map.get('team'), map.get('people')];
    const slug = scalarText(team)?.trim();
    if (team && !SLUG.test(slug ?? ''))
      this.problem(team, '`team` must be the name of a team in its URL, as in `standard-reviewers`');
    return {
      ...(slug !== undefined && SLUG.test(slug) ? { team: slug } : {}),
      people: people ? this.logins(people, 'people') : [],
    };
  }

  private labels(node: YamlNode | undefined): FleetPolicy['labels'] {
    const base = DEFAULT_FLEET_POLICY.labels;
    if (!node) return base;
    const map = this.mapping(node, 'labels', ['bugs', 'features']);
    const of = (key: 'bugs' | 'features') => {
      const given = map.get(key);
      return given ? this.texts(given, key, text => text.length <= 50, 'names of labels') : base[key];
    };
    return { bugs: of('bugs'), features: of('features') };
  }

  private campaigns(node: YamlNode): Campaign[] {
    if (!node.list || node.list.length > MOST) {
      if (node.list || node.scalar !== null) this.problem(node, `\`campaigns\` must be a list of at most ${MOST}`);
      return [];
    }
    const found = node.list.flatMap(each => this.campaign(each) ?? []);
    const names = found.map(({ name }) => name);
    const again = names.find((name, index) => names.indexOf(name) < index);
    if (again !== undefined) this.problem(node, `two campaigns are named \`${again}\`: rename one`);
    return found.filter(({ name }, index) => names.indexOf(name) === index);
  }

  private campaign(node: YamlNode): Campaign | undefined {
    const map = this.mapping(node, 'campaigns', CAMPAIGN_KEYS);
    const missing = CAMPAIGN_KEYS.filter(key => key !== 'ask' && !map.has(key));
    if (node.map && missing.length > 0) this.problem(node, `a campaign lacks \`${missing.join('` and `')}\``);
    const [modules, criteria, asked, end] = [map.get('modules'), map.get('criteria'), map.get('ask'), map.get('until')];
    const name = scalarText(map.get('name'))?.trim().slice(0, 100) ?? '';
    const until = scalarText(end)?.trim() ?? '';
    if (end && !isDate(until)) this.problem(end, `\`until\` must be a date such as 2027-01-31, not \`${until}\``);
    const campaign = {
      name,
      modules: modules ? this.texts(modules, 'modules', text => MODULE.test(text), 'names of modules') : [],
      criteria: criteria ? this.criteria(criteria) : [],
      until,
      ask: asked ? this.logins(asked, 'ask') : [],
    };
    const isWhole = name !== '' && campaign.modules.length > 0 && campaign.criteria.length > 0 && isDate(until);
    return isWhole ? campaign : undefined;
  }

  private criteria(node: YamlNode): string[] {
    const ids = this.texts(node, 'criteria', text => ID.test(text), 'IDs of criteria');
    const known = this.criterionIds;
    if (!known) return ids;
    for (const each of node.list ?? []) {
      const id = scalarText(each)?.trim() ?? '';
      if (ids.includes(id) && !known.includes(id))
        this.problem(each, `unknown criterion \`${id}\`${didYouMean(id, known)}`);
    }
    return ids.filter(id => known.includes(id));
  }

  private logins(node: YamlNode, key: string): string[] {
    return this.texts(node, key, text => LOGIN.test(text), 'logins, without `@`');
  }

  /** The texts of a list that are as they must be; the others are problems. */
  private texts(node: YamlNode, key: string, isValid: (text: string) => boolean, what: string): string[] {
    if (!node.list || node.list.length > MOST) {
      this.problem(node, `\`${key}\` must be a list of at most ${MOST} ${what}`);
      return [];
    }
    return node.list.flatMap(each => {
      const text = scalarText(each)?.trim() ?? '';
      if (text !== '' && isValid(text)) return [text];
      this.problem(each, `\`${key}\` must list ${what}`);
      return [];
    });
  }

  private flag(node: YamlNode | undefined, key: string, otherwise: boolean): boolean {
    if (!node) return otherwise;
    if (typeof node.scalar === 'boolean') return node.scalar;
    this.problem(node, `\`${key}\` must be true or false`);
    return otherwise;
  }

  private mapping(node: YamlNode, what: string, keys: readonly string[]): ReadonlyMap<string, YamlNode> {
    if (!node.map) {
      if (node.scalar !== null) this.problem(node, `\`${what}\` must be a mapping of ${keys.join(', ')}`);
      return new Map();
    }
    for (const [key, value] of node.map)
      if (!keys.includes(key)) this.problem(value, `unknown key \`${key}\` in \`${what}\`${didYouMean(key, keys)}`);
    return node.map;
  }
}
