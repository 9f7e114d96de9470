"""What clients and operators of the made-up past write to each other: short conversations, with a number that tells them apart."""

from __future__ import annotations

import random
from typing import Final, NamedTuple


class Topic(NamedTuple):
    """``client`` and ``operator`` are lines to choose from; ``{number}`` is filled in."""

    title: str
    client: tuple[str, ...]
    operator: tuple[str, ...]


TOPICS: Final = (
    Topic(
        "Boiler shows F.22",
        (
            "Good morning, my boiler shows F.22 and the radiators stay cold.",
            "The gauge is at 0.4, serial number {number}.",
            "It is in the cellar, I can take the phone with me.",
        ),
        (
            "F.22 means the water pressure is low. Which number does the round gauge show?",
            "Open the black valve a quarter turn until the gauge shows 1.5.",
        ),
    ),
    Topic(
        "Rechnung",
        (
            "Guten Tag, in der Rechnung {number} fehlt die Gutschrift für die Wartung.",
            "Die Kundennummer habe ich gerade nicht zur Hand.",
        ),
        ("Ich prüfe die Rechnung. Einen Augenblick, bitte.", "Die Gutschrift kommt mit der nächsten Abrechnung."),
    ),
    Topic(
        "Hlučné čerpadlo",
        (
            "Dobrý den, tepelné čerpadlo číslo {number} je v noci příliš hlučné.",
            "Nejhorší je to kolem třetí ráno, když mrzne.",
        ),
        ("Přepneme ho na noční režim. Vidíte na displeji nabídku Komfort?", "Zítra přijede technik mezi osmou a desátou."),
    ),
    Topic(
        "Warranty",
        ("Is the circulation pump {number} still under warranty?", "We bought it from the installer in our street."),
        ("It is, until the end of next year. Please keep the receipt.", "I have written the claim down for you."),
    ),
    Topic(
        "Appointment",
        ("I would like to move the appointment {number}.", "Thursday afternoon would suit us."),
        ("Thursday at three is free. Shall I book it?", "Done, you will get a message the day before."),
    ),
    Topic(
        "No hot water",
        (
            "There is no hot water since yesterday evening.",
            "The burner starts and stops again after a few seconds, code {number}.",
        ),
        ("Please turn the controller off and on again.", "I am sending a technician today."),
    ),
    Topic("", ("Hello, I have a question about order {number}.",), ("Of course, which one?", "It left our store this morning.")),
)
FIRST: Final = (
    "Emily",
    "Lukas",
    "Jana",
    "Amir",
    "Sofie",
    "Petr",
    "Mia",
    "Tom",
    "Zdeněk",
    "Renée",
    "Jürgen",
    "Olena",
    "Nikos",
    "Ayşe",
)
LAST: Final = ("Carter", "Brandt", "Nováková", "Haddad", "Lang", "Svoboda", "Rossi", "Byrne", "Dvořák", "Weiß", "Grün", "Koval")
CODES: Final = 100_000


def conversation(dice: random.Random, topic: Topic) -> list[tuple[str, str]]:
    """Return the lines of a short conversation: who wrote each, and what."""
    number = dice.randrange(CODES)
    asked = [("client", line.format(number=number)) for line in topic.client[: dice.randint(1, len(topic.client))]]
    answered = [("operator", line) for line in topic.operator[: dice.randint(1, len(topic.operator))]]
    return [asked[0], *(line for pair in zip(answered, asked[1:], strict=False) for line in pair), *answered[len(asked) - 1 :]]


def name(dice: random.Random) -> str:
    return f"{dice.choice(FIRST)} {dice.choice(LAST)}"
