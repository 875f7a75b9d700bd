/** The day in the visitor's language, with the year where it is another one than now. */
export function dayOf(at: Date, locale: string): string {
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return at.toLocaleDateString(locale, {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  });
}

/** The hour, and the day where it is not today. */
export function momentOf(at: Date, locale: string): string {
  const hour = at.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  return at.toDateString() === new Date().toDateString() ? hour : `${dayOf(at, locale)}, ${hour}`;
}
