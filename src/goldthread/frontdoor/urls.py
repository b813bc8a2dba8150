"""The addresses of the front door: one list from each module of views."""

from goldthread.frontdoor.views import professional, public, requests

app_name = "frontdoor"
urlpatterns = [
    *public.urlpatterns,
    *professional.urlpatterns,
    *requests.urlpatterns,
]
