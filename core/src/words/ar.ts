import type { Report, Words } from "./words.ts";

const report = ({ isWish, link }: Report): string => link(isWish ? "الطلب" : "البلاغ");
const done = (isWish: boolean): string => (isWish ? "بعد تنفيذه" : "بعد إصلاح الخطأ");

export const ar: Words = {
  aiAnswer: "إجابة من الذكاء الاصطناعي من قاعدة المعرفة",
  sources: "المصادر",
  askBack: "هل يجيب هذا عن سؤالك؟ إن لم يكن كذلك فأخبرني بالمزيد وسأبحث مرة أخرى.",
  whichOfThese: (readings) => `أيًّا من هذه تقصد: ${readings}؟`,
  or: "أو",
  nothingFound: "لم أجد شيئًا عن هذا في المقالات التي أعرفها.",
  solved: "هذا حلّ المشكلة",
  notSolved: "لم تُحل",
  erased: "(محذوف)",
  askPerson: "اسأل شخصًا",

  handover: {
    ai_low_confidence: "لست متأكدًا بما يكفي للإجابة بنفسي، لذلك سألت الفريق. سيجيبك شخص هنا.",
    user_requested: "سألت الفريق. سيجيبك شخص هنا.",
    complex_issue: "هذا يحتاج إلى شخص، لذلك سألت الفريق. سيجيبك شخص هنا.",
  },
  meanwhile: "قد يفيدك هذا في هذه الأثناء:",
  claimed: (agent) => `يتولى ${agent} هذا الأمر وسيجيبك هنا.`,

  howDidWeDo: "يسعدنا أن المشكلة حُلّت! كيف كان أداؤنا؟",
  notSolvedAfterAll: "لم تُحل بعد",
  thanksForRating: (rating) => `شكرًا على ${rating} ★!`,
  sorryForRating: (rating) => `شكرًا لإخبارنا: ${rating} ★. سنحاول أن نكون أفضل.`,
  greeting:
    "مرحبًا! اطرح سؤالك في جملة أو جملتين وسأبحث عن الإجابة في قاعدة المعرفة. وعندما لا أكون متأكدًا يتولى شخص الأمر.",

  makeRequest: "اجعله طلب ميزة",
  othersAsked: "طلب آخرون شيئًا مشابهًا. التصويت لطلبهم يفيد أكثر من طلب ثانٍ. هل هو أحد هذه؟",
  voteFor: (title) => `صوّت لـ: ${title}`,
  makeMine: "لا شيء منها، أضف طلبي",

  bugPieces: {
    steps: "ماذا فعلت، خطوة بخطوة، قبل أن يحدث ذلك مباشرة؟",
    actual: "ماذا حدث بعد ذلك؟",
    expected: "ماذا كنت تتوقع بدلًا من ذلك؟",
    error_text: "هل توجد رسالة خطأ؟ إن وُجدت فالصقها نصًّا من فضلك.",
    environment: "ما الإصدار الذي تستخدمه، وعلى أي نظام أو متصفح؟",
  },
  askOnePiece: (question) => `شكرًا على البلاغ. أمر واحد سيساعد المطورين: ${question}`,
  askPieces: (list) =>
    `شكرًا على البلاغ. هل يمكنك إضافة ما تعرفه من هذا؟ فهو يساعد المطورين على إيجاد الخطأ.\n\n${list}`,
  filed: (url) =>
    `سجّلت هذا بلاغًا عن خطأ لدى المطورين${url === null ? "." : `: ${url}`} ستعرف هنا ما يحدث بشأنه.`,
  linked: (url) =>
    `يبدو هذا خطأ يعرفه المطورون من قبل${url === null ? "." : `: ${url}`} أُضيف بلاغك إليه، وستعرف هنا ما يحدث بشأنه.`,
  fromMaintainers: "من المطورين:",

  merged: "أصبح إصلاح هذا جاهزًا. سأخبرك هنا عند إصداره.",
  fixed: (issue) =>
    `أغلق الفريق ${report(issue)} ${done(issue.isWish)}. سأخبرك هنا عندما يتوفر ذلك في إصدار.`,
  closedAsFixed: (issue) => `أغلق الفريق ${report(issue)} ${done(issue.isWish)}. هل يعمل لديك الآن؟`,
  closed: (issue) => `أغلق الفريق ${report(issue)}. إن كان الأمر لا يزال يهمك فأخبرني هنا.`,
  notPlanned: (issue) =>
    `قرر الفريق عدم المتابعة: أُغلق ${report(issue)} لأنه «غير مخطط له». إن احتجت إلى حل بديل فاكتب هنا.`,
  duplicate: (issue, other) => `أغلق الفريق ${report(issue)} لأنه مكرر، وهناك ${other("آخر مثله")}.`,
  reopened: (issue) => `أُعيد فتح ${report(issue)}، فالأمر لم يُحسم بعد. سأخبرك هنا بما يحدث.`,
  inPrerelease: (release, isWish) =>
    `${isWish ? "هذا" : "إصلاح هذا"} موجود في الإصدار التجريبي ${release}. إن أمكنك تجربته: هل يعمل لديك؟ سأخبرك أيضًا عندما يصبح في إصدار كامل.`,
  shipped: (release, isWish) => `${isWish ? "أُنجز" : "أُصلح"} هذا في ${release}.`,
  newestRelease: "أحدث إصدار",
  doesItWork: "هل يعمل لديك الآن؟",
  works: "نعم، يعمل",
  worksNot: "لا، ليس بعد",
  whatIsStillSeen: "شكرًا على التجربة. ما الذي لا يعمل حتى الآن؟ اكتبه هنا، وسيصل إلى الفريق.",
};
