"""The addresses of this folder."""

from goldthread.records.views import complaints, explained, ownrecord, recordset, training

app_name = "records"
urlpatterns = [
    *explained.urlpatterns,
    *complaints.urlpatterns,
    *recordset.urlpatterns,
    *ownrecord.urlpatterns,
    *training.urlpatterns,
]
