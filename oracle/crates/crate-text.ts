/** Writes a generated crate as Rust that compiles. */
import { CrateNames } from './crate-names.js';
import { ItemWriter } from './item-text.js';
import { innerLead, openLeadOf } from './leads.js';
import { Lines } from './lines.js';
import { type Node, nodeTree } from './names.js';
import type { ModuleSpec } from './spec.js';

export interface CrateText {
  /** The files below the folder of the crate's root, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The places (`a.rs:3`) of members of a `pub` type, which count with their type. */
  readonly members: ReadonlySet<string>;
}

/** @param crate how paths to the root begin: `crate`, or `crate::m3` if the whole is a module of another crate */
export function crateText(spec: ModuleSpec, crate: string): CrateText {
  return new Writer(new CrateNames(nodeTree(spec, crate), crate)).run();
}
/** The macros that every generated crate has. */
const MACROS = [
  'macro_rules! pass { ($($i:item)*) => { $($i)* } }',
  'macro_rules! gated { ($($i:item)*) => { $(#[cfg(feature = "extra")] $i)* } }',
  '#[allow(unused_macros)] macro_rules! made { ($v:vis $n:ident) => { $v struct $n; } }',
];
class Writer {
  private readonly files: Lines[] = [];
  private readonly items: ItemWriter;

  constructor(private readonly names: CrateNames) {
    this.items = new ItemWriter(names);
  }

  run(): CrateText {
    this.file(this.names.root, 'mod.rs', '');
    return { files: new Map(this.files.map(each => [each.path, each.text])), members: this.items.members };
  }

  /** @param folder where the module's own files are: empty or with a slash at its end */
  private file(module: Node, path: string, folder: string): void {
    const out = new Lines(path);
    this.files.push(out);
    if (module === this.names.root) for (const macro of MACROS) out.add(macro);
    else out.addText(innerLead(module.spec.inner));
    this.contents(module, out, folder, path.slice(0, path.lastIndexOf('/') + 1));
  }

  /** @param base where a `#[path]` in the module begins */
  private contents(module: Node, out: Lines, folder: string, base: string): void {
    for (const item of module.spec.items) this.items.item(item, module, out);
    for (const child of module.children) this.module(child, out, folder, base);
  }

  private module(module: Node, out: Lines, folder: string, base: string): void {
    const { lead, place, inner } = module.spec;
    const name = module.path.at(-1) ?? '';
    const head = `${module.access.text}mod ${name}`;
    const own = `${folder}${name}/`;
    out.addText(openLeadOf(lead).text);
    switch (place % 4) {
      case 0:
        out.add(`${head} {`);
        out.addText(innerLead(inner));
        this.contents(module, out, own, own);
        return out.add('}');
      case 1:
        out.add(`${head};`);
        return this.file(module, `${folder}${name}.rs`, own);
      case 2:
        out.add(`${head};`);
        return this.file(module, `${own}mod.rs`, own);
      default:
        out.add(`#[path = "at_${name}.rs"]`);
        out.add(`${head};`);
        return this.file(module, `${base}at_${name}.rs`, base);
    }
  }
}
