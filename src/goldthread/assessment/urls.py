"""The addresses of assessment: one list from each module of views."""

from goldthread.assessment.views import visiting

app_name = "assessment"
urlpatterns = [*visiting.urlpatterns]
