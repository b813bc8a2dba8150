"""The addresses of early help: one list from each module of views."""

from goldthread.earlyhelp.views import conversation, disagreement, family, planning, writing

app_name = "earlyhelp"
urlpatterns = [
    *family.urlpatterns,
    *planning.urlpatterns,
    *writing.urlpatterns,
    *conversation.urlpatterns,
    *disagreement.urlpatterns,
]
