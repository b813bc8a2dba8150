"""The addresses of assessment: one list from each module of views."""

from goldthread.assessment.views import contributing, document, outcome, plans, sections, visiting

app_name = "assessment"
urlpatterns = [
    *document.urlpatterns,
    *outcome.urlpatterns,
    *visiting.urlpatterns,
    *plans.urlpatterns,
    *contributing.urlpatterns,
    *sections.urlpatterns,
]
