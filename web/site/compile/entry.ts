import { createApp } from "astro/app/entrypoint";

const app = createApp({ streaming: false });

/** One page; `view` reaches the template as `Astro.locals.view`. Throws where the template fails. */
export async function renderPage(view: object): Promise<string> {
  const response = await app.render(new Request("http://localhost/"), { locals: { view } });
  const html = await response.text();
  if (response.status !== 200) throw new Error(`the template answered with status ${response.status}`);
  return html;
}
