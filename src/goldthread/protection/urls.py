"""The addresses of child protection: one list from each module of views."""

from goldthread.protection.views import (
    booking,
    conference,
    coregroup,
    enquiry,
    plan,
    planwriting,
    room,
    strategy,
    strategytogether,
)

app_name = "protection"
urlpatterns = [
    *plan.urlpatterns,
    *planwriting.urlpatterns,
    *coregroup.urlpatterns,
    *strategy.urlpatterns,
    *strategytogether.urlpatterns,
    *enquiry.urlpatterns,
    *booking.urlpatterns,
    *conference.urlpatterns,
    *room.urlpatterns,
]
