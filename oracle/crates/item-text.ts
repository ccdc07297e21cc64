/** Writes the items of a generated crate. */
import { type CrateNames, itemLead, pickFrom, TYPES } from './crate-names.js';
import { leadOf } from './leads.js';
import type { Lines } from './lines.js';
import { type Access, accessOf, allNodes, canUse, isWithin, type Named, type Node } from './names.js';
import type { ItemSpec, PartSpec } from './spec.js';

/** Writes items so that the crate compiles. */
export class ItemWriter {
  /** The places (`a.rs:3`) of members of a `pub` type, which count with their type. */
  readonly members = new Set<string>();
  /** The traits that a type already has an impl of. */
  private readonly implemented = new Set<string>();
  private count = 0;

  constructor(private readonly names: CrateNames) {}

  item(spec: ItemSpec, module: Node, out: Lines): void {
    const lead = itemLead(spec).text;
    const wrapped = spec.kind === 'macro' || spec.kind === 'made' ? 0 : spec.wrap % 8;
    const before = out.length;
    if (wrapped === 6) out.add('pass! {');
    else if (wrapped === 7) out.add('gated! {');
    const start = out.length;
    if (lead !== '') out.add(lead);
    const head = out.length;
    this.body(spec, module, out);
    if (out.length === head) out.cut(before);
    else if (out.length > start && wrapped >= 6) out.add('}');
  }

  private body(spec: ItemSpec, module: Node, out: Lines): void {
    const own = this.names.of(spec);
    const { text: access } = own?.access ?? accessOf(spec.visibility, module.path, this.names.crate);
    const name = own?.name ?? '';
    const [first, second] = spec.picks;
    switch (spec.kind) {
      case 'fn':
        return out.add(`${access}${this.signature(name, spec, module, undefined)} { loop {} }`);
      case 'struct':
        return this.struct(spec, module, `${access}struct ${name}`, out);
      case 'enum':
        return this.enum(spec, module, `${access}enum ${name}`, name, out);
      case 'union':
        out.add(`${access}union ${name} {`);
        out.add('base: u8,');
        this.fields(spec.parts, module, 'f', out, pick => `&'static ${this.names.type(pick, module)}`);
        return out.add('}');
      case 'trait':
        return this.trait(spec, module, own as Named, out);
      case 'type':
        return out.add(`${access}type ${name} = ${this.names.type(first, module, own?.order)};`);
      case 'const':
        return out.add(`${access}const ${name}: Option<${this.names.type(first, module)}> = None;`);
      case 'static':
        return out.add(`${access}static ${name}: Option<fn() -> ${this.names.type(first, module)}> = None;`);
      case 'foreign':
        out.add('unsafe extern "C" {');
        for (const each of spec.parts) {
          this.lead(each, out);
          const inner = accessOf(each.visibility, module.path, this.names.crate).text;
          out.add(`${inner}fn g${this.count++}_${this.tag}(a: *const ${this.names.type(each.pick, module)});`);
        }
        return out.add('}');
      case 'impl':
        return this.impl(spec, module, out);
      case 'trait impl':
        return this.traitImpl(spec, module, out);
      case 'macro': {
        const macro = `x${this.count++}_${this.tag}`;
        const exported = first % 2 === 1;
        out.add(`${exported ? '#[macro_export] ' : ''}macro_rules! ${macro} { () => {} }`);
        return exported || second % 2 === 0 || leadOf(spec.lead).off ? undefined : out.add(`pub(crate) use ${macro};`);
      }
      case 'made':
        // Nobody knows what a macro makes: without a public item, a glob of the module may export nothing.
        return access === 'pub ' ? out.add(`made!(${access}M${this.count++});`) : undefined;
      default:
        return this.use(spec, module, out);
    }
  }

  /** The globs so far, with the module that each is in. */
  private readonly globs = new Set<string>();

  /** Tells the exported names of crates that are compiled together apart. */
  private get tag(): string {
    return this.names.crate.replaceAll('::', '_');
  }

  private use({ kind, visibility, picks: [first, second, third] }: ItemSpec, module: Node, out: Lines): void {
    const own = accessOf(visibility, module.path, this.names.crate);
    const access = own.text;
    // What is imported for others must be visible to them.
    const isOpen = (to: Access) => (own.isPublic ? to.isPublic : isWithin(own.within, to.within));
    if (kind === 'use module' || kind === 'use glob') {
      const nodes = allNodes(this.names.root).filter(
        each =>
          each.parent && each !== module && canUse({ module: each.parent, access: each.access, on: each.on }, module),
      );
      const chosen = pickFrom(first, kind === 'use glob' ? nodes : nodes.filter(each => isOpen(each.access)));
      if (!chosen) return;
      const path = this.names.pathTo(chosen.path, module, third);
      // A renamed module has no second declaration of its name.
      if (kind === 'use module') return out.add(`${access}use ${path} as n${this.count++};`);
      // Of two equal globs, which rustc finds unreachable depends on the order in which it resolves them.
      const glob = [...module.path, '*', ...chosen.path].join('::');
      if (this.globs.has(glob)) return;
      this.globs.add(glob);
      return out.add(`${access}use ${path}::*;`);
    }
    const names = this.names.all.filter(each => canUse(each, module) && isOpen(each.access));
    if (kind === 'use variant') {
      const chosen = pickFrom(
        first,
        names.filter(each => each.kind === 'enum'),
      );
      if (!chosen) return;
      const path = this.names.pathTo([...chosen.module.path, chosen.name], module, third);
      return out.add(
        second % 2 === 0 ? `${access}use ${path}::*;` : `${access}use ${path}::${chosen.name}Base as V${this.count++};`,
      );
    }
    const chosen = pickFrom(
      first,
      names.filter(each => each.module !== module),
    );
    if (!chosen) return;
    const to = this.names.pathTo([...chosen.module.path, chosen.name], module, third);
    const at = to.lastIndexOf('::');
    const name = `${chosen.name} as ${chosen.name.slice(0, 1)}R${this.count++}`;
    out.add(
      third % 3 === 0 ? `${access}use ${to.slice(0, at)}::{${name}};` : `${access}use ${to.slice(0, at)}::${name};`,
    );
  }

  private signature(
    name: string,
    spec: Pick<ItemSpec, 'picks' | 'parts'>,
    module: Node,
    receiver: string | undefined,
  ): string {
    const [first, second, third] = spec.picks;
    const bound = this.names.traitPath(second, module);
    const given = this.names.traitPath(third, module);
    const params = [
      ...(receiver ? [receiver] : []),
      ...spec.parts.map(({ pick }, index) => `a${index}: ${this.names.type(pick, module)}`),
      ...(given ? [`given: impl ${given}`] : []),
      ...(bound ? ['bound: T'] : []),
    ];
    return `fn ${name}${bound ? `<T: ${bound}>` : ''}(${params.join(', ')}) -> ${this.names.type(first, module)}`;
  }

  private lead({ lead }: PartSpec, out: Lines): void {
    const { text } = leadOf(lead);
    if (text !== '') out.add(text);
  }

  private fields(
    parts: readonly PartSpec[],
    module: Node,
    prefix: string,
    out: Lines,
    type = (pick: number) => this.names.type(pick, module),
    hasAccess = true,
  ): void {
    for (const [index, each] of parts.entries()) {
      this.lead(each, out);
      const access = hasAccess ? accessOf(each.visibility, module.path, this.names.crate).text : '';
      out.add(`${access}${prefix === '' ? '' : `${prefix}${index}: `}${type(each.pick)},`);
    }
  }

  private struct(spec: ItemSpec, module: Node, head: string, out: Lines): void {
    if (spec.picks[0] % 4 === 3) return out.add(`${head};`);
    const isTuple = spec.picks[0] % 4 === 2;
    out.add(`${head} ${isTuple ? '(' : '{'}`);
    this.fields(spec.parts, module, isTuple ? '' : 'f', out);
    out.add(isTuple ? ');' : '}');
  }

  private enum(spec: ItemSpec, module: Node, head: string, prefix: string, out: Lines): void {
    out.add(`${head} {`);
    out.add(`${prefix}Base,`);
    for (const [index, each] of spec.parts.entries()) {
      this.lead(each, out);
      const name = `${prefix}Own${index}`;
      if (each.pick % 3 === 0) out.add(`${name},`);
      else if (each.pick % 3 === 1) out.add(`${name}(${this.names.type(each.pick >> 2, module)}),`);
      else {
        out.add(`${name} {`);
        this.fields([{ ...each, lead: each.visibility, pick: each.pick >> 2 }], module, 'f', out, undefined, false);
        out.add('},');
      }
    }
    out.add('}');
  }

  private trait(spec: ItemSpec, module: Node, { name, access, order }: Named, out: Lines): void {
    const above = this.names.traitPath(spec.picks[0], module, order);
    out.add(`${access.text}trait ${name}${above ? `: ${above}` : ''} {`);
    for (const [index, each] of spec.parts.entries()) {
      this.lead(each, out);
      const member = { picks: [each.pick, each.visibility, 0, 0] as const, parts: [each] };
      if (each.pick % 4 === 1) out.add(`type A${index};`);
      else if (each.pick % 4 === 2)
        out.add(`const C${index}: Option<${this.names.type(each.pick >> 2, module)}> = None;`);
      else out.add(`${this.signature(`m${index}`, member, module, '&self')} { loop {} }`);
    }
    out.add('}');
  }

  private impl(spec: ItemSpec, module: Node, out: Lines): void {
    const types = this.names.all.filter(each => TYPES.has(each.kind) && canUse(each, module));
    const type = pickFrom(spec.picks[0], types);
    if (!type) return;
    out.add(`impl ${this.names.pathTo([...type.module.path, type.name], module, spec.picks[1])} {`);
    for (const each of spec.parts) {
      this.lead(each, out);
      const access = accessOf(each.visibility, module.path, this.names.crate).text;
      const member = { picks: [each.pick, each.lead, 0, 0] as const, parts: [each] };
      if (each.pick % 4 === 3)
        out.add(`${access}const K${this.count++}: Option<${this.names.type(each.pick >> 2, module)}> = None;`);
      else
        out.add(
          `${access}${this.signature(`k${this.count++}`, member, module, each.pick % 4 === 0 ? '&self' : undefined)} { loop {} }`,
        );
      if (type.access.isPublic) this.members.add(out.place);
    }
    out.add('}');
  }

  private traitImpl(spec: ItemSpec, module: Node, out: Lines): void {
    const [first, second, third] = spec.picks;
    const plain = this.names.all.filter(each => each.kind === 'trait' && this.isPlain(each) && canUse(each, module));
    const trait = pickFrom(first, plain);
    const type = pickFrom(
      second,
      this.names.all.filter(each => TYPES.has(each.kind) && canUse(each, module)),
    );
    if (!trait || !type || this.implemented.has(`${trait.name} ${type.name}`)) return;
    this.implemented.add(`${trait.name} ${type.name}`);
    const to = (named: Named) => this.names.pathTo([...named.module.path, named.name], module, third);
    out.add(`impl ${to(trait)} for ${to(type)} {`);
    for (const [index, each] of trait.spec.parts.entries())
      if (each.pick % 4 === 1 && !leadOf(each.lead).off)
        out.add(`type A${index} = ${this.names.publicType(each.lead, module)};`);
    out.add('}');
  }

  /** Only traits without supertraits are implemented, because others need more than one impl. */
  private isPlain({ spec, module, order }: Named): boolean {
    return this.names.traitPath(spec.picks[0], module, order) === undefined;
  }
}
