"""Bundles: a page's modules in a few files, made when static files are collected. In development every module is a file of its own.

``first`` has what the page imports at once, ``shared`` what more than one of its later parts needs, and each part fetched by ``import()``
has a bundle with the rest. A module is in one bundle and runs once, in a function of its own; names and line breaks stay.

A bundle with texts exists once more in every language, with the translations of exactly its own texts before its first view: they need
no request, and are there before anything that runs.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Final

from django.conf import settings

from contactcenter.languages.browser import catalogue, samples
from contactcenter.languages.installed import SOURCE
from contactcenter.web.modules import ADDRESS, PART, VENDOR, Module, module, needed, parts, reachable

PAGES: Final = ("widget", "invitation", "console", "board", "network_test")
FIRST, SHARED = "first", "shared"
FOLDER: Final = "contactcenter/bundles/"
TEXTS: Final = "contactcenter/ui/text.js"
"""The module that holds a page's translations."""


def entry_of(page: str) -> str:
    return f"contactcenter/{page}.js"


def folder_of(page: str, language: str = SOURCE) -> str:
    """Return the folder of a page's bundles in a language. It has only those with texts: the others are the English ones."""
    return f"{FOLDER}{page}/" if language == SOURCE else f"{FOLDER}{page}-{language}/"


def bundles() -> dict[str, str]:
    """Return the text of every bundle by the name of its file."""
    languages = [code for code, _name in settings.LANGUAGES]
    made: dict[str, str] = {}
    for page in PAGES:
        divided = divide(entry_of(page))
        for language in languages:
            folder = folder_of(page, language)
            made |= {f"{folder}{bundle}.js": text for bundle, text in Page(divided, language).texts().items()}
    return made


def inside(names: Iterable[str]) -> set[str]:
    """Return those of the modules that no page fetches by themselves: they are in bundles, and nothing outside of them imports them."""
    bundled = set().union(*(reachable(entry_of(page)) for page in PAGES))
    alone = [name for name in names if name not in bundled and VENDOR not in name]
    return bundled.difference(*(needed(name) for name in alone))


def divide(entry: str) -> dict[str, list[str]]:
    """Return the modules of each bundle, in the order they run."""
    later = parts(entry)
    uses = Counter(chain.from_iterable(later.values()))
    divided = {
        FIRST: needed(entry),
        SHARED: [name for name in dict.fromkeys(chain.from_iterable(later.values())) if uses[name] > 1],
    }
    for part, names in later.items():
        own = posixpath.splitext(part.removeprefix("contactcenter/"))[0].replace("/", "-")
        divided[own] = [name for name in names if uses[name] == 1]
    return {bundle: names for bundle, names in divided.items() if names}


class Page:
    """A page whose modules are divided into bundles, in one language."""

    def __init__(self, divided: dict[str, list[str]], language: str = SOURCE) -> None:
        self.divided, self.language = divided, language
        self.place = {name: bundle for bundle, names in divided.items() for name in names}
        self.ids = {name: f"module{number}" for number, name in enumerate(self.place)}
        self.modules: dict[str, Module] = {name: module(name) for name in self.place}
        asked = [
            (here, there)
            for here, each in self.modules.items()
            for there in each.imports
            if self.place[here] != self.place[there]
        ]
        self.outside = {there for _here, there in asked} | {part for each in self.modules.values() for part in each.parts}
        self.needs = {bundle: {self.place[there] for here, there in asked if self.place[here] == bundle} for bundle in divided}

    def texts(self) -> dict[str, str]:
        """Return the bundles; in another language than English only those that differ."""
        spoken = {bundle: self.spoken(bundle) for bundle in self.divided}
        return {bundle: self.text(bundle, said) for bundle, said in spoken.items() if said or self.language == SOURCE}

    def spoken(self, bundle: str) -> str:
        """Return the statement that gives the page the bundle's translations; empty if there are none. ``first`` names the language."""
        if self.language == SOURCE or TEXTS not in self.place:
            return ""
        texts = catalogue(self.language, self.divided[bundle])
        begins = bundle == self.place[TEXTS]
        if not texts and not begins:
            return ""
        given = {"language": self.language, "plurals": samples(self.language)} if begins else {}
        return f"{self.ids[TEXTS]}.addTexts({json.dumps(given | {'texts': texts}, ensure_ascii=False, separators=(',', ':'))});\n"

    def text(self, bundle: str, spoken: str = "") -> str:
        names = self.divided[bundle]
        taken: dict[str, list[str]] = {}
        for other in dict.fromkeys(other for name in names for other in self.modules[name].imports):
            if self.place[other] != bundle:
                taken.setdefault(self.place[other], []).append(self.ids[other])
        lines = [f'import{{{",".join(ids)}}}from"{other}";\n' for other, ids in taken.items()]
        if TEXTS not in names:
            lines.append(spoken)
        for name in names:
            lines.append(self.wrapped(name))
            if name == TEXTS:
                lines.append(spoken)
        if given := [self.ids[name] for name in names if name in self.outside]:
            lines.append(f"export{{{','.join(given)}}};\n")
        return "".join(lines)

    def wrapped(self, name: str) -> str:
        """Return a module as the value of a function: what it exports."""
        each = self.modules[name]
        taken = "".join(f"const{_braces(names)}={self.ids[other]};" for other, names in _turned(each).items())
        body = PART.sub(
            lambda found: self.fetched(name, found[1]), ADDRESS.sub(lambda found: self.moved(name, found[1]), each.body)
        )
        return f"const {self.ids[name]}=(()=>{{{taken}\n{body.rstrip()}\nreturn{_braces(each.exports)}}})();\n"

    def fetched(self, name: str, address: str) -> str:
        """Return the expression in the place of an ``import()``. What the part needs is fetched beside it, not after it."""
        part = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        bundle = self.place[part]
        value = self.ids[part]
        if SHARED in self.needs[bundle]:
            return f'Promise.all([import("{bundle}"),import("{SHARED}")]).then(([found])=>found.{value})'
        return f'import("{bundle}").then((found)=>found.{value})'

    def moved(self, name: str, address: str) -> str:
        """Return the address of a file beside a module, from where its bundle is."""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        return f'new URL("{posixpath.relpath(target, FOLDER + "page")}",import.meta.url)'


def _turned(each: Module) -> dict[str, dict[str, str]]:
    """Return what a module takes of others, as the names here by the names there."""
    return {other: {there: here for here, there in names.items()} for other, names in each.imports.items()}


def _braces(names: dict[str, str]) -> str:
    return "{" + ",".join(one if one == other else f"{one}:{other}" for one, other in names.items()) + "}"
