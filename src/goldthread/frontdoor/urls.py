"""The addresses of the front door: one list from each module of views."""

from goldthread.frontdoor.views import (
    adding,
    contact,
    deciding,
    desk,
    enquiries,
    feedback,
    hub,
    professional,
    public,
    requests,
    routing,
    screening,
    telephone,
    theirsteps,
    transfer,
)

app_name = "frontdoor"
urlpatterns = [
    *public.urlpatterns,
    *professional.urlpatterns,
    *requests.urlpatterns,
    *adding.urlpatterns,
    *theirsteps.urlpatterns,
    *desk.urlpatterns,
    *contact.urlpatterns,
    *routing.urlpatterns,
    *screening.urlpatterns,
    *enquiries.urlpatterns,
    *deciding.urlpatterns,
    *feedback.urlpatterns,
    *transfer.urlpatterns,
    *telephone.urlpatterns,
    *hub.urlpatterns,
]
