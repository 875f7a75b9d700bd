/** MDX without the lines that import and export, which are code for the site and no text for readers. */
export function withoutModules(mdx: string): string {
  let isFenced = false;
  const kept = mdx.split("\n").filter((line) => {
    if (/^\s*(?:```|~~~)/.test(line)) isFenced = !isFenced;
    return (
      isFenced || !/^(?:import\s.+from\s|import\s+["']|export\s+(?:const|default|let|function)\s)/.test(line)
    );
  });
  return kept.join("\n");
}
