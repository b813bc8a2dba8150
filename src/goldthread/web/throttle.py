"""How often one address may do what needs no sign-in: slowed in words, never locked (ASVS 2.4.1, 6.3.1)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from goldthread.web import errors

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def throttled(action: str) -> Callable[[View[P]], View[P]]:
    """Answer 429 to a form sent more often than GOLDTHREAD_LIMITS says for this action; pages always open."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def slowed(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            limits = settings.GOLDTHREAD_LIMITS
            if request.method == "POST" and not ratelimit.consume(
                request, app="goldthread", action=action, config=limits
            ):
                return errors.too_often(request)
            return view(request, *args, **kwargs)

        return cast("View[P]", slowed)

    return decorate
