"""What the demo's supervisors have written, in the languages of its clients and operators."""

from __future__ import annotations

from typing import Final

RESPONSES: Final[dict[str, dict[str, str]]] = {
    "hello": {
        "en": "Hello, this is Alder Heating. How can I help you?",
        "cs": "Dobrý den, tady Alder Heating. S čím vám mohu pomoci?",
        "de": "Guten Tag, hier ist Alder Heating. Wie kann ich Ihnen helfen?",
    },
    "pressure": {
        "en": "F.22 means the water pressure is low. Look at the round gauge under the boiler: which number does it show?",
        "cs": "F.22 znamená nízký tlak vody. Podívejte se prosím na kulatý manometr pod kotlem: jaké číslo ukazuje?",
        "de": "F.22 heißt: Der Wasserdruck ist niedrig. Welche Zahl zeigt das runde Manometer unter dem Kessel?",
    },
    "valve": {
        "en": "Open the valve with the black handle a quarter turn, slowly, until the gauge shows 1.5. Then close it again.",
        "cs": "Pomalu otevřete ventil s černou páčkou o čtvrt otáčky, až manometr ukáže 1,5. Potom ho zase zavřete.",
        "de": "Öffnen Sie das Ventil mit dem schwarzen Griff langsam eine Viertelumdrehung, bis 1,5 erreicht ist. Dann wieder schließen.",
    },
    "call": {
        "en": "Shall we look at it together? I am sending you a video call. You can keep your camera off or point it at the boiler.",
        "cs": "Podíváme se na to spolu? Posílám vám videohovor. Kameru můžete nechat vypnutou, nebo ji namířit na kotel.",
        "de": "Wollen wir es uns gemeinsam ansehen? Ich rufe Sie mit Video an. Die Kamera kann aus bleiben oder den Kessel zeigen.",
    },
    "bye": {
        "en": "Glad I could help. If it comes back, write to us here.",
        "cs": "Rádo se stalo. Kdyby se to vrátilo, napište nám sem.",
        "de": "Gern geschehen. Wenn es wieder auftritt, schreiben Sie uns hier.",
    },
}
TAGS: Final[dict[str, dict[str, str]]] = {
    "boiler": {"cs": "kotel", "de": "Kessel"},
    "heat pump": {"cs": "tepelné čerpadlo", "de": "Wärmepumpe"},
    "invoice": {"cs": "faktura", "de": "Rechnung"},
    "warranty": {"cs": "záruka", "de": "Garantie"},
}
REASONS: Final[dict[str, dict[str, str]]] = {
    "Break": {"cs": "Přestávka", "de": "Pause"},
    "Lunch": {"cs": "Oběd", "de": "Mittagessen"},
    "Meeting": {"cs": "Porada", "de": "Besprechung"},
    "Training": {"cs": "Školení", "de": "Schulung"},
}
RESULTS: Final[dict[str, dict[str, str]]] = {
    "Solved": {"cs": "Vyřešeno", "de": "Gelöst"},
    "Needs a visit": {"cs": "Nutná návštěva", "de": "Besuch nötig"},
    "Passed on": {"cs": "Předáno dál", "de": "Weitergegeben"},
    "Client left": {"cs": "Klient odešel", "de": "Kunde gegangen"},
}
