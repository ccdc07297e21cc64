export function programPath(name: 'cli' | 'main' | 'worker' | 'ending-worker' | 'misbehaving-worker'): Promise<string>;
