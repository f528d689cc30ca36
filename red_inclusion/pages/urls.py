from django.urls import path

from . import feeds, views

app_name = "pages"

urlpatterns = [
    path("areas/<slug:code>/public-page/", views.area_intro, name="area_intro"),
    path("feeds/news.atom", feeds.news, name="news_feed"),
    path("feeds/published.atom", feeds.published, name="published_feed"),
    path("feeds/areas/<slug:code>.atom", feeds.area, name="area_feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("media/<path:name>", views.media, name="media"),
]
