"""Values that only some may read: sealed with a key per person, so that erasing somebody is destroying one key."""

import base64
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction

from commonweal.kernel.models import SubjectKey

NONCE = 12


class Shredded(Exception):
    """The key of this person was destroyed; what it sealed is gone."""


@cache
def _derived(secret: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"commonweal subject keys v1")
    return hkdf.derive(secret.encode())


def _place_key() -> bytes:
    return _derived(settings.SENSITIVE_KEY)


def _seal(key: bytes, plain: bytes, context: str) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, context.encode())).decode()


def _open(key: bytes, sealed: str, context: str) -> bytes:
    raw = base64.b64decode(sealed)
    return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], context.encode())


_remembered: ContextVar[dict[str, bytes] | None] = ContextVar("commonweal_keys", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block (one request) a subject's key is read once; it is forgotten at the end, or when shredded."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def _data_key(subject: str, *, create: bool) -> bytes:
    known = _remembered.get()
    if known is not None and subject in known:
        return known[subject]
    key = _read_key(subject, create=create)
    if known is not None:
        known[subject] = key
    return key


def _read_key(subject: str, *, create: bool) -> bytes:
    # Plain SQL: every page of an application and every case needs its key, and the statement is always the same.
    with connection.cursor() as cursor:
        cursor.execute("SELECT wrapped FROM kernel_subjectkey WHERE subject = %s", [subject])
        found = cursor.fetchone()
    if found:
        return _open(_place_key(), found[0], subject)
    if not create:
        raise Shredded(subject)
    with transaction.atomic():
        wrapped = _seal(_place_key(), os.urandom(32), subject)
        row, _ = SubjectKey.objects.get_or_create(subject=subject, defaults={"wrapped": wrapped})
    return _open(_place_key(), row.wrapped, subject)


def seal(subject: str, value: object) -> str:
    """Encrypt a JSON value for a subject ("person:<uuid>" or "guest:<id>"); AES-256-GCM bound to the subject."""
    return _seal(_data_key(subject, create=True), json.dumps(value, ensure_ascii=False).encode(), subject)


def unseal(subject: str, sealed: str) -> Any:
    """Decrypt what `seal` made. Raises Shredded once the subject's key is gone, ValueError if it was tampered with."""
    key = _data_key(subject, create=False)
    try:
        return json.loads(_open(key, sealed, subject))
    except InvalidTag as error:
        # After erasure somebody may come back under the same id with a new key: old seals stay shut.
        raise ValueError("this sealed value was changed, or sealed for somebody else") from error


def unseal_many(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Open many seals (subject, sealed) with one query; those that can no longer be opened are omitted."""
    pairs = list(pairs)
    if not pairs:
        return {}
    rows = SubjectKey.objects.in_bulk({subject for subject, _ in pairs})
    keys = {subject: _open(_place_key(), row.wrapped, subject) for subject, row in rows.items()}
    opened = {}
    for subject, sealed in pairs:
        if subject in keys:
            with suppress(InvalidTag):
                opened[sealed] = json.loads(_open(keys[subject], sealed, subject))
    return opened


# No person: a key that is there to see whether the place's key is the one with which it was wrapped.
PROBE = "place:probe"


def key_fits() -> bool:
    """Whether the place's key opens what it sealed before. The first time a place asks, there is only something to
    compare later with."""
    row = SubjectKey.objects.filter(pk=PROBE).first() or SubjectKey.objects.first()
    if row is None:
        _read_key(PROBE, create=True)
        return True
    try:
        _open(_place_key(), row.wrapped, row.subject)
    except InvalidTag:
        return False
    if row.subject != PROBE:
        _read_key(PROBE, create=True)
    return True


def shred(subject: str) -> bool:
    """Destroy a subject's key; True if there was one."""
    (_remembered.get() or {}).pop(subject, None)
    deleted, _ = SubjectKey.objects.filter(pk=subject).delete()
    return bool(deleted)
