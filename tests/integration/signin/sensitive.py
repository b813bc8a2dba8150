"""The service with one more page, which asks for a fresh proof."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from goldthread.config import urls
from goldthread.web import guard

handler404 = urls.handler404


@guard.signed_in_lately
def sensitive(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("why", "shown"), content_type="text/plain")


urlpatterns = [path("sensitive/", sensitive, name="sensitive"), *urls.urlpatterns]
