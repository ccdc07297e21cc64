export function itemPlace({ file, line, column }: { file: string; line: number; column: number }) {
  return { path: file, line, column };
}
