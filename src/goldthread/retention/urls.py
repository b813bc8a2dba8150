"""The addresses of this folder."""

from goldthread.retention.views import board, destroying, holds, rights

app_name = "retention"
urlpatterns = [
    *board.urlpatterns,
    *destroying.urlpatterns,
    *holds.urlpatterns,
    *rights.urlpatterns,
]
