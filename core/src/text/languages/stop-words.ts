/** Words that say nothing about a question's subject. Kept short: a rare word too many here loses real matches. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about all also am an and any are aren't as at be because been being but by can can't cannot could couldn't did didn't do does " +
    "doesn't doing don't during each either else for from further get gets getting had has hasn't have haven't having he hello help her here hers hey hi him " +
    "his how i i'd i'll i'm i've if in into is isn't it it's its just let let's like made make makes may maybe me might mine more most must my myself need needs no " +
    "nor of off on once only or other our ours out over own please pls same she should shouldn't so some somehow such than thank thanks that that's the " +
    "their theirs them then there there's these they they're thing this those through to too u under until up us used uses using very was wasn't way we well were " +
    "what what's when where which while who whom why will with within won't would wouldn't you you'd you're you've your yours someone something anyone anybody everyone " +
    "know tell want wants wanted trying tried try anything possible"
  ).split(" "),
);
