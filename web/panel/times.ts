/** The day in the visitor's language, with the year where it is another one than now. */
export function dayOf(at: Date, locale: string): string {
  return at.toLocaleDateString(locale, dayParts(at));
}

/** The hour, and the day where it is not today. */
export function momentOf(at: Date, locale: string): string {
  const isToday = at.toDateString() === new Date().toDateString();
  return at.toLocaleString(locale, {
    ...(isToday ? {} : dayParts(at)),
    hour: "2-digit",
    minute: "2-digit",
  });
}

function dayParts(at: Date): Intl.DateTimeFormatOptions {
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) };
}
