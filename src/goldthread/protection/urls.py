"""The addresses of child protection: one list from each module of views."""

from goldthread.protection.views import coregroup, plan, planwriting, strategy

app_name = "protection"
urlpatterns = [
    *plan.urlpatterns,
    *planwriting.urlpatterns,
    *coregroup.urlpatterns,
    *strategy.urlpatterns,
]
