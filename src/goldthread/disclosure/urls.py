"""The addresses of disclosure: one list from each module of views."""

from goldthread.disclosure.views import acts, answering, asking, desk, request

app_name = "disclosure"
urlpatterns = [
    *desk.urlpatterns,
    *asking.urlpatterns,
    *request.urlpatterns,
    *acts.urlpatterns,
    *answering.urlpatterns,
]
