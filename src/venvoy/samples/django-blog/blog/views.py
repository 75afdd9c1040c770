"""The pages of the blog."""

from django.shortcuts import render

POSTS = [
    {"title": "We moved to a new office", "day": "Monday"},
    {"title": "The release is out", "day": "Friday"},
]


def front_page(request):
    """Show the newest posts."""
    return render(request, "blog/front_page.html", {"posts": POSTS})
