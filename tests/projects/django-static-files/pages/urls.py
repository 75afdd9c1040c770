"""The one page: the name that the manifest gives the style sheet."""

from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import path

urlpatterns = [path("", lambda request: HttpResponse(static("pages/style.css")))]
