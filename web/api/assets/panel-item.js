const NAMES = { ai: "Firstline", system: "Firstline" };
const BADGES = { ai: "AI", agent: "Team" };

/** One thing that was said, as a list item. Only `html`, which the server made safe, is taken as HTML. */
export function renderItem(item, onAction) {
  const element = make("li", `item ${item.from}`);
  if (item.from !== "visitor") element.append(who(item));
  else element.append(make("span", "sr-only", "You:"));
  element.append(words(item));
  if (item.sources.length > 0) element.append(sources(item.sources));
  for (const row of item.buttons) element.append(actions(row, onAction));
  if (item.footer) element.append(make("p", "fine", item.footer));
  return element;
}

function who(item) {
  const line = make("div", "who");
  line.append(make("span", "", item.author ?? NAMES[item.from] ?? "The team"));
  if (BADGES[item.from]) line.append(make("span", "badge", BADGES[item.from]));
  const time = make(
    "time",
    "",
    new Date(item.saidAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }),
  );
  time.dateTime = item.saidAt;
  line.append(time);
  return line;
}

function words(item) {
  const element = make("div", "words");
  if (item.html === null) {
    element.textContent = item.markdown;
    return element;
  }
  element.classList.add("prose");
  element.innerHTML = item.html;
  return element;
}

function sources(list) {
  const element = make("ul", "sources");
  element.setAttribute("aria-label", "Sources");
  list.forEach((source, index) => {
    const link = make("a", "");
    link.href = source.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.append(make("span", "number", String(index + 1)), make("span", "", source.title));
    if (source.excerpt) link.title = source.excerpt;
    const entry = make("li", "");
    entry.append(link);
    element.append(entry);
  });
  return element;
}

function actions(row, onAction) {
  const element = make("div", "actions");
  for (const button of row) {
    const [, rating] = button.action === "ticket_rate" ? button.value.split(":") : [];
    const control = make("button", `button ${button.style === "primary" ? "primary" : ""}`);
    control.type = "button";
    control.textContent = rating ? `${rating} ★` : button.label;
    if (rating) control.setAttribute("aria-label", `Rate ${rating} of 5`);
    control.addEventListener("click", () => void onAction(button));
    element.append(control);
  }
  return element;
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}
