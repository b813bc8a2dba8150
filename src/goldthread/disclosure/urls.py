"""The addresses of disclosure: one list from each module of views."""

from goldthread.disclosure.views import acts, answering, asking, checking, consent, desk, redaction, request

app_name = "disclosure"
urlpatterns = [
    *desk.urlpatterns,
    *asking.urlpatterns,
    *request.urlpatterns,
    *acts.urlpatterns,
    *answering.urlpatterns,
    *redaction.urlpatterns,
    *checking.urlpatterns,
    *consent.urlpatterns,
]
