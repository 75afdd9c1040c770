"""Addresses of the blog."""

from django.urls import path

from blog.views import front_page

urlpatterns = [path("", front_page)]
