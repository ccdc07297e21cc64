/** An oracle: a real tool that decides the same generated inputs as a reader of `src/`. Where the two disagree, the reader is wrong. */
import fc from 'fast-check';

export interface Oracle {
  readonly name: string;
  /** Which reader it judges, in one sentence. */
  readonly judges: string;
  readonly tool: Tool;
  /** Generates as many inputs as `runs` says. Returns the first disagreement, with its input shrunk; undefined if there is none. */
  check(runs: number, seed: number): Promise<Disagreement | undefined>;
}

/** A program, and the Debian package that contains it. */
export interface Tool {
  readonly command: string;
  readonly package: string;
}

export interface Disagreement {
  /** The input as a person can read it. */
  readonly input: string;
  /** What the reader says. */
  readonly ours: string;
  /** What the tool says. */
  readonly theirs: string;
  readonly seed: number;
  /** Where fast-check finds the shrunk input again. */
  readonly path: string;
}

/** Inputs, and what the reader and the tool say about them. Two answers agree if they are the same text. */
export interface Comparison<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  show(input: Input): string;
  ours(input: Input): string | Promise<string>;
  /** The answers of the tool, in the order of the inputs. Absent where it refuses the input, which is then not compared. */
  theirs(inputs: readonly Input[]): Promise<readonly (string | undefined)[]>;
  /** How many inputs the tool gets at once (default 100). */
  readonly batch?: number;
}

/** How many times the tool may run to shrink one input. */
const MOST_SHRINKS = 500;

/** Makes the `check` of an oracle. The tool judges many inputs at once, because starting it takes longer than answering. */
export function compare<Input>(comparison: Comparison<Input>): Oracle['check'] {
  const { inputs, batch = 100 } = comparison;
  return async (runs, seed) => {
    const generated = generate(inputs, runs, seed);
    let refused = 0;
    for (let start = 0; start < runs; start += batch) {
      const some = generated.slice(start, start + batch);
      const theirs = await comparison.theirs(some);
      for (const [index, input] of some.entries()) {
        if (theirs[index] === undefined) refused += 1;
        else if (theirs[index] !== (await comparison.ours(input))) return shrink(comparison, seed, start + index);
      }
    }
    if (refused > runs / 2) throw new Error(`The tool refuses ${refused} of ${runs} inputs of seed ${seed}.`);
    return undefined;
  };
}

/** The inputs that fast-check generates for a property with this seed, so that the run with that number can be shrunk. */
function generate<Input>(inputs: fc.Arbitrary<Input>, runs: number, seed: number): Input[] {
  const generated: Input[] = [];
  fc.check(
    fc.property(inputs, input => void generated.push(input)),
    { numRuns: runs, seed },
  );
  return generated;
}

async function shrink<Input>(comparison: Comparison<Input>, seed: number, run: number): Promise<Disagreement> {
  const { inputs } = comparison;
  const judge = async (input: Input) => ({
    ours: await comparison.ours(input),
    theirs: (await comparison.theirs([input]))[0],
  });
  let left = MOST_SHRINKS;
  const agrees = fc.asyncProperty(inputs, async input => {
    if ((left -= 1) < 0) return true;
    const { ours, theirs } = await judge(input);
    return theirs === undefined || ours === theirs;
  });
  const { counterexample, counterexamplePath } = await fc.check(agrees, { seed, path: String(run), numRuns: 1 });
  if (!counterexample) throw new Error(`Input ${run} of seed ${seed} gives another answer when it is judged again.`);
  const [input] = counterexample;
  const { ours, theirs = '' } = await judge(input);
  return { input: comparison.show(input), ours, theirs, seed, path: counterexamplePath ?? String(run) };
}
