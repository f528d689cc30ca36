"""The two pages that the law asks of every public website. What it asks is fixed; what is true, a person types."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from red_inclusion.pages.addresses import OwnAddressForm
from red_inclusion.pages.enums import Conformance, Preparation

PLAIN = ["bold", "italic", "link", "ul", "ol"]


class PrivacyPage(Page):
    """How personal data are treated: articles 13 and 14 of the General Data Protection Regulation."""

    controller = models.TextField(
        _("controller"), help_text=_("Which body answers for the data: name, address, e-mail, phone.")
    )
    delegate = models.TextField(
        _("data protection officer"), blank=True, help_text=_("How to reach her or him. Public bodies have one.")
    )
    purposes = RichTextField(_("what the data are used for"), features=PLAIN)
    basis = RichTextField(_("legal basis"), features=PLAIN, blank=True)
    data = RichTextField(_("which data"), features=PLAIN, blank=True)
    recipients = RichTextField(_("who receives them"), features=PLAIN, blank=True)
    retention = RichTextField(_("how long they are kept"), features=PLAIN)
    rights = RichTextField(_("rights, and how to use them"), features=PLAIN)
    complaints = RichTextField(_("where to complain"), features=PLAIN, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)

    template = "pages/privacy_page.html"
    base_form_class = OwnAddressForm
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("controller"), FieldPanel("delegate")], _("Who answers")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("purposes", "basis", "data", "recipients", "retention")], _("The data")
        ),
        MultiFieldPanel([FieldPanel("rights"), FieldPanel("complaints")], _("The person")),
        FieldPanel("checked_on"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("data protection page")

    def parts(self):
        """Title and text of what is written, in the order in which people ask."""
        asked = (
            (_("What we use your data for"), self.purposes),
            (_("Why we may"), self.basis),
            (_("Which data"), self.data),
            (_("Who receives them"), self.recipients),
            (_("How long we keep them"), self.retention),
            (_("Your rights"), self.rights),
            (_("Where to complain"), self.complaints),
        )
        return [(title, text) for title, text in asked if text]


class AccessibilityPage(Page):
    """The accessibility statement on the model of Commission Implementing Decision (EU) 2018/1523, with both channels
    of article 10.2 of Royal Decree 1112/2018."""

    body = models.CharField(_("body"), max_length=200, help_text=_("Which public body makes the statement."))
    applies_to = models.CharField(_("website"), max_length=200, help_text=_("Its address, without https://"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Conformance.choices,
        help_text=_("As the assessment found it. Nothing is filled in for you: you answer for it."),
    )
    exceptions = RichTextField(_("non-compliance with the decree"), features=PLAIN, blank=True)
    burden = RichTextField(_("disproportionate burden"), features=PLAIN, blank=True)
    out_of_scope = RichTextField(_("content out of scope"), features=PLAIN, blank=True)
    prepared_on = models.DateField(_("prepared on"))
    preparation = models.CharField(_("prepared by"), max_length=10, choices=Preparation.choices)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    communications = RichTextField(
        _("channel for communications"),
        features=PLAIN,
        help_text=_("Article 10.2.a: to report a failure, a difficulty, a question or an improvement."),
    )
    requests = RichTextField(
        _("channel for complaints and requests"),
        features=PLAIN,
        help_text=_("Article 10.2.b: complaints, and requests for accessible information."),
    )
    unit = models.CharField(
        _("unit that answers"), max_length=200, blank=True, help_text=_("Who receives and treats them.")
    )
    enforcement = RichTextField(
        _("enforcement"), features=PLAIN, help_text=_("Where to claim when the answer does not come or is not enough.")
    )
    extra = RichTextField(_("optional content"), features=PLAIN, blank=True)

    template = "pages/accessibility_page.html"
    base_form_class = OwnAddressForm
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("body"), FieldPanel("applies_to"), FieldPanel("status")], _("Compliance")),
        MultiFieldPanel(
            [FieldPanel("exceptions"), FieldPanel("burden"), FieldPanel("out_of_scope")], _("Non-accessible content")
        ),
        MultiFieldPanel(
            [FieldPanel("prepared_on"), FieldPanel("preparation"), FieldPanel("reviewed_on")], _("Preparation")
        ),
        MultiFieldPanel(
            [FieldPanel("communications"), FieldPanel("requests"), FieldPanel("unit")], _("Feedback and contact")
        ),
        FieldPanel("enforcement"),
        FieldPanel("extra"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("accessibility statement")
