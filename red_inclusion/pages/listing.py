"""The list of news: searched, by year and area, paged; what was asked stays in the address."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from red_inclusion.core.fields import PlainText
from red_inclusion.core.folding import fold
from red_inclusion.network.models import Area

PER_PAGE = 12


class NewsFilter(forms.Form):
    q = PlainText(
        label=_("Search the news"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Words of the title")}),
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Area"), required=False, to_field_name="code", empty_label=_("All areas")
    )
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", pgettext_lazy("news", "Newest first")), ("oldest", pgettext_lazy("news", "Oldest first"))],
    )

    def __init__(self, data, *, news: QuerySet):
        super().__init__(data)
        years = news.order_by("-day").values_list("day__year", flat=True).distinct()
        self.fields["area"].queryset = Area.objects.filter(pk__in=news.exclude(area=None).values("area"))
        self.fields["year"].choices = [("", _("All years")), *((str(y), str(y)) for y in dict.fromkeys(years))]
        self.is_valid()

    @property
    def is_asking(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "area", "year"))

    @property
    def is_active(self) -> bool:
        """Whether the list is another one than the whole, newest first."""
        return self.is_asking or bool(self.cleaned_data.get("sort"))

    def apply(self, news: QuerySet) -> QuerySet:
        asked = self.cleaned_data
        for word in fold(asked.get("q") or "").split():
            news = news.filter(folded__contains=word)
        if asked.get("area"):
            news = news.filter(area=asked["area"])
        if asked.get("year"):
            news = news.filter(day__year=asked["year"])
        return news.order_by("day", "pk") if asked.get("sort") else news.newest_first()


def news_list(request: HttpRequest, news: QuerySet) -> dict:
    filters = NewsFilter(request.GET, news=news)
    found = filters.apply(news.with_pictures().select_related("area"))
    return {
        "filter_form": filters,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
