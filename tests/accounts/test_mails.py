import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [("es", "es tu código para entrar", "Hola:"), ("en", "is your code to sign in", "Hello:")],
)
def test_mail_is_in_the_language_of_its_reader(client, bruno, mailoutbox, language, subject, greeting):
    bruno.language = language
    bruno.save(update_fields=["language"])

    client.post("/accounts/login/code/", {"email": "bruno@example.org"}, headers={"accept-language": "en"})

    [mail] = mailoutbox
    assert mail.subject.endswith(subject)
    assert mail.body.startswith(greeting)


def test_the_code_is_in_text_and_in_html(client, bruno, mailoutbox):
    client.post("/accounts/login/code/", {"email": "bruno@example.org"})

    [mail] = mailoutbox
    code = mail.subject.split()[0]
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    assert (code in mail.body, f">{code}</h1>" in html) == (True, True)


def test_a_mail_leads_only_to_this_network(client, bruno, mailoutbox):
    client.post("/accounts/login/code/", {"email": "bruno@example.org"})

    [mail] = mailoutbox
    links = [word for word in mail.body.split() if "//" in word]
    assert links == ["http://testserver/"]


def test_a_changed_password_is_told_to_its_owner(client, bruno, mailoutbox):
    client.post("/accounts/login/", {"login": "bruno@example.org", "password": "correct horse"})

    client.post(
        "/accounts/password/change/",
        {"oldpassword": "correct horse", "password1": "battery staple", "password2": "battery staple"},
    )

    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["bruno@example.org"], "Your password was changed")
