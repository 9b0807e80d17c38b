"""Invented people, producers and products of the sample group."""

from __future__ import annotations

from typing import NamedTuple

GROUP = "Les Paniers du Canal"
PLACES = ("Salle Jeanne d'Arc", "Halle aux grains")


class Goods(NamedTuple):
    """A product; price in cents, VAT rate in hundredths of a percent."""

    ref: str
    name: str
    price: int
    weighed: bool = False
    vat: int = 550


class Offer(NamedTuple):
    """A producer and its catalogue, with a fee in hundredths of a percent."""

    vendor: str
    catalogue: str
    fee: int
    goods: tuple[Goods, ...]


OFFERS = (
    Offer(
        "Gaec du Bout du Pré",
        "Légumes bio du Canal",
        0,
        (
            Goods("CAR1", "Carottes 1 kg", 250),
            Goods("POI", "Poireaux 1 kg", 310),
            Goods("PDT2", "Pommes de terre 2 kg", 420),
            Goods("OIG", "Oignons jaunes 1 kg", 265),
            Goods("MES", "Mesclun [bio] 150 g", 295),
            Goods("CEL", "Céleri-rave", 340, True),
            Goods("POT", "Potimarron", 280, True),
            Goods("BET", "Betteraves 1 kg", 290),
        ),
    ),
    Offer(
        "Ferme des Trois Chênes",
        "Volailles de la Garenne",
        200,
        (
            Goods("POU", "Poulet fermier", 1190, True),
            Goods("PIN", "Pintade", 1350, True),
            Goods("CAN", "Cuisses de canard", 1675, True),
            Goods("RIL", "Rillettes 180 g", 640),
        ),
    ),
    Offer(
        "Annick Tanguy",
        "Œufs",
        0,
        (Goods("OEU6", "Œufs 6 pièces", 210), Goods("OEU12", "Œufs [bio] 12 pièces", 405)),
    ),
    Offer(
        "Le Fournil d'Élise",
        "Pain & Co",
        0,
        (
            Goods("PCO", 'Pain "cocotte" 1 kg', 560),
            Goods("PSE", "Pain de seigle 500 g", 385),
            Goods("BRI", "Brioche 400 g", 430),
            Goods("BAG", "Baguette de tradition 250 g", 130),
            Goods("FOC", "Fougasse aux olives 300 g", 390),
        ),
    ),
    Offer(
        "Chèvrerie de Kerlann",
        "Fromages de chèvre",
        500,
        (
            Goods("TOM", "Tomme affinée", 1980, True),
            Goods("CR1", "Crottin frais 1 pièce", 230),
            Goods("BUC", "Bûche cendrée 1 pièce", 515),
            Goods("FAI", "Faisselle 4 pièces", 395),
            Goods("YAO", "Yaourts nature 4 pièces", 320),
        ),
    ),
    Offer(
        "Rucher de Brocéliande",
        "Miel et confitures",
        0,
        (
            Goods("MIC", "Miel de châtaignier 500 g", 850),
            Goods("MIF", "Miel de fleurs 500 g", 760),
            Goods("CFI", "Confiture de figue 340 g", 490),
            Goods("CFR", "Confiture de fraise 340 g", 460),
            Goods("PEP", "Pain d'épices 250 g", 520),
        ),
    ),
    Offer(
        "Élevage Le Goff",
        "Viande bovine",
        200,
        (
            Goods("COL5", "Colis 5 kg 1 pièce", 7800),
            Goods("STH", "Steak haché 1 kg", 1530),
            Goods("FXF", "Faux-filet", 2790, True),
            Goods("BOU", "Bourguignon", 1490, True),
            Goods("SAU", "Saucisses 500 g", 780),
        ),
    ),
    Offer(
        "Pressoir de la Rance",
        "Cidre & jus",
        0,
        (
            Goods("CID", "Cidre brut 75 cL", 460, vat=2000),
            Goods("CIX", "Cidre doux 75 cL", 460, vat=2000),
            Goods("JUS", "Jus de pomme 1 L", 320),
            Goods("POM", "Pommes 2 kg", 480),
            Goods("VIN", "Vinaigre de cidre 50 cL", 390),
        ),
    ),
    Offer(
        "Crêperie de l'Écluse",
        "Crêperie / divers",
        0,
        (
            Goods("FBN", "Farine de blé noir 1 kg", 375),
            Goods("GAL", "Galettes de blé noir 6 pièces", 450),
            Goods("CRE", "Crêpes de froment 6 pièces", 420),
            Goods("LEN", "Lentilles vertes 500 g", 330),
            Goods("TIS", "Tisane en vrac", 2500, True),
            Goods("NOI", "Vrac : noix", 935, True),
            Goods("SAV", "Savon [/surgras] 100 g", 400, vat=2000),
            Goods("LES", "Lessive 1 L", 690, vat=2000),
            Goods("SEL", "Sel de Guérande 500 g", 240),
            Goods("CAF", "Café moulu 250 g", 540),
        ),
    ),
)

# 80 members: couples, two homonyms, an apostrophe, one in capital letters only.
SURNAMES = (
    "LE GALL", "MARTIN", "BERNARD", "ÖZTÜRK", "D'ALMEIDA", "NGUYEN", "LEFÈVRE", "MOREAU",
    "O'BRIEN", "GARCIA", "ROUSSEAU", "JÉZÉQUEL", "BEN SALEM", "DE LA FONTAINE", "SIMON", "PÉREZ",
    "LAMBERT", "KOWALSKI", "TANGUY", "DIALLO",
)  # fmt: skip
FIRST_NAMES = (
    "Maël", "Anaïs", "Hugo", "Inès", "Fatou", "Loïc", "Émile", "Béatrice", "Jean-Paul", "Noémie",
    "Öykü", "Thi-Lan", "Saïd", "Gwenaëlle", "Björn", "Lucía", "Chloé", "Cédric", "Maÿlis", "Ronan",
)  # fmt: skip
HOMONYM = "MARTIN Anaïs"
CAPITALS = "YVONNE LE BRAS"
