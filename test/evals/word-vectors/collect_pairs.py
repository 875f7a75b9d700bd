"""Collects pairs of texts that are about the same thing, from Debian's packages: train_word_vectors.py learns from them.

    python3 collect_pairs.py PACKAGES_FOLDER TRANSLATIONS OUT.jsonl

PACKAGES_FOLDER holds the .deb files of packages.txt (`cut -d' ' -f1 packages.txt | xargs -n 20 apt-get download`), which
says how many pairs are taken of each at most: more of the manuals of large programs. TRANSLATIONS is Debian's main/i18n/Translation-en.xz. Needs Python 3.11 and dpkg-deb, tar, zcat. A line is {"s": package, "a": heading or title, "b": text}.
"""
import glob
import html
import json
import lzma
import os
import random
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from multiprocessing import Pool

SKIPPED_TAGS = {"script", "style", "nav", "header", "footer", "aside", "head"}
BREAKS = {"p", "li", "td", "div", "dd", "dt", "br", "tr", "pre"}
OTHER_LANGUAGE = re.compile(r"/(?!en\b|C/)[a-z]{2}(?:[-_@][A-Za-z]{2,5})?/")
#: Lists of functions, of which small packages have little else.
REFERENCE = re.compile(
    r"genindex|py-modindex|/_modules/|/_sources/|/api(docs?)?/|javadoc|doxygen|/classes?/|_8h|/functions|/globals"
    r"|/source/|/generated/|/autoapi|annotated|hierarchy|changelog|whatsnew|release-?notes"
)
SAYS_NOTHING = re.compile(
    r"^(index|search|contents?|navigation|see also|references?|notes?|parameters|returns|examples?|methods?|attributes?"
    r"|quick search|related topics|this page|table of contents|syntax|synopsis|name|description|copyright.*)$",
    re.I,
)
NUMBERING = re.compile(r"^(chapter |appendix )?[\dA-Z]{1,3}(\.\d+)*\.\s+", re.I)
LARGEST_FILE = 400_000
LEAST_TEXT = 60
FILES, SMALL = 2500, 400
LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "packages.txt")


class Sections(HTMLParser):
    """The headings of a page, each with the text up to the next one; listings are left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.sections, self.title = [], ""
        self.heading, self.open_heading, self.parts = None, None, []
        self.skipped = self.listings = 0
        self.in_title = False

    def end_section(self):
        text = squeeze("".join(self.parts))
        if self.heading and text:
            self.sections.append((self.heading, text))
        self.parts = []

    def handle_starttag(self, tag, attributes):
        self.in_title = self.in_title or tag == "title"
        self.skipped += tag in SKIPPED_TAGS
        self.listings += tag == "pre"
        if re.fullmatch("h[1-6]", tag):
            self.end_section()
            self.open_heading = []
        elif tag in BREAKS:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag == "title":
            self.in_title = False
        self.skipped -= tag in SKIPPED_TAGS and self.skipped > 0
        self.listings -= tag == "pre" and self.listings > 0
        if re.fullmatch("h[1-6]", tag) and self.open_heading is not None:
            self.heading, self.open_heading = squeeze("".join(self.open_heading)).replace("¶", "").strip(), None

    def handle_data(self, data):
        if self.in_title:
            self.title += data
        elif self.skipped:
            return
        elif self.open_heading is not None:
            self.open_heading.append(data)
        elif not self.listings:
            self.parts.append(data)


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def sections_of_html(text):
    page = Sections()
    page.feed(text)
    page.end_section()
    title = re.split(r" — | – | - | \| |::", squeeze(page.title))[0]
    return [(title, heading, body) for heading, body in page.sections]


def sections_of_xml(text):
    """Of DocBook and Mallard: what follows each <title>."""
    text = re.sub(r"<!--.*?-->|<(\w*info)>.*?</\1>", " ", text, flags=re.S)

    def plain(part):
        without_entities = re.sub(r"&(?!amp|lt|gt|quot)\w+;", " ", part)
        return squeeze(html.unescape(re.sub(r"<[^>]+>", " ", without_entities)))

    found = re.findall(r"<title[^>]*>(.*?)</title>(.*?)(?=<title[^>]*>|\Z)", text, re.S)
    title = plain(found[0][0]) if found else ""
    return [(title, plain(heading), plain(body)) for heading, body in found]


def read(path):
    with open(path, encoding="utf-8", errors="ignore") as file:
        return file.read()


def pairs_of_files(package, paths):
    seen = set()
    for path in paths:
        sections = sections_of_html if path.endswith(".html") else sections_of_xml
        for title, heading, body in sections(read(path)):
            heading = NUMBERING.sub("", heading)
            if SAYS_NOTHING.match(heading):
                heading = title
            elif title.lower() not in heading.lower() and len(heading) <= 25:
                heading = f"{title} {heading}"
            if len(heading) < 4 or len(body) < LEAST_TEXT or (heading, body[:80]) in seen:
                continue
            if sum(sign.isascii() for sign in body) < 0.97 * len(body):
                continue
            seen.add((heading, body[:80]))
            yield {"s": package, "a": heading[:300], "b": body[:1200]}


def most_of_packages():
    with open(LIST) as file:
        return {package: int(most) for package, most in map(str.split, file)}


def pairs_of_package(task):
    """At most so many, chosen by chance, so that no manual outweighs the others."""
    deb, most = task
    package = os.path.basename(deb).split("_")[0]
    chance = random.Random(package)
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
        wanted = ["*.html", "*.page", "*.docbook"]
        # Packages without such files make tar complain; they give no pairs.
        subprocess.run(["tar", "x", "-C", folder, "--wildcards", *wanted], stdin=archive.stdout, stderr=subprocess.DEVNULL)
        archive.wait()
        paths = sorted(path for path in glob.glob(f"{folder}/**/*.*", recursive=True) if is_wanted(path, folder, most))
        chance.shuffle(paths)
        pairs = list(pairs_of_files(package, paths[:FILES]))
    chance.shuffle(pairs)
    return pairs[:most]


def is_wanted(path, folder, most):
    inside = path[len(folder) :]
    if not os.path.isfile(path) or os.path.getsize(path) > LARGEST_FILE or OTHER_LANGUAGE.search(inside):
        return False
    return most > SMALL or not REFERENCE.search(inside)


def pairs_of_descriptions(translations):
    """What packages are, in a line and in a paragraph."""
    with lzma.open(translations, "rt", encoding="utf-8") as file:
        blocks = file.read().split("\n\n")
    seen = set()
    for block in blocks:
        found = re.search(r"^Description-en: (.*)\n((?: .*\n?)*)", block, re.M)
        text = squeeze(found[2].replace("\n .", "\n")) if found else ""
        if len(text) >= LEAST_TEXT and text[:100] not in seen:
            seen.add(text[:100])
            yield {"s": "descriptions", "a": found[1], "b": text[:1200]}


def text_of(deb, path):
    """A file of a package, unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", deb, folder], check=True)
        if path.endswith(".dz"):
            return subprocess.run(["zcat", f"{folder}/{path}"], check=True, capture_output=True).stdout.decode("utf-8")
        with open(f"{folder}/{path}", encoding="latin1") as file:
            return file.read()


def pairs_of_dictionary(deb):
    """The free dictionary of computing: a word and what it is."""
    text = text_of(deb, "usr/share/dictd/foldoc.dict.dz")
    for word, meaning in re.findall(r"^(\S.*)\n\n((?:   .*\n|\n)+)", text, re.M):
        plain = re.sub(r"[{}]|<[^>]*>", "", squeeze(meaning))
        if len(plain) >= LEAST_TEXT:
            yield {"s": "foldoc", "a": word, "b": plain[:1200]}


def pairs_of_wordnet(deb):
    """Words of one meaning, and the meaning; of names only a fifth, or they would be most."""
    chance = random.Random("wordnet")
    for kind in ("noun", "verb", "adj", "adv"):
        for line in text_of(deb, f"usr/share/wordnet/data.{kind}").splitlines():
            if line.startswith(" "):
                continue
            head, _, meaning = line.partition(" | ")
            fields = head.split()
            words = [fields[4 + 2 * n].replace("_", " ").split("(")[0] for n in range(int(fields[3], 16))]
            if any(word[0].isupper() for word in words) and chance.random() < 0.8:
                continue
            yield {"s": "wordnet", "a": ", ".join(words), "b": squeeze(meaning)}


def main(folder, translations, out):
    def one(name):
        return glob.glob(f"{folder}/{name}_*.deb")[0]

    with Pool() as pool, open(out, "w", encoding="utf-8") as file:
        tasks = [(one(package), most) for package, most in most_of_packages().items()]
        for pairs in pool.imap(pairs_of_package, tasks):
            file.writelines(json.dumps(pair) + "\n" for pair in pairs)
        for pairs in (
            pairs_of_descriptions(translations),
            pairs_of_dictionary(one("dict-foldoc")),
            pairs_of_wordnet(one("wordnet-base")),
        ):
            file.writelines(json.dumps(pair) + "\n" for pair in pairs)


if __name__ == "__main__":
    main(*sys.argv[1:4])
