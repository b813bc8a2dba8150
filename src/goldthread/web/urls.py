"""The addresses of the kit itself."""

from django.conf import settings
from django.urls import path

from goldthread.web import asked, drafts_views, sharing, styleguide, views, writing_views

app_name = "web"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("session/stay", views.stay, name="stay"),
    path("records/<uuid:subject_id>/reason/", views.reason, name="reason"),
    path("writing/", writing_views.marks, name="writing"),
    path("asked-of-us/", asked.asked_of_us, name="asked_of_us"),
    path("drafts/", drafts_views.mine, name="drafts"),
    path("drafts/<uuid:draft_id>/", drafts_views.save, name="draft_save"),
    path("drafts/<uuid:draft_id>/shared/", sharing.shared, name="draft_shared"),
    path("drafts/<uuid:draft_id>/versions/", drafts_views.versions, name="draft_versions"),
]
if settings.GOLDTHREAD_DEMO:
    urlpatterns += [
        path("styleguide/", styleguide.components, name="styleguide"),
        path("styleguide/<slug:name>/", styleguide.example, name="styleguide_example"),
    ]
