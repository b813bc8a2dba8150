"""The addresses of allegations: one list from each module of views."""

from goldthread.allegations.views import children, correcting, desk, own, reporting, sending, working

app_name = "allegations"
urlpatterns = [
    *reporting.urlpatterns,
    *own.urlpatterns,
    *desk.urlpatterns,
    *working.urlpatterns,
    *sending.urlpatterns,
    *children.urlpatterns,
    *correcting.urlpatterns,
]
