"""Which passwords are good enough, and making first ones (trust.md T3, A3–A5). No composition rules."""

from __future__ import annotations

import re
import secrets

from app.domain.errors import Invalid
from app.domain.permissions import may

SHORTEST, SHORTEST_OF_MANAGERS, LONGEST = 10, 12, 128
FIRST_PASSWORD_DAYS = 7
# Read aloud and copied by hand: no 0/O, 1/l/I.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

# The words around which most guessed passwords are built, here and elsewhere.
COMMON_WORDS = frozenset(
    """
    password passwort passw0rd parol parolim maxfiy admin administrator root user guest login welcome letmein master
    qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc 1q2w3e4r 1qaz2wsx abcdef abcdefgh
    йцукен йцукенг йцукенгшщз фывапр ячсмит пароль привет любовь админ
    iloveyou sunshine princess football baseball dragon monkey shadow superman batman michael computer internet samsung
    kutubxona kutubxonachi library kitob kitobxon markaz metodist direktor director jamlanma demo test axborot
    arnasoy jizzax toshkent tashkent samarqand buxoro andijon fargona namangan xorazm navoiy qashqadaryo surxondaryo
    sirdaryo qoraqalpogiston uzbekistan ozbekiston salom assalom muhabbat sevgi hayot vatan mustaqillik navruz
    библиотека узбекистан ташкент
    """.split()
)
LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890123456789",
    "йцукенгшщзхъфывапролджэячсмитьбю",
)


def shortest(role: str) -> int:
    """The least number of characters of a password: more for those who manage the accounts of others."""
    return SHORTEST_OF_MANAGERS if may(role, "people.manage") else SHORTEST


def check_password(password: str, *, login: str, role: str) -> None:
    """Refuse a password that is too short, too long, common, or made from the login.

    Raises Invalid: ``password.too_long``, ``password.too_short`` (``least``), ``password.like_login``,
    ``password.common``.
    """
    if len(password) > LONGEST:
        raise Invalid("password.too_long", field="password", most=LONGEST)
    least = shortest(role)
    if len(password) < least:
        raise Invalid("password.too_short", field="password", least=least)
    folded = password.casefold()
    core = re.sub(r"[\W\d_]+", "", folded)
    name = login.casefold()
    if name and (name in folded or name[::-1] in folded) and len(folded) - len(name) < SHORTEST:
        raise Invalid("password.like_login", field="password")
    if is_common(folded, core):
        raise Invalid("password.common", field="password")


def is_common(folded: str, core: str) -> bool:
    """Whether little is left of a password without common words, years, runs and repetitions."""
    plain = re.sub(r"[\W_]+", "", folded)
    if len(set(plain)) < 5 or any(plain in run * 2 or plain[::-1] in run * 2 for run in RUNS):
        return True
    if re.fullmatch(r"(.{1,6})\1+", plain):
        return True
    if re.fullmatch(r"\d{1,14}", plain):
        return True
    unleeted = re.sub(r"[\W\d_]+", "", folded.translate(LEET))
    words = {core, core.translate(LEET), plain, unleeted, plain.rstrip("0123456789")}
    return any(word in COMMON_WORDS or halves_common(word) for word in words if word)


def halves_common(word: str) -> bool:
    """“kutubxonaarnasoy”, “adminadmin”: two common words side by side."""
    return any(word[:cut] in COMMON_WORDS and word[cut:] in COMMON_WORDS for cut in range(3, len(word) - 2))


def first_password() -> str:
    """A random first password of three groups, easy to read out: ``k7mp-x3qr-9dth``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
