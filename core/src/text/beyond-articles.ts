/**
 * What no article can give, whatever it is about:
 * - `deed`: that something be done ("cancel my order", "set a timer");
 * - `moment`: what depends on here and now ("what time is it", "the nearest shop");
 * - `own`: the asker's own data ("what is my balance", "has my order shipped");
 * - `assistant`: the one who answers ("what is your name").
 */
type BeyondArticles = "deed" | "moment" | "own" | "assistant";

// Whoever asks for the way, the reason or the rule asks for something that an article may well say.
const INSTRUCTIONS =
  /\b(?:how (?:do|does|can|could|would|should|to|come|exactly)|why|where (?:do|can|could|would|to)|(?:can|could|may|should|must|do|would) (?:i|we|one|someone|somebody|users?|people)|is (?:it|there)|are there|any way|a way|possible|what happens|what if|difference between)\b/i;

const POLITE =
  "(?:ok|okay|hey|hi|hello|yo|please|pls|so|and|well|now|also|just|then|go ahead and|(?:can|could|will|would) (?:you|u)(?: please| kindly| just)?|i(?:'d| would) (?:like|love)(?: for)?(?: you)?(?: to)?|i (?:need|want)(?: for)?(?: you)?(?: to)?|(?:help|let) me|let's|i'd like to|you (?:can|should|need to)|(?:do|would) you mind)";
const DEEDS =
  "(?:set|play|remind|schedule|book|order|buy|call|text|e-?mail|message|phone|dial|pay|transfer|wire|turn|add|skip|cancel|put|clear|stop|reset|switch|repeat|roll|flip|check|reserve|freeze|unfreeze|block|unblock|report|track|locate|ping|pair|wake|redeem|sign me|choose|pick|mark|record|raise|lower|increase|decrease|apply|activate|reactivate|refund|close|delete|remove|reopen|unlock|tell me (?:a|another|about my|what my|when my|the (?:time|date|weather))|give me (?:a|another|my|the (?:time|date|weather))|show me my|read (?:me|my)|look up my|send (?:me|a|an|my|him|her|them|money)|move (?:my|the money)|make (?:a|an|me|my|sure)|change (?:my|your)|update my|find me|get me|take (?:me|my))";
const DEED = new RegExp(`^\\W*(?:${POLITE}\\W+)*${DEEDS}\\b`, "i");

const MOMENT =
  /\b(?:what(?:'s| is) the (?:(?:current |exact )?(?:date|day|time)|weather|temperature|traffic)|what (?:date|day|time) is (?:it|today|tomorrow)|(?:today|tomorrow)'?s? (?:date|weather|forecast)|weather (?:like|in|for|today|tomorrow|tonight|forecast)|forecast for|near(?:by| me| here)|(?:closest|nearest) to me|where am i|my (?:current )?(?:location|whereabouts)|(?:today|tonight|tomorrow)\W*$|right now\W*$)/i;

const OWN =
  /\b(?:(?:what|where|when|which|who|how (?:much|many|long|high|low|old|good|bad|big))\b.{0,24}?\b(?:is|are|was|were|does|do|did|will|has|have|'s)\b.{0,20}?\bmy\b(?! (?:options|choices))|(?:has|have|is|are|was|were|did|does|do|will) my\b(?! (?:options|choices))|status of my|(?:need|want|like|have) to know (?:my|the .{1,30} of my|what(?:'s| is| are)? .{0,20}my)|(?:tell|show|give) me (?:what(?:'s| is)? )?my|do i (?:have (?!to\b)|owe|still|currently)|have i\b|did i\b|am i\b(?! (?:able|allowed))|i (?:have|got) left|(?:on|in|from|of) my (?:account|card|bank|calendar|list|balance|bill|statement|order))/i;

const ASSISTANT =
  /\b(?:(?:what|who|where|how|when)(?:'s|'re| is| are| were| was) (?:you\b(?! (?:supposed|able))|your (?:name|age|birthday|job|boss|maker|creator|family|home|hobb|favou?rite|mood))|are you (?:a|an|real|human|alive|there|married|single|happy|ok|okay|male|female|smart|busy)\b|do you (?:like|love|prefer|dream|enjoy|sleep|eat|feel|have (?:a|any) (?:pet|dog|cat|name|family|hobb|friend|job|kid|child|boss)|work for)|who (?:made|created|built|designed|programmed|owns|pays?) you|call you|your (?:name|boss|creator|hobb(?:y|ies)|favou?rite|voice|accent|sister|brother|mother|father|family)\b|(?:male|female|whisper|another) voice|you (?:speak|talk) (?:in )?(?:a )?(?:different|another|british|slower|faster|louder))/i;

/** Longer texts describe a matter; a question about oneself is short, and a command shorter. */
const SHORT = 160;
const VERY_SHORT = 80;

/** What in a question is beyond every article; null when articles may answer it. */
export function findBeyondArticles(question: string): BeyondArticles | null {
  const text = question.trim();
  if (text.length > SHORT) return null;
  if (ASSISTANT.test(text)) return "assistant";
  if (MOMENT.test(text)) return "moment";
  if (INSTRUCTIONS.test(text)) return null;
  if (OWN.test(text)) return "own";
  return text.length <= VERY_SHORT && DEED.test(text) ? "deed" : null;
}
