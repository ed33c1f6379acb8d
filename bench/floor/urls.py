"""The bare floor's one view: store forty posted answers in one row."""

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

CREATE = {
    "sqlite": "CREATE TABLE bench_floor (id integer PRIMARY KEY AUTOINCREMENT, answers text NOT NULL)",
    "postgresql": "CREATE TABLE bench_floor (id bigserial PRIMARY KEY, answers jsonb NOT NULL)",
}


def store(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor (answers) VALUES (%s)", [json.dumps(request.POST.dict())])
    return HttpResponse("Saved", content_type="text/plain")


urlpatterns = [path("store/", store)]
