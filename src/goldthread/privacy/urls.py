"""The addresses of this folder."""

from goldthread.privacy.views import desk, emergency, protection, seen

app_name = "privacy"
urlpatterns = [
    *emergency.urlpatterns,
    *desk.urlpatterns,
    *protection.urlpatterns,
    *seen.urlpatterns,
]
