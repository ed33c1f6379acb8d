"""The French of the interface: nothing English is left on a page, and what stands there is well set."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import allauth
import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from assessments.invitations import mails
from assessments.models import Invitation
from partnerships import register
from partnerships.models import Grant, Partnership, Stakeholder
from synergy.accounts.models import User
from synergy.outbox.models import Message
from synergy.web import vendor_strings
from tests.routes import OF_A_PARTNERSHIP, OF_THE_SITE, PUBLIC, address

LOCALE = settings.BASE_DIR / "synergy" / "locale"
ENTRIES = list(polib.pofile(str(LOCALE / "fr" / "LC_MESSAGES" / "django.po")))
SOURCES = [
    path
    for room in ("assessments", "partnerships", "synergy")
    for path in sorted((settings.BASE_DIR / room).rglob("*.py"))
    if "migrations" not in path.parts
]
ACCOUNT_PAGES = [
    "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp",
]  # fmt: skip
ENTRANCES = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
LONG = 12
SHOWN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-done", "content")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Words(HTMLParser):
    """What a reader or a screen reader meets, without what is marked as English and without scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if tag not in VOID and (self.skipped or own.get("lang") == "en" or tag in ("script", "style")):
            self.skipped.append(tag)
        if not self.skipped and own.get("lang") != "en":
            self.found += [str(own[name]) for name in SHOWN_ATTRIBUTES if own.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.skipped:
            while self.skipped.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.found.append(data)


def words_of(html: str) -> str:
    parser = Words()
    parser.feed(html)
    return " \n ".join(" ".join(one.split()) for one in parser.found)


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def english_parts() -> set[str]:
    """What stands between the placeholders and tags of an English string, where French says it otherwise."""
    found = set()
    for entry in ENTRIES:
        french = " ".join(texts_of(entry))
        for source in (entry.msgid, entry.msgid_plural):
            parts = (" ".join(part.split()) for part in re.split(r"%\(\w+\)[sd]|%[sd]|<[^>]+>", source))
            found |= {part for part in parts if len(part) > LONG and part not in french}
    return found


def leaks(text: str) -> list[str]:
    near = (part for part in PARTS if part in text)
    return sorted(part for part in near if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text))


PARTS = english_parts()


def crawl(client: Client, urls: list[str]) -> dict[str, list[str]]:
    """The English left on each page; the number of pages that were shown is told under ''."""
    found: dict[str, list[str]] = {}
    shown = 0
    for url in urls:
        answer = client.get(url)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        shown += 1
        html = answer.content.decode()
        assert 'lang="fr"' in html, f"{url} is not in French"
        if english := leaks(words_of(html)):
            found[url] = english
    assert shown, "no page was shown"
    return found


@pytest.fixture
def in_french(amina: User, ada: User, bruno: User) -> None:
    User.objects.filter(pk__in=[amina.pk, ada.pk, bruno.pk]).update(language="fr")
    Invitation.objects.update(language="fr")
    Stakeholder.objects.update(language="fr")


def client_of(user: User | None) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    if user is not None:
        client.force_login(user)
    return client


def test_the_detector_sees_english() -> None:
    assert leaks("Nobody is invited to « Vague 3 ».") == []
    assert leaks("Données : words nobody wrote here, Skip to the content") == ["Skip to the content"]
    assert words_of('<p lang="en">Skip to the content<br>x</p><p title="b">a</p>') == "b \n a"


def test_a_coordinator_reads_no_english(world: dict[str, Any], in_french: None, amina: User) -> None:
    urls = [address(page, world) for page in OF_A_PARTNERSHIP]
    assert crawl(client_of(amina), urls) == {}


def test_an_administrator_reads_no_english(world: dict[str, Any], in_french: None, ada: User) -> None:
    urls = [address(page, world) for page in OF_THE_SITE + OF_A_PARTNERSHIP]
    assert crawl(client_of(ada), urls) == {}


def test_a_respondent_reads_no_english(world: dict[str, Any], in_french: None) -> None:
    urls = [address(page, world) for page in PUBLIC]
    assert crawl(client_of(None), urls) == {}


def test_account_pages_hold_no_english(world: dict[str, Any], in_french: None, amina: User) -> None:
    assert crawl(client_of(amina), [reverse(name) for name in ACCOUNT_PAGES]) == {}
    assert crawl(client_of(None), [reverse(name) for name in ENTRANCES]) == {}


def test_refusals_and_lost_pages_are_french(world: dict[str, Any], in_french: None, bruno: User) -> None:
    client = client_of(bruno)
    for page in OF_A_PARTNERSHIP:
        if register.VIEWER not in register.ACTIONS[page.action].roles:
            answer = client.get(address(page, world))
            assert leaks(words_of(answer.content.decode())) == [], page
    assert leaks(words_of(client.get("/nowhere/").content.decode())) == []


def test_forms_refuse_in_french(world: dict[str, Any], in_french: None, amina: User) -> None:
    client = client_of(amina)
    for page in OF_A_PARTNERSHIP:
        answer = client.post(address(page, world))
        if answer.status_code in (200, 400, 409, 422) and "html" in answer["Content-Type"]:
            assert leaks(words_of(answer.content.decode())) == [], page


@pytest.mark.parametrize("kind", sorted(mails.LABELS))
def test_the_french_half_of_a_mail_holds_no_english(world: dict[str, Any], in_french: None, kind: str) -> None:
    invitation = Invitation.objects.select_related("stakeholder").get()
    invitation.stakeholder.email = "farid@example.org"
    invitation.stakeholder.save()
    mail = mails.render(Message(kind=kind, recipient="farid@example.org", subject_ref=str(invitation.pk)))
    assert mail is not None
    assert leaks(mail.subject) == []
    french, english = mail.text.split("-" * 70)
    assert leaks(" ".join(french.split())) == []
    assert leaks(" ".join(english.split())) != []


def test_the_results_of_the_demonstration_are_told_in_french(db: None) -> None:
    call_command("seed_demo", partnerships=2, rounds=3, members=14, verbosity=0)
    partnership = Partnership.objects.get(slug__startswith="partenariat")
    grant = Grant.objects.select_related("user").get(partnership=partnership, role=Grant.Role.COORDINATOR)
    closed = partnership.rounds.filter(state="closed").latest("number")
    names = ["overview", "round-list", "result-latest", "meeting-list", "action-item-list"]
    urls = [reverse(name, args=[partnership.slug]) for name in names]
    urls.append(reverse("result-detail", args=[partnership.slug, closed.number]))
    assert crawl(client_of(grant.user), urls) == {}


def test_every_choice_and_name_of_the_models_has_french() -> None:
    known = {entry.msgid for entry in ENTRIES}
    said = [action.refusal for action in register.ACTIONS.values()]
    for model in apps.get_models():
        if model.__module__.split(".")[0] in ("assessments", "partnerships", "synergy"):
            said += _names(model)
    pairs = {(_in("en", words), _in("fr", words)) for words in said}
    assert sorted(english for english, french in pairs if english == french and english not in known) == []


def _in(language: str, words: Any) -> str:
    with translation.override(language):
        return str(words)


def _names(model: Any) -> Iterator[Any]:
    """Names that nobody gave are those of tables no page shows."""
    fields = model._meta.get_fields()
    labels = [label for field in fields for _value, label in getattr(field, "choices", None) or ()]
    names = [model._meta.verbose_name, *(getattr(field, "verbose_name", "") for field in fields)]
    yield from (words for words in (*names, *labels) if isinstance(words, Promise))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (r"['\"]", "a straight quotation mark or apostrophe"),
        (r"[“”]", "English quotation marks"),
        (r"\s[;?!]", "a space before ; ? or !"),
        (r"«(?!\u00a0)|(?<!\u00a0)»", "no no-break space inside « »"),
        (r"(?<=[\w»%)])(?<!\u00a0):(?=\s|$)|[^\u00a0\S]:(?=\s|$)", "no no-break space before a colon"),
        (r"\d %(?!\()", "no no-break space before %"),
        (r"\b(?:de|que|si|ce) %\((?:name|names|actor|person|partnership|object|title|organisation|place)\)", "elision"),
        (r"[a-zé][·(]e[s·)]", "a middle dot or a bracketed ending"),
    ],
)
def test_the_typography_is_that_of_quebec(wrong: str, why: str) -> None:
    bare = [re.sub(r"=\"[^\"]*\"", "", text) for entry in ENTRIES for text in texts_of(entry)]
    assert [text for text in bare if re.search(wrong, text)] == [], why


@pytest.mark.parametrize(
    "other", ["e-?mails?", "rounds?", "coordinat(?:eur|rice)s?", "évaluat(?:eur|rice)s?", "liens? fort"]
)
def test_no_word_is_used_that_the_glossary_says_otherwise(other: str) -> None:
    bare = [re.sub(r"%\(\w+\)[sd]", "", text) for entry in ENTRIES for text in texts_of(entry)]
    assert [text for text in bare if re.search(rf"\b{other}\b", text)] == []


def test_a_sentence_ends_alike_in_both_languages() -> None:
    ends = ".?!:…,"
    pairs = [(entry.msgid, texts_of(entry)[0]) for entry in ENTRIES if entry.translated()]
    assert [english for english, french in pairs if (english[-1] in ends) != (french[-1] in ends)] == []
    assert [english for english, french in pairs if english[0].isspace() != french[0].isspace()] == []


def test_nothing_and_one_are_singular() -> None:
    with translation.override("fr"):
        words = [translation.ngettext("%(count)s member", "%(count)s members", n) % {"count": n} for n in (0, 1, 2)]
    assert words == ["0 membre", "1 membre", "2 membres"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_string_is_written_where_the_collector_finds_it(path: Path) -> None:
    """It overlooks calls inside f-strings and under another name, and messages that are put together before."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            hidden += [one for one in ast.walk(node) if isinstance(one, ast.Call) and _translates(one)]
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            hidden += [one for one in node.names if one.asname not in (None, "_")]
        if isinstance(node, ast.Call) and _translates(node) and not isinstance(node.args[0], ast.Constant):
            hidden.append(node)
    assert [ast.unparse(one) for one in hidden] == []


def _translates(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("_", "gettext", "gettext_lazy", "ngettext", "pgettext")


def test_vendor_strings_are_still_those_of_django_and_allauth() -> None:
    said: set[str] = set()
    for package in (allauth, django):
        for path in Path(str(package.__file__)).parent.rglob("locale/fr/LC_MESSAGES/django.po"):
            said |= {entry.msgid for entry in polib.pofile(str(path))}
    assert [word for word in vendor_strings.WORDS if word not in said] == []
    english = polib.pofile(str(LOCALE / "en" / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in english if entry.msgid not in vendor_strings.WORDS] == []


@pytest.mark.parametrize(
    ("retired", "used"),
    [
        (r"\bfermée\b|\bfermeture\b", "a round is « terminée »"),
        (r"\bbougé\b", "a score has « changé »"),
        (r"\bcourrier\b", "mail is « courriel »"),
        (r"\bprenez garde\b", "« évitez d’écrire ce qui permettrait de vous reconnaître »"),
        (r"\bfusionne", "groups are « réunis »"),
        (
            r"encore inscrit\b|encore invité\b",
            "« aucune personne inscrite », as « personne n’est inscrit » is masculine",
        ),
    ],
)
def test_the_french_has_one_word_for_each_thing(retired: str, used: str) -> None:
    texts = [text for entry in ENTRIES for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if re.search(retired, text, re.IGNORECASE)] == [], used
