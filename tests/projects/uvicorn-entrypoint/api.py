"""Two routes."""

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


async def double(request):
    """Return twice the number."""
    return JSONResponse({"double": 2 * request.path_params["number"]})


app = Starlette(routes=[Route("/double/{number:int}", double)])
