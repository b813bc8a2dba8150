"""The addresses of the worker's pages."""

from goldthread.casefile import outbox

app_name = "casefile"
urlpatterns = [*outbox.urlpatterns]
