"""Passkeys as a device would have shown them when they were added."""

from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from red_inclusion.accounts.models import User

ID = b"a key of the tests"
SHOWN = AuthenticatorData.FLAG.ATTESTED | AuthenticatorData.FLAG.USER_PRESENT


def passkey_of(person: User, name: str = "Portátil") -> Authenticator:
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": credential()})


@cache
def credential() -> dict[str, Any]:
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    shown = AuthenticatorData.create(bytes(32), SHOWN, 0, AttestedCredentialData.create(bytes(16), ID, public))
    return {
        "id": websafe_encode(ID),
        "rawId": websafe_encode(ID),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(
                CollectedClientData.create("webauthn.create", b"challenge", "http://testserver")
            ),
            "attestationObject": websafe_encode(AttestationObject.create("none", shown, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
