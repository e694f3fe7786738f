"""All addresses of speakers: the list, what each of them says, and both for programs."""

from fastapi import APIRouter

from qa.web.settings import ServerSettings
from qa.web.speakers.api import speakers_api
from qa.web.speakers.directories import KeptDirectory
from qa.web.speakers.kept_records import KeptRecords
from qa.web.speakers.list_routes import speakers_router
from qa.web.speakers.statement_routes import statements_router
from qa.web.speakers.statements_api import statements_api


def all_of_speakers(settings: ServerSettings, directory: KeptDirectory) -> APIRouter:
    """Return the routes over everybody who speaks."""
    opened, records = directory.opened, KeptRecords()
    router = APIRouter()
    router.include_router(speakers_router(opened))
    router.include_router(statements_router(settings, opened, records))
    router.include_router(speakers_api(opened))
    router.include_router(statements_api(opened, records))
    return router
