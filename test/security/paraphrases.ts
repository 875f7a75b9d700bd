/** What a model that keeps to its passages says in words of its own: article of the handbook and statement. */
export const PARAPHRASES: readonly [slug: string, statement: string][] = [
  [
    "change-thresholds",
    "Raise `answerThreshold`, for instance to 0.8, and more of the questions are passed on to people.",
  ],
  [
    "change-thresholds",
    "You change them with an SQL update on the `settings` column of `workspaces`; no restart is necessary, since they apply from the next question on.",
  ],
  [
    "change-thresholds",
    "If you put both thresholds at 1, nothing is answered automatically and your agents only get drafts.",
  ],
  [
    "change-thresholds",
    "Yes. Channels have their own `settings` column, and its values take precedence over those of the workspace.",
  ],
  ["change-thresholds", "Turn off automatic resolution by setting `autoResolve` to `off`."],
  [
    "change-thresholds",
    "Put a sentence with your office hours into `handoverNote`; members who are waiting for a human will see it.",
  ],
  ["confidence", "It needs a confidence of 70 % or more to answer, and 85 % or more to resolve the ticket."],
  [
    "confidence",
    "Below 70 % nothing is posted: the ticket goes to your team, who see the answer as a draft.",
  ],
  [
    "confidence",
    "On a fresh knowledge base the bot has to earn trust first: until 50 confident answers have been judged it only asks whether it helped.",
  ],
  ["confidence", "No, members never see the confidence."],
  [
    "confidence",
    "Several signals are combined, among them how much of the question is covered by the sources and how far ahead the best article is.",
  ],
  ["costs", "Each Claude Sonnet answer is around two cents, Haiku about a tenth of a cent."],
  ["costs", "Without an API key you pay nothing."],
  ["costs", "A community with 1,000 people and about 400 monthly questions stays below 5 dollars a month."],
  [
    "costs",
    "Yes, there are two settings on the workspace for that: `dailyBudgetUsd` and `monthlyBudgetUsd`.",
  ],
  [
    "costs",
    "Once the whole budget is spent, answers are assembled from your own articles and no model is called any more.",
  ],
  ["costs", "The easiest way to spend less is switching to the Haiku model."],
  ["costs", "Then your agents receive the questions, so nothing gets lost."],
  [
    "how-answers-are-made",
    "The eight passages that match best are handed to the model, which may use nothing else.",
  ],
  [
    "how-answers-are-made",
    "It does not: only your articles are used as the basis for answers, earlier messages merely help to understand follow-up questions.",
  ],
  [
    "how-answers-are-made",
    "Every statement needs a quotation from your articles, and anything without one gets removed.",
  ],
  [
    "how-answers-are-made",
    "Whatever members or articles write is passed to the model as data, so instructions hidden in it have no effect.",
  ],
  ["how-answers-are-made", "You then get two or three buttons, one per possible meaning."],
  [
    "measure-answers",
    "Prepare a file with questions and the articles that should answer them, then use the `eval` command.",
  ],
  [
    "measure-answers",
    "Your real tickets and articles stay as they are, because everything happens in a temporary database.",
  ],
  [
    "model-fails",
    "During an outage nothing is lost; after five attempts in roughly 90 seconds the question is given to people.",
  ],
  [
    "model-fails",
    "By default the model gets 60 seconds, which you can raise up to 600 via `MODEL_TIMEOUT_SECONDS`.",
  ],
  [
    "model-fails",
    "There is no automatic switch to offline answers; remove the API key and restart to get them.",
  ],
  ["use-claude", "Add your key as `ANTHROPIC_API_KEY` to the `.env` file and restart the program."],
  ["use-claude", "Claude is not used for embeddings; those are calculated locally or come from OpenAI."],
  [
    "use-claude",
    "A proxy works too: its address goes into `ANTHROPIC_BASE_URL`, and you should leave off the trailing `/v1`.",
  ],
  [
    "use-ollama",
    "Point Firstline to your local server with `OPENAI_BASE_URL` and tell it which model to use.",
  ],
  ["use-ollama", "In that setup all texts stay inside your own network."],
  ["use-ollama", "Even if the server wants no key, the variable has to contain something, for example none."],
  ["use-openai", "If you configure both, the answers are written by Claude."],
  [
    "use-openai",
    "After a restart every article is embedded again in the background, and the search only switches once that has finished.",
  ],
  [
    "connect-slack",
    'Start on the Slack API page with "Create New App" and choose the option to use a manifest.',
  ],
  [
    "connect-slack",
    "You generate the app-level token, the one beginning with `xapp-`, under Basic Information and give it the scope `connections:write`.",
  ],
  ["connect-slack", "A public URL is not required."],
  ["connect-slack", "If your workspace restricts installing apps, ask one of its admins for approval."],
  ["slack-channels", "It reads all messages at the top level of the support channels you have listed."],
  ["slack-channels", "Private channels are fine as long as you have invited the bot."],
  ["slack-channels", "Elsewhere it stays quiet unless somebody mentions it."],
];
