"""The addresses of the manual."""

from django.urls import path

from goldthread.manual.views import asking, reading

app_name = "manual"
urlpatterns = [
    path("procedure/", reading.start, name="start"),
    path("procedure/compare/", asking.compare, name="compare"),
    path("procedure/due/", asking.due, name="due"),
    path("procedure/<slug:authority>/", reading.pathway, name="pathway"),
    path("procedure/<slug:authority>/pathway-<int:number>.svg", reading.drawing, name="drawing"),
    path("procedure/<slug:authority>/limits/", reading.limits, name="limits"),
    path("procedure/<slug:authority>/services/", reading.services, name="services"),
    path("procedure/<slug:authority>/words/", reading.words, name="words"),
    path("procedure/<slug:authority>/family/", reading.family, name="family"),
    path("procedure/<slug:authority>/library/", reading.library, name="library"),
    path("procedure/<slug:authority>/sources/", reading.sources, name="sources"),
    path("procedure/<slug:authority>/steps/<slug:step_id>/", reading.step, name="step"),
]
