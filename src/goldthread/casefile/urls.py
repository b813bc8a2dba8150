"""The addresses of the worker's pages."""

from django.urls import path

from goldthread.casefile import outbox
from goldthread.casefile.views import (
    apart,
    child,
    chronology,
    correct,
    ending,
    entry,
    family,
    find,
    home,
    kept,
    kin,
    living,
    moving,
    note,
    papers,
    past,
    records,
    settling,
    stating,
    steps,
    who,
    work,
)

app_name = "casefile"
urlpatterns = [
    path("", home.home, name="home"),
    path("worklist/", work.worklist, name="worklist"),
    path("team/", work.team, name="team"),
    path("conferences/", work.conferences, name="conferences"),
    *find.urlpatterns,
    path("children/<uuid:subject_id>/", child.child, name="child"),
    *chronology.urlpatterns,
    path("children/<uuid:subject_id>/history/", past.history, name="history"),
    path("children/<uuid:subject_id>/who/", who.who, name="who"),
    path("children/<uuid:subject_id>/who/state/", stating.state, name="state"),
    *ending.urlpatterns,
    path("children/<uuid:subject_id>/note/", note.note, name="note"),
    path("entries/<uuid:entry_id>/", entry.entry, name="entry"),
    path("entries/<uuid:entry_id>/files/<uuid:file_id>/", entry.file, name="file"),
    path("entries/<uuid:entry_id>/correct/", correct.correct, name="correct"),
    *steps.urlpatterns,
    *settling.urlpatterns,
    *outbox.urlpatterns,
    *records.urlpatterns,
    *apart.urlpatterns,
    *family.urlpatterns,
    *kin.urlpatterns,
    *living.urlpatterns,
    *moving.urlpatterns,
    *kept.urlpatterns,
    *papers.urlpatterns,
]
