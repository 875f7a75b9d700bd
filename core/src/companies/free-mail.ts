/** Providers where anybody has an address: it says nothing about where somebody works. */
const FREE_MAIL = new Set(
  (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com icloud.com me.com mac.com aol.com " +
    "proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com fastmail.fm hey.com zoho.com zohomail.com mail.com gmx.com gmx.net gmx.de " +
    "gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org yandex.ru yandex.com ya.ru mail.ru bk.ru inbox.ru list.ru rambler.ru " +
    "qq.com 163.com 126.com yeah.net sina.com sohu.com foxmail.com naver.com daum.net hanmail.net kakao.com orange.fr wanadoo.fr free.fr " +
    "laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz uol.com.br bol.com.br " +
    "terra.com.br comcast.net verizon.net att.net sbcglobal.net cox.net btinternet.com sky.com virginmedia.com ntlworld.com rediffmail.com " +
    "ukr.net bigpond.com optusnet.com.au telenet.be skynet.be ziggo.nl kpnmail.nl duck.com simplelogin.com mozmail.com privaterelay.appleid.com"
  ).split(" "),
);
/** The same provider in many countries. */
const FREE_EVERYWHERE = /^(?:yahoo|hotmail|outlook|live|gmx)\.(?:[a-z]{2}|com?\.[a-z]{2})$/u;

/** The domain of somebody's company, read out of their address; null for an address that anybody can have. */
export function companyDomainOf(email: string): string | null {
  const domain = email.trim().toLowerCase().split("@").at(-1) ?? "";
  const isAddress = /^[^\s@]+@[a-z0-9.-]+\.[a-z0-9-]{2,}$/u.test(email.trim().toLowerCase());
  return !isAddress || FREE_MAIL.has(domain) || FREE_EVERYWHERE.test(domain) ? null : domain;
}
