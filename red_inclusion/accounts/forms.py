from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from red_inclusion.core.fields import PlainText

from .models import User

KEY_NAME_LENGTH = 60


class LanguageField(forms.ChoiceField):
    """Each in its own words."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.choices = [
            (code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ]


class ProfileForm(forms.ModelForm):
    name = PlainText(
        label=_("Name"),
        limit=120,
        help_text=_("As the others in the room know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = LanguageField(label=_("Language"), help_text=_("Of the pages, and of the e-mails that we send you."))

    class Meta:
        model = User
        fields = ["name", "language"]


class TermsForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.BooleanField(
        label=_("I have read them and will keep to them"),
        error_messages={"required": _("Tick the box to go on. If something is not clear, ask whoever invited you.")},
    )


class OwnWords:
    """allauth repeats each label inside its box, where it goes with the first letter typed: only the label stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _("Eight characters or more. A short sentence is easy to remember.")


class LoginForm(OwnWords, allauth_forms.LoginForm):
    pass


class RequestLoginCodeForm(OwnWords, allauth_forms.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(OwnWords, allauth_forms.ConfirmLoginCodeForm):
    pass


class ResetPasswordForm(OwnWords, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OwnWords, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(OwnWords, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(OwnWords, allauth_forms.SetPasswordForm):
    pass


class AddEmailForm(OwnWords, allauth_forms.AddEmailForm):
    pass


class ReauthenticateForm(OwnWords, allauth_forms.ReauthenticateForm):
    pass


class NamedKey:
    """allauth forgot to have this label translated, and to set an end to the name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].required = True
        self.fields["name"].max_length = KEY_NAME_LENGTH
        self.fields["name"].validators.append(MaxLengthValidator(KEY_NAME_LENGTH))
        self.fields["name"].widget.attrs["maxlength"] = KEY_NAME_LENGTH


class AddKeyForm(NamedKey, key_forms.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["passwordless"].label = _("I also want to sign in with this key alone")
        self.fields["passwordless"].help_text = _("No e-mail and no code: the device asks for your fingerprint or PIN.")


class CodeForm:
    """The code of the app, or one to recover her access."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class ActivateAppForm(CodeForm, totp_forms.ActivateTOTPForm):
    pass


class SecondStepForm(CodeForm, mfa_forms.AuthenticateForm):
    pass


class SecondStepAgainForm(CodeForm, mfa_forms.ReauthenticateForm):
    pass


class EditKeyForm(NamedKey, key_forms.EditWebAuthnForm):
    pass
