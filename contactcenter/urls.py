"""All addresses of the product except the sockets (contactcenter/asgi.py)."""

from django.contrib import admin
from django.urls import include, path

from accounts.views import security, sign_in
from contactcenter.web.health import healthz
from operation import views as operation
from sessions_app.share.views import download, upload
from sessions_app.views import console, identity, invitation, left_message, widget
from sessions_app.whiteboard import views
from supervision.views import audit, board, reports
from videocall.views import network_test, network_test_servers

handler400 = "contactcenter.web.error_pages.bad_request"
handler403 = "contactcenter.web.error_pages.permission_denied"
handler404 = "contactcenter.web.error_pages.not_found"

urlpatterns = [
    path("", widget.start, name="start"),
    path("demo/", widget.demo, name="demo"),
    path("widget.js", widget.loader, name="loader"),
    path("widget/<str:key>/frame/", widget.frame, name="widget-frame"),
    path("widget/<str:key>/client/", identity.client_create, name="widget-client"),
    path("widget/<str:key>/message/", left_message.message_leave, name="widget-message"),
    path("widget/<str:key>/ticket/", identity.client_ticket, name="widget-ticket"),
    path("widget/<str:key>/return/", identity.client_return, name="widget-return"),
    path("widget/<str:key>/availability/", widget.widget_availability, name="widget-availability"),
    path("widget/<str:key>/slots/", widget.slots, name="widget-slots"),
    path("i/<str:token>/", invitation.page, name="invitation"),
    path("i/<str:token>/state/", invitation.state, name="invitation-state"),
    path("console/", console.console, name="console"),
    path("console/login/", sign_in.operator, name="console-login"),
    path("console/logout/", sign_in.sign_out, name="console-logout"),
    path("account/", include("accounts.urls")),
    path("share/upload/", upload.upload, name="share-upload"),
    path("share/begin/", upload.begin, name="share-begin"),
    path("share/complete/", upload.complete, name="share-complete"),
    path("share/<str:public_id>/address/", download.address, name="share-address"),
    path("share/<str:public_id>/picture/", views.picture, name="share-picture"),
    path("library/<str:public_id>/address/", download.address, {"kind": "library"}, name="library-address"),
    path("share/file/<str:signed>/<str:name>", download.download, name="share-file"),
    path("path/", network_test, name="network-test"),
    path("path/servers/", network_test_servers, name="network-test-servers"),
    path("healthz", healthz, name="healthz"),
    path("livez", operation.livez, name="livez"),
    path("readyz", operation.readyz, name="readyz"),
    path("metrics", operation.metrics, name="metrics"),
    path("api/", include("api.urls")),
    path("admin/login/", sign_in.supervisor),
    path("admin/password_change/", security.admin_password),
    path("admin/board/", board.board, name="board"),
    path("admin/board/wall/", board.board, {"wall": True}, name="board-wall"),
    path("admin/reports/", admin.site.admin_view(reports.report), name="reports"),
    path("admin/audit/", admin.site.admin_view(audit.audit), name="audit"),
    path("admin/", admin.site.urls),
]
