/**
 * Words that hold sentences together, by language: they tell a text's language, and they say nothing about a question's
 * subject. Those of English only tell the language (its stop words are a list of their own), so they also hold what
 * looks like another language's word.
 */
export const FUNCTION_WORDS = {
  en: words(
    "a i the and of to in is it you that was for are with as his they be at this have from or one had by not but what all were when we there can an your " +
      "which their if do will each about how up out them then she many some so these would other into has more her two him see could no than been its who now " +
      "did my where why does am i'm don't it's please should any because get want need after just me our us too also only over such here very while without " +
      "being between using use used doesn't can't cannot won't isn't aren't didn't wasn't he i've i'd i'll you're that's there's what's how's let's someone " +
      "something anyone anything every everyone everything another different difference both during before again against through across within under until " +
      "upon off own same few most much make makes making made give gives given find finding like know take doing done show tell help work works working add " +
      "new way ways may might must shall ever never always often already still yet well back down around away war die man men hat on son plus comment per " +
      "come due via dig min till bare ten door met sans sole tale fast art far vi van mine main once fin fine",
  ),
  de: words(
    "der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird werden wurde wurden habe hat haben hatte hatten ich du er " +
      "sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen mein meine meinen meinem meiner dein deine sein seine seinen unser unsere nicht kein keine keinen " +
      "mit von vom zu zum zur für auf aus bei beim nach über unter durch gegen ohne um im am an als wie wo was wer wen wem wann warum wieso weshalb welche welcher " +
      "welches wenn weil dass ob doch noch nur auch schon mehr sehr so dann da hier dort kann kannst können könnte könnten muss müssen soll sollte will möchte darf " +
      "bitte danke hallo man sich diese dieser dieses diesen diesem jede jeder jedes alle alles etwas nichts immer wieder mal eigentlich bin bist seid gibt geht " +
      "damit dafür dabei davon darauf wofür womit ins bis seit vor zwischen während sowie sondern",
  ),
  fr: words(
    "à a y qu le la les un une des du de et ou où mais est sont était être été suis sommes ont avons avez avoir fait faire je tu il elle nous vous ils elles on me te se " +
      "mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces qui que quoi dont quel quelle quels quelles comment pourquoi quand combien " +
      "ne pas plus jamais rien aucun aucune avec sans pour par sur sous dans en au aux chez vers entre depuis pendant avant après si car donc comme très aussi " +
      "bien encore toujours déjà ici là peut peux pouvez puis dois doit faut veux voudrais merci bonjour salut svp est-ce qu'est-ce c'est j'ai n'est n'ai " +
      "s'il d'un d'une qu'il qu'un qu'une l'on lorsque afin ainsi tout toute tous toutes même autre autres cela ça " +
      "l' d' j' n' s' m' t' c' qu' jusqu' lorsqu' puisqu'",
  ),
  es: words(
    "a el la los las un una unos unas de del al y e o u pero es son era fue ser estar está están estoy soy hay he ha han haber hacer yo tú él ella nosotros " +
      "ustedes ellos ellas me te se nos lo le les mi mis tu tus su sus nuestro nuestra este esta estos estas ese esa eso esto aquel que qué quien quién cual cuál " +
      "cómo como por porque para con sin sobre entre hasta desde hacia según cuando cuándo donde dónde cuánto cuánta cuántos si sí no ni ya muy más menos también " +
      "tampoco solo sólo siempre nunca todo toda todos todas algo alguien nada puedo puede pueden puedes tengo tiene tienen quiero quisiera debo debe hola gracias " +
      "favor aquí ahí allí así entonces pues mientras aunque cada otro otra otros otras mismo misma",
  ),
  it: words(
    "a e i o dell all nell sull dall il lo la gli le un uno una di del dello della dei degli delle da dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla sui sugli " +
      "sulle al allo alla ai agli alle con per tra fra su ma se che chi cosa quale quali quando dove come perché quanto quanta è sono sei siamo siete era erano " +
      "essere stato ho hai ha abbiamo avete hanno avere fare io tu lui lei noi voi loro mi ti si ci vi mio mia miei mie tuo tua suo sua suoi nostro nostra vostro " +
      "questo questa questi queste quello quella non più meno anche ancora già sempre mai molto poco tutto tutta tutti tutte posso può possono puoi devo deve " +
      "bisogna voglio vorrei ciao grazie salve buongiorno favore cos'è c'è dov'è com'è qual quindi poi così oppure senza prima dopo sotto sopra ogni altro altra " +
      "l' d' s' m' t' c' v' un' dell' all' nell' sull' dall' quell' quest' dov' com'",
  ),
  pt: words(
    "a e o os as um uma uns umas de do da dos das no na nos nas ao aos à às pelo pela pelos pelas em com sem por para sobre entre até desde mas ou que quem qual quais como " +
      "quando onde porque porquê quanto quantos é são era foi ser estar está estão estou sou há tem têm tenho ter fazer eu você vocês ele ela nós eles elas me te " +
      "se lhe meu minha meus minhas teu tua seu sua seus suas nosso nossa este esta estes estas esse essa isso isto aquele não sim nem já muito mais menos também " +
      "só sempre nunca tudo todo toda todos todas algo nada posso pode podem consigo quero queria gostaria preciso devo deve olá obrigado obrigada favor aqui ali " +
      "então assim enquanto cada outro outra outros mesmo mesma depois antes ainda fica dá vou vai",
  ),
  nl: words(
    "de het een en of maar is zijn was waren wordt worden werd heb hebt heeft hebben had ik jij je u hij zij ze wij we jullie mij me jou hem haar ons hun mijn " +
      "jouw uw onze niet geen met van voor naar op uit bij door over onder tegen zonder om aan als hoe waar wat wie wanneer waarom welke welk dat die dit deze er " +
      "dan nog ook al alleen meer zeer zo nu hier daar kan kun kunt kunnen kon moet moeten mag wil willen zou graag alstublieft dank bedankt hallo hoi men zich " +
      "elke alle alles iets niets altijd weer ben bent gaat omdat zodat tussen tijdens sinds sommige doet doen te ten ter",
  ),
  sv: words(
    "i och att det som en ett den är var av för på med till om inte jag du han hon vi ni dem mig dig oss er min mitt mina din ditt dina sin sitt sina vår vårt " +
      "ett har hade ha kan kunde ska skall skulle måste vill ville får bli blir blev från eller men så när hur vad vem vilken vilket vilka varför där här ut upp " +
      "under över efter mellan utan mot genom också bara mycket mer alla allt något någon några ingen inga man sig denna detta dessa hej tack gör göra finns går " +
      "redan sedan innan eftersom hos in då vart",
  ),
  da: words(
    "i og at det som en et den er var af for på med til om ikke jeg du han hun vi de dem mig dig os jer min mit mine din dit dine sin sit sine vores jeres deres " +
      "har havde have kan kunne skal skulle må vil ville får blive bliver blev fra eller men så når hvordan hvad hvem hvilken hvilket hvilke hvorfor hvor her der " +
      "ud op under over efter mellem uden mod gennem også kun meget mere alle alt noget nogen nogle ingen man sig denne dette disse hej tak gør gøre findes går " +
      "allerede siden inden fordi hos ind da nu",
  ),
  no: words(
    "i og at det som en et ei den er var av for på med til om ikke jeg du han hun vi de dem meg deg oss dere min mitt mine din ditt dine sin sitt sine vår vårt " +
      "deres har hadde ha kan kunne skal skulle må vil ville får bli blir ble fra eller men så når hvordan hva hvem hvilken hvilket hvilke hvorfor hvor her der ut " +
      "opp under over etter mellom uten mot gjennom også bare mye mer alle alt noe noen ingen man seg denne dette disse hei takk gjør gjøre finnes går allerede " +
      "siden innen fordi hos inn da nå",
  ),
  fi: words(
    "ja on ei että se hän minä sinä me te he minun sinun hänen meidän teidän heidän mitä mikä kuka miten miksi missä milloin mihin mistä kuinka voin voi voit " +
      "voiko voinko olen olet ovat oli ole olla tämä nämä tuo nuo joka jotka jos kun niin kuin mutta tai vai sekä myös vain vielä jo nyt sitten kanssa ilman ennen " +
      "jälkeen kaikki kaikkia paljon enemmän täytyy pitää pitäisi haluan haluaisin kiitos hei onko eikä en et emme ette eivät tässä siinä mutten",
  ),
  ru: words(
    "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от меня еще ещё нет о из ему теперь когда даже ну " +
      "ли если уже или ни быть был него до вас нибудь уж вам ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без " +
      "чего раз тоже себе под будет ж тогда кто этот того потому этого какой какая какие как-то этом почему можно могу можете нужно хочу мой моя мое моё мои наш " +
      "ваш этого эта это эти при через после перед между очень также пожалуйста спасибо здравствуйте привет чтобы который которая которые сколько куда откуда",
  ),
  pl: words(
    "nie się jest na do to jak że co czy po od za dla ale lub oraz są był była było być ma mam masz mają mogę może można jestem mój moja moje twój jego jej ich " +
      "ten ta te tego tej tym tych który która które gdzie kiedy dlaczego kto ile już tylko też także bardzo więcej przez przed przy między bez pod nad proszę " +
      "dziękuję cześć dzień dobry jeśli gdy ponieważ chcę chciałbym muszę trzeba wszystko jeszcze",
  ),
  cs: words(
    "se na je že to jak co ale nebo by byl byla bylo být jsem jsi jsou jste má mám máte mohu může můžu lze můj moje tento tato toto ten která který které kde " +
      "kdy proč kdo kolik už jen také velmi více přes před při mezi bez pod nad prosím děkuji dobrý ahoj pokud protože chci musím všechno ještě pro od do ze není",
  ),
  tr: words(
    "ve bir bu için ile de da ne nasıl neden nerede kim hangi değil var yok mı mi mu mü ben sen biz siz onlar benim senin bizim sizin ama veya çok daha en gibi " +
      "kadar sonra önce olarak olan oldu olur eğer çünkü lütfen teşekkürler merhaba istiyorum yapabilirim misiniz nedir şu her hiç şey",
  ),
  uk: words(
    "і й та в у на що не я він вона воно вони ми ви ти з із зі до від за по для про при через після перед між над під без як так але або чи то це цей ця ці той та те " +
      "який яка яке які мій моя моє мої наш ваш свій його її їх є був була було були бути буде можна можу може потрібно треба хочу коли де куди звідки чому навіщо хто скільки якщо щоб " +
      "ще вже дуже також тільки лише будь ласка дякую привіт мені мене вас нас собі",
  ),
  ar: words(
    "في من إلى على عن مع هل ما ماذا كيف لماذا أين متى كم أي هذا هذه ذلك تلك هو هي هم أنا نحن أنت لي لك له لها لنا و أو ثم أن إن لا لم لن ليس قد كل بعض غير عند بعد قبل حتى " +
      "التي الذي الذين كان كانت يكون تكون يمكن يمكنني أستطيع أريد أحتاج بدون بين حول خلال أيضا فقط جدا لقد إذا لكن شكرا مرحبا السلام عليكم فضلك أفعل الآن",
  ),
  hi: words(
    "का के की को में से पर और या है हैं था थी थे हो हूँ हूं कर करें करना करने करूँ करूं करता करते करती किया गया गई गए मैं मेरा मेरी मेरे मुझे हम हमारा आप आपका आपकी आपके अपना अपनी अपने यह ये वह वे इस उस " +
      "इसे उसे कैसे क्या क्यों कहाँ कहां कब कौन कितना कितने नहीं न ना भी ही तो तक लिए साथ बाद पहले अब फिर जो जब अगर लेकिन कि सकता सकते सकती सकूँ चाहता चाहते चाहती चाहिए चाहूँगा होगा होता होती होते रहा रही रहे " +
      "कोई कुछ सब सारा सारे बहुत एक दूसरी दूसरा कृपया धन्यवाद नमस्ते जी ने वाला वाले वाली",
  ),
} as const satisfies Record<string, readonly string[]>;

export type WordedLanguage = keyof typeof FUNCTION_WORDS;

function words(list: string): readonly string[] {
  return [...new Set(list.split(" "))];
}
