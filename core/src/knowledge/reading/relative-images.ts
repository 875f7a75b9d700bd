/** A picture in Markdown, or the source of one in HTML. */
const IMAGE =
  /!\[[^\]\n]{0,500}\]\(\s{0,9}<?([^\s)>]{1,500})|<img\b[^>]{0,500}?\bsrc\s{0,9}=\s{0,9}["']?([^\s"'>]{1,500})/giu;
const FENCED = /^(```|~~~)[^\n]*\n[\s\S]*?^\1/gmu;

/** Addresses of pictures that lie beside the article instead of on the web. */
export function findRelativeImages(markdown: string): string[] {
  const text = markdown.replace(FENCED, "");
  return [...text.matchAll(IMAGE)]
    .map(([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? "")
    .filter((address) => address !== "" && !/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/iu.test(address));
}
