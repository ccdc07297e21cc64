/** What tests use of jsdom. Its own types need those of browsers, which differ from Node.js in what both have. */
declare module 'jsdom' {
  /** Without listeners, a page's messages are dropped. */
  export class VirtualConsole {
    removeAllListeners(): this;
  }
  export class JSDOM {
    constructor(
      html: string,
      options: { readonly runScripts: 'outside-only'; readonly virtualConsole: VirtualConsole },
    );
    readonly window: {
      readonly document: { querySelectorAll(selector: 'details'): Iterable<{ open: boolean }> };
      eval(code: string): unknown;
      close(): void;
    };
  }
}
