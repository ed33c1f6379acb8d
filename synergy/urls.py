"""Every address of the site; the only place that sees every room."""

from django.contrib import admin
from django.urls import include, path

from partnerships.access import may_administer
from partnerships.decorators import site_view
from synergy.accounts.views import language_set
from synergy.ops.health import health, liveness, readiness
from synergy.ops.installation import installation, mail_release
from synergy.web.icons import favicon

urlpatterns = [
    path("health/", health, name="health"),
    path("health/live/", liveness, name="health-live"),
    path("health/ready/", readiness, name="health-ready"),
    path("favicon.ico", favicon, name="favicon"),
    path("language/", language_set, name="language-set"),
    path("installation/", site_view(may_administer)(installation), name="installation"),
    path("installation/release/", site_view(may_administer)(mail_release), name="mail-release"),
    path("admin/", admin.site.urls),
    path("accounts/", include("synergy.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("assessments.urls")),
    path("", include("partnerships.urls")),
]

handler400 = "synergy.web.error_pages.bad_request"
handler403 = "synergy.web.error_pages.forbidden"
handler404 = "synergy.web.error_pages.not_found"
handler500 = "synergy.web.error_pages.server_error"
