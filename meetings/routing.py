from django.urls import re_path

from .consumers import room_socket

websocket_urlpatterns = [re_path(r"^ws/meetings/(?P<meeting>\d+)/room/$", room_socket)]
