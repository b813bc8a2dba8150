"""The addresses of this folder."""

from goldthread.privacy.views import desk, emergency

app_name = "privacy"
urlpatterns = [
    *emergency.urlpatterns,
    *desk.urlpatterns,
]
