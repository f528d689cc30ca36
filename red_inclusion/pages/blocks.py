"""What an editor builds a page of. Each block is a template of `templates/pages/blocks/`; none takes markup."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from red_inclusion.network.models import Area

from . import registry
from .enums import Tone

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "document-link", "ul", "ol"]
MOST_MEETINGS = 12
MOST_FIGURES = 6
MOST_NEWS = 6


def areas() -> list[tuple[str, str]]:
    return [("", _t("All areas")), *Area.objects.values_list("code", "name")]


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=240)
    credit = blocks.CharBlock(
        label=_("credit"), required=False, max_length=120, help_text=_("Who made it, if its licence asks for that.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("what was said"), max_length=600, rows=3)
    who = blocks.CharBlock(
        label=_("by whom"),
        required=False,
        max_length=120,
        help_text=_("A role or an entity. A person's name only with her leave."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "pages/blocks/quote.html"


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    figures = blocks.MultipleChoiceBlock(
        label=_("figures"),
        choices=registry.figure_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counted each time somebody opens the page; six at most."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if len(cleaned["figures"]) > MOST_FIGURES:
            raise blocks.StructBlockValidationError({"figures": ValidationError(_t("Choose six at most."))})
        return cleaned

    def get_context(self, value, parent_context=None):
        counted = registry.figures(value["figures"] or [])
        return super().get_context(value, parent_context) | {"figures": counted}

    class Meta:
        icon = "order"
        label = _("Figures of the network")
        template = "pages/blocks/figures.html"


class CallToActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), required=False, max_length=400, rows=2)
    button = blocks.CharBlock(label=_("words of the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page it leads to"), required=False)
    url = blocks.URLBlock(label=_("or an address elsewhere"), required=False)
    tone = blocks.ChoiceBlock(label=_("look"), choices=Tone.choices, default=Tone.SHEET)

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            told = ValidationError(_t("Choose a page or write an address: one of the two."))
            raise blocks.StructBlockValidationError({"page": told})
        return cleaned

    def get_context(self, value, parent_context=None):
        # The form has asked for a web address; what comes from elsewhere is not believed.
        url = value["url"] or ""
        is_web = url.lower().startswith(("https://", "http://"))
        return super().get_context(value, parent_context) | {"address": url if is_web else ""}

    class Meta:
        icon = "link"
        label = _("Call to action")
        template = "pages/blocks/call_to_action.html"


class DocumentsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("document")), label=_("documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "pages/blocks/documents.html"


class MeetingsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    area = blocks.ChoiceBlock(label=_("area"), choices=areas, required=False)
    most = blocks.IntegerBlock(label=_("how many at most"), default=3, min_value=1, max_value=MOST_MEETINGS)

    def get_context(self, value, parent_context=None):
        coming = registry.upcoming(value["most"] or 3, area_code=value["area"] or "")
        return super().get_context(value, parent_context) | {"meetings": coming}

    class Meta:
        icon = "calendar-alt"
        label = _("Upcoming meetings")
        template = "pages/blocks/meetings.html"


class ChainBlock(blocks.StaticBlock):
    """Detect, prioritise, propose, commit, account."""

    class Meta:
        icon = "list-ol"
        label = _("How it works")
        admin_text = _("The five steps from a need to what was done about it. Nothing to write here.")
        template = "pages/blocks/chain.html"


class AreasBlock(blocks.StaticBlock):
    def get_context(self, value, parent_context=None):
        from .models import AreaPage

        pages = AreaPage.objects.live().public().select_related("area").order_by("title")
        return super().get_context(value, parent_context) | {"area_pages": pages}

    class Meta:
        icon = "group"
        label = _("Working areas")
        admin_text = _("A card for each area. Nothing to write here.")
        template = "pages/blocks/areas.html"


class NewsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    most = blocks.IntegerBlock(label=_("how many at most"), default=3, min_value=1, max_value=MOST_NEWS)

    def get_context(self, value, parent_context=None):
        from .models import NewsIndexPage, NewsPage

        news = NewsPage.objects.live().public().with_pictures().newest_first()[: value["most"] or 3]
        index = NewsIndexPage.objects.live().public().first()
        return super().get_context(value, parent_context) | {"news": news, "index": index}

    class Meta:
        icon = "doc-empty"
        label = _("Latest news")
        template = "pages/blocks/news.html"


class PublishedBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), required=False, max_length=120)
    most = blocks.IntegerBlock(label=_("how many at most"), default=5, min_value=1, max_value=MOST_MEETINGS)

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"items": registry.latest(value["most"] or 5)}

    class Meta:
        icon = "history"
        label = _("Published lately: minutes")
        template = "pages/blocks/published.html"


class Content(blocks.StreamBlock):
    """Of every page."""

    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="pages/blocks/text.html"
    )
    picture = PictureBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()
    call_to_action = CallToActionBlock()
    documents = DocumentsBlock()
    meetings = MeetingsBlock()

    class Meta:
        block_counts = {"figures": {"max_num": 3}, "meetings": {"max_num": 4}}


class HomeContent(Content):
    """And what only the home page shows."""

    chain = ChainBlock()
    areas = AreasBlock()
    news = NewsBlock()
    published = PublishedBlock()

    class Meta:
        block_counts = {name: {"max_num": 1} for name in ("chain", "areas", "news", "published")}


class LogosBlock(blocks.StreamBlock):
    logo = ImageBlock(label=_("logo"))

    class Meta:
        max_num = 8


def first_home() -> list[tuple[str, object]]:
    """What a network's home shows before anybody has written anything."""
    return [("chain", None), ("areas", None), ("news", {"most": 3}), ("published", {"most": 5})]
