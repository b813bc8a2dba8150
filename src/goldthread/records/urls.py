"""The addresses of this folder."""

from goldthread.records.views import complaints, explained, recordset, training

app_name = "records"
urlpatterns = [
    *explained.urlpatterns,
    *complaints.urlpatterns,
    *recordset.urlpatterns,
    *training.urlpatterns,
]
